"""What a client can do, against the API itself."""

import inspect
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api, ApiServices
from support.both_clients import Both, InThread, Script
from support.dashboard import Dashboard

from contractsai.client import AsyncClient, Client, Refused, StillRunning
from contractsai.client.asked import LONGEST_WAIT
from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings

KEY = "a-key-of-the-test-of-clients"


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    folder = tmp_path / "allowed"
    folder.mkdir()
    settings = Settings(
        data_dir=tmp_path / "data",
        allowed_roots=(folder,),
        api_keys=KEY,  # type: ignore[arg-type]  # as the environment has it
        root_path="/legal",
    )
    services = ApiServices(settings)
    with TestClient(
        create_app(services=services), base_url="http://localhost", headers={"X-API-Key": KEY}
    ) as client:
        yield Api(services, client, folder)


@pytest.fixture
def client(made: Callable[..., Both], api: Api, request: pytest.FixtureRequest) -> Both:
    transport = api.client._transport
    is_async = "async" in request.node.callspec.id
    given = InThread(transport) if is_async else transport
    return made(given, "http://localhost/legal", key=KEY)


@pytest.fixture
def reviewed(api: Api) -> tuple[str, str]:
    """Return a job of one document with findings, and the document's id."""
    return Dashboard(api).reviewed_job()


def test_a_job_is_submitted_once_under_a_key(api: Api, client: Both) -> None:
    folder = api.write("nda.txt")

    first = client.submit(Path(folder), ["q3"], idempotency_key="nightly")
    again = client.submit(Path(folder), ["q3"], idempotency_key="nightly")
    other = client.submit(folder)

    assert first == again
    assert (first["state"], first["labels"]) == ("PENDING", ["q3"])
    assert other["id"] != first["id"]


def test_a_dry_run_makes_no_job(api: Api, client: Both) -> None:
    found = client.dry_run(Path(api.write("nda.txt")))

    assert (found["files"], found["is_whole"]) == (1, True)
    assert list(client.jobs()) == []


def test_a_job_that_has_ended_is_waited_for_no_longer(
    client: Both, reviewed: tuple[str, str]
) -> None:
    job = client.wait(reviewed[0])

    assert job == client.job(reviewed[0])
    assert job["state"] == "COMPLETED"
    assert client.pauses == []


def test_waiting_has_an_end(api: Api, client: Both) -> None:
    job = client.submit(api.write("nda.txt"))

    with pytest.raises(StillRunning, match="PENDING") as raised:
        client.wait(job["id"], timeout=timedelta(0))

    assert raised.value.job["id"] == job["id"]


def test_the_service_is_asked_to_hold_its_answer_back(
    made: Callable[..., Both], script: Script
) -> None:
    """And is left alone for a moment where it does not: it may have no room for listeners."""
    running = {"id": "j1", "state": "RUNNING", "ended_at": None}
    script.says(running)
    script.says({"id": "j1", "state": "COMPLETED", "ended_at": "2026-11-29T08:00:00Z"})
    client = made(script.transport)

    assert client.wait("j1")["state"] == "COMPLETED"

    assert [it.headers["Prefer"] for it in script.asked] == [f"wait={LONGEST_WAIT}"] * 2
    assert script.asked[0].extensions["timeout"]["read"] > LONGEST_WAIT
    assert client.pauses == [1.0]


def test_lists_are_read_to_the_last_page(api: Api, client: Both) -> None:
    made = [client.submit(api.write("a.txt"), [f"l{number}"])["id"] for number in range(5)]

    assert [job["id"] for job in client.jobs(limit=2)] == made[::-1]
    assert [job["id"] for job in client.jobs(label="l3")] == [made[3]]
    assert list(client.jobs(has_failures=True)) == []
    [job] = client.jobs(folder=str(api.folder / "contracts"), q="contr", label="l1")
    assert job["id"] == made[1]


def test_documents_are_listed_and_looked_into(client: Both, reviewed: tuple[str, str]) -> None:
    job_id, document_id = reviewed

    [document] = client.documents(job_id)
    detail = client.document(job_id, document_id)

    assert (document["id"], document["path"], document["state"]) == (
        document_id,
        "nda.txt",
        "COMPLETED",
    )
    assert detail["job_id"] == job_id
    [line] = detail["report"]
    assert line["text"] is None
    [line] = client.document(job_id, document_id, with_text=True)["report"]
    assert line["text"]


def test_events_are_followed_to_the_end(client: Both, reviewed: tuple[str, str]) -> None:
    names = [event.name for event in client.events(reviewed[0])]

    assert names == ["snapshot", "end"]


def test_a_job_is_cancelled_tried_again_and_deleted(api: Api, client: Both) -> None:
    job = client.submit(api.write("a.txt", "b.txt"))
    job_id = job["id"]

    assert client.cancel(job_id)["state"] == "CANCELLED"
    first, _ = client.documents(job_id)
    assert client.retry_document(job_id, first["id"])["documents"]["pending"] == 1
    client.cancel(job_id)
    assert client.retry(job_id)["documents"]["pending"] == 2
    client.cancel(job_id)
    client.delete(job_id)

    with pytest.raises(Refused) as raised:
        client.job(job_id)
    assert (raised.value.status, raised.value.slug) == (410, "job-purged")


@pytest.mark.parametrize("chosen", ["jsonl", "json", "csv", "xlsx", "html"])
def test_a_report_is_saved_as_the_service_makes_it(
    api: Api, client: Both, reviewed: tuple[str, str], tmp_path: Path, chosen: str
) -> None:
    target = tmp_path / "report"
    target.write_bytes(b"an older and much longer one" * 10_000)

    client.report(reviewed[0], target, chosen, as_of=date(2026, 3, 3))

    served = api.client.get(
        f"/legal/jobs/{reviewed[0]}/report?format={chosen}&as_of=2026-03-03"
    ).content
    if chosen in ("xlsx", "html"):  # which say when they were made
        assert target.read_bytes()[:2] == served[:2]
    else:
        assert target.read_bytes() == served


def test_a_running_jobs_report_is_taken_by_who_says_so(
    api: Api, client: Both, tmp_path: Path
) -> None:
    job = client.submit(api.write("nda.txt"))

    with pytest.raises(Refused) as raised:
        client.report(job["id"], tmp_path / "report")
    client.report(job["id"], tmp_path / "report", partial=True)

    assert raised.value.status == 409
    assert (tmp_path / "report").read_bytes() == b""


def test_a_report_holds_what_was_asked_for(
    client: Both, reviewed: tuple[str, str], tmp_path: Path
) -> None:
    client.report(reviewed[0], tmp_path / "full", with_text=True, with_candidates=True)

    assert json.loads((tmp_path / "full").read_bytes())["text"]


def test_findings_are_reviewed(client: Both, reviewed: tuple[str, str], tmp_path: Path) -> None:
    job_id, document_id = reviewed

    client.review(job_id, document_id, "f1", "accepted", by="ada")
    client.review(
        job_id, document_id, "f2", "corrected", text="2026-03-03", note="page 1", expected=0
    )
    with pytest.raises(Refused) as raised:
        client.review(job_id, document_id, "f2", "rejected", expected=0)

    assert raised.value.slug == "reviewed-meanwhile"
    [review] = client.reviews(job_id, document_id, "f2")
    assert (review["verdict"], review["new"]["normal"]) == ("corrected", "2026-03-03")
    client.export_reviews(tmp_path / "reviews", with_history=True)
    assert (tmp_path / "reviews").read_bytes().count(b"\n") == 2


def test_what_people_keep_beside_contracts_is_kept(client: Both, reviewed: tuple[str, str]) -> None:
    job_id, document_id = reviewed

    kept = client.annotate(job_id, document_id, {"owner": "ada"}, expected=0, by="ada")

    assert kept["version"] == 1
    assert client.register(job_id, as_of="2026-03-03")["contracts"]


def test_the_rest_of_a_job_is_there_too(
    client: Both, reviewed: tuple[str, str], tmp_path: Path
) -> None:
    job_id, _ = reviewed

    assert client.deadlines(job_id, as_of=date(2026, 3, 3))["as_of"] == "2026-03-03"
    assert client.near_duplicates(job_id) == []
    assert client.search(text="agreement", limit=1)["next_page_token"] is None
    client.calendar(job_id, tmp_path / "deadlines.ics", as_of=date(2026, 3, 3))
    assert (tmp_path / "deadlines.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_the_service_tells_of_itself(client: Both) -> None:
    assert client.ready()["status"] == "ready"
    assert client.workers() == []
    with pytest.raises(Refused, match="No worker"):
        client.drain("a worker")


def test_a_wrong_key_opens_nothing(made: Callable[..., Both], api: Api) -> None:
    sync = Client("http://localhost/legal", key="another", transport=api.client._transport)
    with sync, pytest.raises(Refused) as raised:
        sync.workers()

    assert (raised.value.status, raised.value.slug) == (401, "key-missing")


def methods(kind: type) -> dict[str, tuple[object, ...]]:
    """Return the parameters of each public method, and their types."""
    found = {}
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith("_"):
            parameters = inspect.signature(method).parameters.values()
            found[name] = tuple(
                (it.name, it.kind, it.default, str(it.annotation)) for it in parameters
            )
    return found


def test_both_clients_can_do_the_same() -> None:
    """Who knows one knows the other."""
    assert methods(Client) == methods(AsyncClient)
    assert len(methods(Client)) > 25
