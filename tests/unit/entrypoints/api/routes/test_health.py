"""GET /livez and /readyz."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api

from contractsai.domain.errors import (
    QueueUnavailable,
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreUnavailable,
    UnsafeConfiguration,
)
from contractsai.entrypoints.api.app import create_app
from contractsai.testing.builders import a_worker


def test_a_living_process_says_so_whatever_is_down(api: Api) -> None:
    """A restart heals no database."""
    api.break_store()

    response = api.client.get("/livez")

    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_ready_does_not_mean_that_there_is_a_broker(api: Api) -> None:
    """A submit needs the database alone."""
    api.services.messages.is_down = True

    response = api.client.get("/readyz")

    assert response.status_code == 200
    told = {"status": "ready", "database": "ready", "broker": "unknown", "stall": None}
    assert response.json() == told


def test_why_jobs_do_not_get_on_is_told_while_it_lasts(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More jobs can be taken meanwhile, so that no balancer turns away from the service."""

    def refuse() -> Mapping[str, int]:
        raise QueueUnavailable("amqp://user:secret@broker")

    api.submit("nda.txt")
    monkeypatch.setattr(api.services.views, "queue_depths", refuse)
    away = api.client.get("/readyz")
    monkeypatch.setattr(api.services.views, "queue_depths", dict)
    alone = api.client.get("/readyz")
    later = api.services.clock.now() + timedelta(minutes=1)
    with api.services.store.begin() as work:
        work.workers.save(a_worker(queues=(api.services.settings.queue,), lease_expires_at=later))
        work.commit()
    well = api.client.get("/readyz")

    assert [answer.status_code for answer in (away, alone, well)] == [200, 200, 200]
    assert away.json()["stall"]["cause"] == "broker_away"
    assert "secret" not in away.text
    assert alone.json()["stall"]["cause"] == "no_worker"
    assert alone.json()["stall"]["next"] == "Start one: contractsai worker"
    assert well.json()["stall"] is None


def test_what_the_broker_last_did_is_told(api: Api) -> None:
    """An operator sees it where they look first."""
    api.submit("nda.txt")
    api.services.messages.wait()
    assert api.client.app.state.dispatcher.stop(timeout_seconds=5)

    assert api.client.get("/readyz").json()["broker"] == "accepting"


def test_without_a_database_the_service_is_not_ready(api: Api) -> None:
    """Balancers send requests elsewhere, and none of them holds a secret."""
    api.break_store()

    response = api.client.get("/readyz")

    problem = response.json()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert (problem["type"], problem["database"]) == ("/problems/not-ready", "unavailable")
    assert "CONTRACTSAI_DATABASE_URL" in problem["hint"]
    assert "upgrade" not in problem["hint"]
    assert "secret" not in response.text


def test_an_app_starts_before_its_database_and_becomes_ready_with_it(api: Api) -> None:
    """Start-up order between containers is nobody's to promise."""
    api.services.schema_error = StoreUnavailable("down")
    with TestClient(create_app(services=api.services), base_url="http://localhost") as client:
        assert client.get("/readyz").status_code == 503

        api.services.schema_error = None

        assert client.get("/readyz").status_code == 200


def test_an_old_schema_is_not_ready_and_says_what_to_run(api: Api) -> None:
    """A person has to upgrade it; serving on would break in the middle of a request."""
    api.services.schema_error = UnsafeConfiguration("run: contractsai db upgrade")
    with TestClient(create_app(services=api.services), base_url="http://localhost") as client:
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "outdated"
    assert response.json()["type"] == "/problems/schema-outdated"
    assert "contractsai db upgrade" in response.json()["hint"]


@pytest.mark.parametrize(
    ("error", "state", "advice"),
    [
        (StoreFull("no room"), "full", "df -h"),
        (StoreMissing("gone"), "missing", "contractsai up"),
        (StoreDamaged("damaged"), "damaged", "contractsai up"),
        (StoreUnavailable("away"), "unavailable", "CONTRACTSAI_DATABASE_URL"),
    ],
)
def test_what_keeps_jobs_out_is_named_while_it_lasts_and_no_longer(
    api: Api, error: Exception, state: str, advice: str
) -> None:
    """Reads still answer on a full disk, and from a file that was deleted: a submit would not."""
    api.services.file_error = error

    refused = api.client.get("/readyz")
    api.services.file_error = None

    assert (refused.status_code, refused.json()["database"]) == (503, state)
    assert advice in refused.json()["hint"]
    assert "db upgrade" not in refused.text
    assert api.client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("error", "slug"),
    [
        (StoreFull("no room"), "database-full"),
        (StoreMissing("gone"), "database-missing"),
        (StoreDamaged("damaged"), "database-damaged"),
    ],
)
def test_a_job_that_cannot_be_kept_is_refused_with_the_cause(
    api: Api, monkeypatch: pytest.MonkeyPatch, error: Exception, slug: str
) -> None:
    def refuse(_folder: str, **_options: object) -> None:
        raise error

    monkeypatch.setattr(api.services, "submit_job", refuse)

    refused = api.client.post("/analyze", json={"folder_path": api.write("nda.txt")})

    assert (refused.status_code, refused.json()["type"]) == (503, f"/problems/{slug}")
