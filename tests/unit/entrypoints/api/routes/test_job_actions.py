"""POST /analyze, cancel, retry."""

from pathlib import Path

import pytest
from support.api_world import Api

from contractsai.domain.ids import JobId


def test_a_submitted_folder_is_accepted_with_the_address_to_watch(api: Api) -> None:
    """202, not 201: the job exists, its work does not."""
    folder = api.write("nda.txt", "lease.txt")

    response = api.client.post("/analyze", json={"folder_path": folder})

    job = response.json()
    assert response.status_code == 202
    assert response.headers["Location"] == f"/jobs/{job['id']}"
    assert response.headers["Retry-After"] == "1"
    assert (job["state"], job["folder"], job["documents"]["pending"]) == ("PENDING", folder, 2)
    assert job == api.client.get(response.headers["Location"]).json()


def test_the_broker_is_told_after_the_response(api: Api) -> None:
    """The relay would tell it too, but seconds later."""
    job_id = api.submit("nda.txt")

    [document] = api.services.read_documents(JobId(job_id), limit=2)
    assert api.services.messages.wait() == document.id


def test_a_dead_broker_costs_a_submit_nothing(api: Api) -> None:
    """The rows are the truth: the relay tells the broker when it is back."""
    api.services.messages.is_down = True

    job_id = api.submit("nda.txt")

    assert api.client.get(f"/jobs/{job_id}").json()["state"] == "PENDING"


@pytest.mark.parametrize(
    ("path", "status", "slug"),
    [
        ("allowed/missing", 404, "folder-not-found"),
        ("allowed/file.txt", 404, "folder-not-found"),
        ("allowed/empty", 422, "nothing-to-analyse"),
        ("elsewhere", 403, "folder-not-allowed"),
        ("allowed/../elsewhere", 403, "folder-not-allowed"),
        ("allowed/link", 403, "folder-not-allowed"),
    ],
)
def test_a_folder_that_cannot_be_analysed_is_refused_now(
    api: Api, tmp_path: Path, path: str, status: int, slug: str
) -> None:
    """Now rather than in a job that fails later; and without telling what lies outside."""
    (api.folder / "empty").mkdir()
    (api.folder / "file.txt").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "nda.txt").write_text("secret")
    (api.folder / "link").symlink_to(tmp_path / "elsewhere")

    response = api.client.post("/analyze", json={"folder_path": f"{tmp_path}/{path}"})

    assert response.status_code == status
    assert response.json()["type"] == f"/problems/{slug}"
    assert api.client.get("/jobs").json()["jobs"] == []


def test_a_relative_path_is_refused_with_the_reason(api: Api) -> None:
    """Relative to what? The caller's folder is not the service's."""
    response = api.client.post("/analyze", json={"folder_path": "contracts"})

    problem = response.json()
    assert response.status_code == 403
    assert "absolute" in problem["detail"]
    assert "CONTRACTSAI_ALLOWED_ROOTS" in problem["hint"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),  # either of two would do
        ({"folder_path": 7}, "folder_path"),
        ({"folder_path": ""}, "folder_path"),
        ({"folder_path": "/" + "x" * 5000}, "folder_path"),
        ({"folder_path": "/x", "recursive": True}, "recursive"),
        ([], ""),
    ],
)
def test_a_body_of_another_form_is_refused_by_field(api: Api, body: object, field: str) -> None:
    """Unknown fields too: a misspelt option that is ignored is a wrong answer."""
    response = api.client.post("/analyze", json=body)

    problem = response.json()
    assert response.status_code == 422
    assert problem["type"] == "/problems/invalid-request"
    assert [(error["place"], error["field"]) for error in problem["errors"]] == [("body", field)]


@pytest.mark.parametrize("text", [b"{", b'{"folder_path": "\xff"}', b'{"folder_path": "\\ud800"}'])
def test_a_body_that_is_no_text_is_refused(api: Api, text: bytes) -> None:
    """Broken JSON, broken UTF-8 and half a character are the caller's mistakes, not ours."""
    headers = {"Content-Type": "application/json"}

    response = api.client.post("/analyze", content=text, headers=headers)

    assert response.status_code in (400, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_job_of_which_nothing_runs_is_cancelled_at_once(api: Api) -> None:
    """200 says done: the caller need not look again."""
    job_id = api.submit("nda.txt")

    response = api.client.post(f"/jobs/{job_id}/cancel")

    assert response.status_code == 200
    assert response.json()["state"] == "CANCELLED"
    assert "Location" not in response.headers


def test_a_job_that_runs_is_cancelled_soon(api: Api) -> None:
    """202 says asked for: the worker confirms."""
    job_id = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job_id), limit=2)
    answers = []
    api.services.host.steps["nda.txt"].append(
        lambda: answers.append(api.client.post(f"/jobs/{job_id}/cancel"))
    )

    api.services.deliver_document(document.id)

    [response] = answers
    assert response.status_code == 202
    assert response.headers["Location"] == f"/jobs/{job_id}"
    assert response.json()["state"] == "RUNNING"
    assert response.json()["cancel_requested_at"].endswith("Z")
    assert api.client.get(f"/jobs/{job_id}").json()["state"] == "CANCELLED"


def test_a_second_cancel_is_answered_like_the_first(api: Api) -> None:
    """A client that lost the first answer asks again, and is told what it wanted to hear."""
    job_id = api.submit("nda.txt")
    first = api.client.post(f"/jobs/{job_id}/cancel")

    second = api.client.post(f"/jobs/{job_id}/cancel")

    assert (second.status_code, second.json()) == (200, first.json())
    assert second.json() == api.client.get(f"/jobs/{job_id}").json()


def test_a_second_cancel_of_what_still_runs_is_accepted_too(api: Api) -> None:
    job_id = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job_id), limit=2)
    answers = []

    def cancel_twice() -> None:
        answers.extend(api.client.post(f"/jobs/{job_id}/cancel") for _ in range(2))

    api.services.host.steps["nda.txt"].append(cancel_twice)

    api.services.deliver_document(document.id)

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()


def test_an_ended_job_cannot_be_cancelled(api: Api) -> None:
    """An end state is entered once."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    response = api.client.post(f"/jobs/{job_id}/cancel")

    assert response.status_code == 409
    assert response.json()["type"] == "/problems/wrong-state"
    assert "COMPLETED" in response.json()["detail"]


def test_a_retry_is_accepted_and_dispatched_like_a_submit(api: Api) -> None:
    """Only a person's retry leaves an end state."""
    job_id = api.submit("nda.txt")
    document = api.services.messages.wait()
    api.client.post(f"/jobs/{job_id}/cancel")

    response = api.client.post(f"/jobs/{job_id}/retry")

    assert response.status_code == 202
    assert response.headers["Location"] == f"/jobs/{job_id}"
    assert response.headers["Retry-After"] == "1"
    assert response.json()["state"] == "PENDING"
    assert api.services.messages.wait() == document


def test_a_job_with_nothing_to_retry_says_so(api: Api) -> None:
    """Running everything again would change no byte."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    response = api.client.post(f"/jobs/{job_id}/retry")

    assert response.status_code == 409
    assert "nothing to retry" in response.json()["detail"]


@pytest.mark.parametrize("verb", ["cancel", "retry"])
def test_a_job_that_nobody_submitted_cannot_be_changed(api: Api, verb: str) -> None:
    """404 rather than a silent success."""
    response = api.client.post(f"/jobs/unknown/{verb}")

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/job-not-found"
