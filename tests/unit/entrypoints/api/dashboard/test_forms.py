"""What people do with the pages: begin, cancel, retry, judge, keep beside."""

from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from support.api_world import Api
from support.dashboard import Dashboard

from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.domain.worker import Worker
from contractsai.testing.builders import a_worker


def test_a_folder_is_chosen_counted_and_analysed(dashboard: Dashboard, api: Api) -> None:
    folder = api.write("nda.txt", "lease.txt", ".DS_Store")

    listed = dashboard.get("/new").text
    counted = dashboard.get("/new", folder=folder, look="true").text
    assert list(api.services.read_jobs(limit=1)) == []
    begun = dashboard.send("/new", {"folder": folder})

    assert f'data-row href="/dashboard/new?folder={quote(folder, safe="")}"' in listed
    assert "<strong>2 documents</strong>" in counted
    [job] = api.services.read_jobs(limit=2)
    assert begun.headers["Location"] == f"/dashboard/jobs/{job.id}"
    assert api.services.messages.wait()


@pytest.mark.parametrize("folder", ["", "relative", "/etc", "{root}/nowhere", "{root}/a\0b"])
def test_a_folder_that_cannot_be_is_said_beside_the_field(
    dashboard: Dashboard, api: Api, folder: str
) -> None:
    """With what was typed still there."""
    response = dashboard.send("/new", {"folder": folder.format(root=api.folder)})

    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert list(api.services.read_jobs(limit=1)) == []


def test_a_job_is_cancelled_and_retried(dashboard: Dashboard, api: Api) -> None:
    job = api.submit("nda.txt")

    assert "/cancel" in dashboard.get(f"/jobs/{job}").text
    cancelled = dashboard.send(f"/jobs/{job}/cancel", {})
    assert cancelled.headers["Location"] == f"/dashboard/jobs/{job}"
    assert api.services.read_job(JobId(job)).state is State.CANCELLED
    assert "/retry" in dashboard.get(f"/jobs/{job}").text
    dashboard.send(f"/jobs/{job}/retry", {})

    assert api.services.read_job(JobId(job)).state is State.PENDING


def test_what_cannot_be_cancelled_is_said(dashboard: Dashboard, api: Api) -> None:
    job = api.submit("nda.txt")
    api.complete(job)

    response = dashboard.send(f"/jobs/{job}/cancel", {})

    assert response.status_code == 409
    assert response.headers["Content-Type"].startswith("text/html")


def test_several_jobs_at_once_and_those_that_cannot_be_are_counted(
    dashboard: Dashboard, api: Api
) -> None:
    done = api.submit("nda.txt")
    api.complete(done)
    waiting = [api.submit("nda.txt") for _ in range(2)]

    form = {"action": "cancel", "job": [done, *waiting, "nobody"], "state": "pending"}
    response = dashboard.send("/jobs", form)

    told = parse_qs(urlsplit(response.headers["Location"]).query)
    assert (told["done"], told["left"], told["state"]) == (["2"], ["2"], ["pending"])
    states = {api.services.read_job(JobId(it)).state for it in waiting}
    assert states == {State.CANCELLED}
    dashboard.send("/jobs", {"action": "retry", "job": waiting})
    assert {api.services.read_job(JobId(it)).state for it in waiting} == {State.PENDING}


def test_an_unknown_action_does_nothing(dashboard: Dashboard, api: Api) -> None:
    job = api.submit("nda.txt")

    dashboard.send("/jobs", {"action": "delete", "job": job})

    assert api.services.read_job(JobId(job)).state is State.PENDING


def test_a_filter_is_in_the_address(dashboard: Dashboard, api: Api) -> None:
    done, waiting = api.submit("nda.txt"), api.submit("nda.txt")
    api.services.cancel_job(JobId(done))

    text = dashboard.get("/jobs", state="cancelled").text

    assert done in text
    assert waiting not in text


def test_lists_go_on_where_they_ended(dashboard: Dashboard, api: Api) -> None:
    """A page holds 50 jobs; the last of 51 is the oldest."""
    jobs = [api.submit("nda.txt") for _ in range(51)]
    first = dashboard.get("/jobs").text
    [older] = [it for it in first.split('"') if "after=" in it and "rel" not in it]

    second = dashboard.client.get(older.replace("&amp;", "&")).text

    assert jobs[0] not in first
    assert jobs[0] in second
    assert jobs[50] not in second


def test_a_finding_is_judged_and_the_verdict_taken_back(dashboard: Dashboard) -> None:
    job, document = dashboard.reviewed_job()
    page = f"/jobs/{job}/documents/{document}"
    address = f"{page}/findings/f1/review"

    taken = dashboard.send(address, {"verdict": "rejected"})
    assert taken.headers["Location"] == f"/dashboard{page}#f-f1"
    assert 'class="pill rejected"' in dashboard.get(page).text
    dashboard.send(address, {"verdict": "open"})

    assert 'class="pill rejected"' not in dashboard.get(page).text


def test_a_correction_shows_what_was_there_before(dashboard: Dashboard) -> None:
    job, document = dashboard.reviewed_job()
    page = f"/jobs/{job}/documents/{document}"

    form = {"verdict": "corrected", "text": "2024-02-01"}
    dashboard.send(f"{page}/findings/f2/review", form)

    text = dashboard.get(page).text
    assert "was: 2024-01-05" in text
    assert "2024-02-01" in text


@pytest.mark.parametrize("form", [{"verdict": "corrected", "text": "soon"}, {"verdict": "maybe"}])
def test_a_verdict_that_cannot_be_is_said_beside_the_finding(
    dashboard: Dashboard, form: dict[str, str]
) -> None:
    job, document = dashboard.reviewed_job()

    response = dashboard.send(f"/jobs/{job}/documents/{document}/findings/f2/review", form)

    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_what_waits_for_a_verdict_is_a_queue(dashboard: Dashboard) -> None:
    """Of two that matter as much the less certain day comes first; the sure name is not in it."""
    job, document = dashboard.reviewed_job()
    queue = dashboard.get(f"/jobs/{job}/review").text
    places = [queue.index(f"#f-{it}") for it in ("f2", "f3")]

    assert "2 findings wait" in queue
    assert places == sorted(places)
    assert "#f-f1" not in queue
    address = f"/jobs/{job}/documents/{document}/findings/f2/review"
    back = dashboard.send(address, {"verdict": "accepted", "next": f"/dashboard/jobs/{job}/review"})
    assert back.headers["Location"] == f"/dashboard/jobs/{job}/review"
    assert "1 finding waits" in dashboard.get(f"/jobs/{job}/review").text


def test_the_review_of_the_newest_job_is_one_link_away(dashboard: Dashboard) -> None:
    assert "Nothing to review yet" in dashboard.get("/review").text
    job, _ = dashboard.reviewed_job()

    assert dashboard.get("/review").url.path == f"/dashboard/jobs/{job}/review"


def test_people_keep_what_they_like_beside_a_contract(dashboard: Dashboard) -> None:
    job, document = dashboard.reviewed_job()

    form = {"own.owner": "Procurement", "own.note": ""}
    kept = dashboard.send(f"/jobs/{job}/documents/{document}/annotation", form)

    assert kept.headers["Location"] == f"/dashboard/jobs/{job}/register#document-{document}"
    assert "owner: Procurement" in dashboard.get(f"/jobs/{job}/register").text


def test_the_search_leads_to_jobs_and_to_contracts(dashboard: Dashboard) -> None:
    job, document = dashboard.reviewed_job()

    assert dashboard.get("/search", q=job).url.path == f"/dashboard/jobs/{job}"
    assert document in dashboard.get("/search", q="governed").text
    assert "No contract holds all of that" in dashboard.get("/search", q="zebra").text


@pytest.mark.parametrize("query", [{"q": "x", "law": "?"}, {"q": "x", "ends_before": "soon"}])
def test_a_search_that_cannot_be_read_is_said(dashboard: Dashboard, query: dict[str, str]) -> None:
    response = dashboard.get("/search", **query)

    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_evidence_is_marked_in_the_text(dashboard: Dashboard) -> None:
    job, document = dashboard.reviewed_job()

    text = dashboard.get(f"/jobs/{job}/documents/{document}").text

    assert '<a id="e-f1"></a><mark data-of="f1">Elm Press Ltd</mark>' in text
    assert 'href="#e-f1"' in text


def test_a_document_that_has_not_ended_says_so(dashboard: Dashboard, api: Api) -> None:
    job = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job), limit=2)

    assert "has not ended" in dashboard.get(f"/jobs/{job}/documents/{document.id}").text
    other = api.submit("nda.txt")
    assert dashboard.get(f"/jobs/{other}/documents/{document.id}").status_code == 404


def test_a_missing_worker_comes_first(dashboard: Dashboard, api: Api) -> None:
    """A document that waits runs for nobody."""
    api.submit("nda.txt")
    assert "no worker is there" in dashboard.get().text

    a_worker_tells_of_itself(api)

    assert "no worker is there" not in dashboard.get().text


def test_a_worker_is_asked_to_claim_no_more(dashboard: Dashboard, api: Api) -> None:
    assert "No worker is there" in dashboard.get("/workers").text
    worker = a_worker_tells_of_itself(api)

    assert f"/workers/{worker.id}/drain" in dashboard.get("/workers").text
    asked = dashboard.send(f"/workers/{worker.id}/drain", {})

    assert asked.headers["Location"] == "/dashboard/workers"
    assert "asked to claim no more" in dashboard.get("/workers").text
    assert dashboard.send("/workers/nobody/drain", {}).status_code == 404


def a_worker_tells_of_itself(api: Api) -> Worker:
    now = api.services.clock.now()
    worker = a_worker(seen_at=now, lease_expires_at=now + timedelta(days=1))
    with api.services.store.begin() as work:
        work.workers.save(worker)
        work.commit()
    return worker
