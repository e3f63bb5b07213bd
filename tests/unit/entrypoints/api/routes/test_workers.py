"""GET /workers, POST /workers/{worker}/drain, GET /demand."""

import pytest
from support.api_world import Api

from contractsai.domain.ids import JobId
from contractsai.domain.worker import ProcessUse, Role, Worker, WorkerState
from contractsai.testing.builders import a_worker


def there(api: Api, **values: object) -> Worker:
    """Have a worker tell of itself now."""
    now = api.services.clock.now()
    worker = a_worker(seen_at=now, lease_expires_at=now.replace(year=now.year + 1), **values)
    with api.services.store.begin() as work:
        work.workers.save(worker)
        work.commit()
    return worker


def test_a_worker_is_shown_with_what_it_takes_and_runs(api: Api) -> None:
    uses = (ProcessUse(7, Role.WORKER, 0.5, 1000), ProcessUse(8, Role.ANALYSIS, 0.25, 3000))
    worker = there(api, name="celery@w", host="w", pid=7, processes=uses)
    job_id = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    seen: list[dict[str, object]] = []
    own = api.services.attempt_settings
    held = document.claim(api.services.clock.now(), worker="w:7", lease=own.lease)
    with api.services.store.begin() as work:
        work.documents.save([held])
        work.commit()

    response = api.client.get("/workers")

    assert response.status_code == 200
    [seen] = [response.json()["workers"]]
    [shown] = seen
    assert shown["id"] == worker.id
    assert (shown["name"], shown["state"], shown["slots"]) == ("celery@w", "active", 2)
    assert (shown["processor"], shown["resident_bytes"]) == (0.75, 4000)
    assert shown["processes"][1] == {
        "pid": 8,
        "role": "analysis",
        "processor": 0.25,
        "resident_bytes": 3000,
    }
    [runs] = shown["documents"]
    assert (runs["id"], runs["job_id"], runs["path"]) == (document.id, job_id, "nda.txt")
    assert runs["since"].endswith("Z")


def test_without_workers_the_list_is_empty(api: Api) -> None:
    assert api.client.get("/workers").json() == {"workers": []}


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_worker_is_asked_to_drain(api: Api, by: str) -> None:
    worker = there(api, name="celery@w")

    response = api.client.post(f"/workers/{getattr(worker, by)}/drain")

    assert (response.status_code, response.json()["state"]) == (202, "active")
    assert response.json()["drain_requested_at"] is not None
    stored = api.services.store.ask(lambda work: work.workers.get(worker.id))
    assert stored.drain_requested_at is not None


@pytest.mark.parametrize("name", ["nobody", "gone", "x" * 301, "%00"])
def test_a_worker_that_is_not_there_cannot_be_drained(api: Api, name: str) -> None:
    there(api, name="gone", state=WorkerState.STOPPED)

    refused = api.client.post(f"/workers/{name}/drain")

    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/worker-not-found")
    assert "contractsai workers list" in refused.json()["hint"]


def test_demand_counts_what_waits_and_what_runs(api: Api) -> None:
    api.submit("a.txt", "b.txt")

    assert api.client.get("/demand").json() == {"waiting": 2, "running": 0, "demand": 2}


@pytest.mark.parametrize("address", ["/workers", "/demand"])
def test_an_unknown_parameter_is_refused(api: Api, address: str) -> None:
    assert api.client.get(address, params={"x": "1"}).status_code == 422
