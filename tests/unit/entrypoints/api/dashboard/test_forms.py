"""What people do with the pages: begin, cancel, retry, judge, keep beside."""

from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from support.api_world import Api
from support.dashboard import OURS, Dashboard

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


def test_a_job_has_the_labels_that_were_typed(dashboard: Dashboard, api: Api) -> None:
    folder = api.write("nda.txt")

    refused = dashboard.send("/new", {"folder": folder, "labels": "q3 -"})
    dashboard.send("/new", {"folder": folder, "labels": " q3, suppliers "})

    assert refused.status_code == 422
    assert "is no label" in refused.text
    assert 'value="q3 -"' in refused.text
    [job] = api.services.read_jobs(limit=2)
    assert job.labels == ("q3", "suppliers")


def test_files_are_sent_counted_and_analysed(dashboard: Dashboard, api: Api) -> None:
    """Nothing is begun before a person has seen what came."""
    files = [("files", (name, b"A lease.", "text/plain")) for name in ("a.txt", ".DS_Store")]

    sent = dashboard.client.post(
        "/dashboard/uploads", files=files, headers=OURS, follow_redirects=False
    )
    assert sent.status_code == 303
    looked = dashboard.client.get(sent.headers["Location"], headers=OURS).text
    assert "<strong>1 document</strong>" in looked
    assert list(api.services.read_jobs(limit=1)) == []
    folder = parse_qs(urlsplit(sent.headers["Location"]).query)["folder"][0]
    dashboard.send("/new", {"folder": folder})

    [job] = api.services.read_jobs(limit=2)
    assert job.folder == folder
    assert f"upload_id&#34;: &#34;{folder.removeprefix('upload://')}" in looked


def test_files_that_cannot_be_kept_are_refused_on_the_page(dashboard: Dashboard) -> None:
    """Also a form in which nothing was chosen, and one of another site."""
    nothing = dashboard.client.post(
        "/dashboard/uploads", files=[("files", ("", b"", "text/plain"))], headers=OURS
    )
    elsewhere = dashboard.client.post(
        "/dashboard/uploads",
        files=[("files", ("a.txt", b"A lease.", "text/plain"))],
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert nothing.status_code == 422
    assert "Choose the files again" in nothing.text
    assert elsewhere.status_code == 403


@pytest.mark.parametrize("folder", ["upload://", "upload://" + "0" * 32])
def test_an_upload_that_is_gone_is_said_beside_the_field(dashboard: Dashboard, folder: str) -> None:
    assert 'role="alert"' in dashboard.get("/new", folder=folder, look="true").text
    assert dashboard.send("/new", {"folder": folder}).status_code == 422


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

    form = {
        "action": "cancel",
        "job": [done, *waiting, "nobody"],
        "back": "?state=pending&q=contracts",
    }
    response = dashboard.send("/jobs", form)

    told = parse_qs(urlsplit(response.headers["Location"]).query)
    assert (told["done"], told["left"], told["state"]) == (["2"], ["2"], ["pending"])
    assert told["q"] == ["contracts"]
    states = {api.services.read_job(JobId(it)).state for it in waiting}
    assert states == {State.CANCELLED}
    dashboard.send("/jobs", {"action": "retry", "job": waiting})
    assert {api.services.read_job(JobId(it)).state for it in waiting} == {State.PENDING}


def test_an_unknown_action_does_nothing(dashboard: Dashboard, api: Api) -> None:
    job = api.submit("nda.txt")

    dashboard.send("/jobs", {"action": "burn", "job": job})

    assert api.services.read_job(JobId(job)).state is State.PENDING


def test_nothing_is_deleted_before_somebody_has_seen_how_much_it_is(
    dashboard: Dashboard, api: Api
) -> None:
    """Without a script, too: the answer is a page that asks."""
    done = api.submit("nda.txt", "lease.txt")
    api.complete(done)
    waiting = api.submit("nda.txt")
    form = {"action": "delete", "job": [done, waiting]}

    asked = dashboard.send("/jobs", form)
    assert asked.status_code == 200
    assert "Delete 1 job?" in asked.text
    assert "1 job with 2 documents" in asked.text
    assert "1 job of those that were chosen cannot be" in asked.text
    assert f'name="job" value="{done}"' in asked.text
    assert f'value="{waiting}"' not in asked.text
    assert api.services.read_job(JobId(done))
    told = dashboard.send("/jobs", {"action": "delete", "job": done, "sure": "1"})

    assert told.headers["Location"].endswith("action=delete&done=1&left=0")
    assert dashboard.get(f"/jobs/{done}").status_code == 410
    assert api.services.read_job(JobId(waiting)).state is State.PENDING
    assert "Deleted: 1 job." in dashboard.client.get(told.headers["Location"]).text


@pytest.mark.parametrize("jobs", [[], ["nobody"], ["a\0b"]])
def test_where_nothing_can_be_deleted_nothing_is_asked(
    dashboard: Dashboard, jobs: list[str]
) -> None:
    asked = dashboard.send("/jobs", {"action": "delete", "job": jobs, "sure": "7"})

    assert "None of these can be deleted" in asked.text


def test_jobs_are_found_by_folder_label_and_day(dashboard: Dashboard, api: Api) -> None:
    """Each filter stands in the address, and the others stay when one is changed."""
    tagged = api.services.submit_job(api.write("nda.txt"), labels=["q3"]).job.id
    other = api.submit("nda.txt", folder="leases")

    labelled = dashboard.get("/jobs", label="q3").text
    named = dashboard.get("/jobs", q="LEASE", since="2000-01-01").text

    assert tagged in labelled
    assert other not in labelled
    assert other in named
    assert tagged not in named
    assert 'href="/dashboard/jobs?state=failed&amp;q=LEASE&amp;since=2000-01-01"' in named
    assert "No such jobs" in dashboard.get("/jobs", since="2999-01-01").text
    assert tagged in dashboard.get("/jobs", since="soon").text


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


def test_a_search_by_facts_is_told_as_a_command(dashboard: Dashboard) -> None:
    _, document = dashboard.reviewed_job()

    found = dashboard.get("/search", q="governed", party="Elm Press").text

    assert document in found
    assert "contractsai search governed --party &#39;Elm Press&#39;" in found
    assert document not in dashboard.get("/search", q="governed", type="lease").text


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
