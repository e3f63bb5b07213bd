"""GET /jobs/{id}/documents/{id}, its retry, DELETE /jobs/{id}."""

from support.api_world import Api

from contractsai.domain.errors import FileMissing
from contractsai.domain.ids import DocumentId


def only_document(api: Api, job_id: str) -> str:
    [document] = api.client.get(f"/jobs/{job_id}/documents").json()["documents"]
    return str(document["id"])


def test_a_document_is_shown_with_what_was_found_in_it(api: Api) -> None:
    job_id = api.submit("nda.txt")
    address = f"/jobs/{job_id}/documents/{only_document(api, job_id)}"
    waiting = api.client.get(address).json()
    api.complete(job_id)

    shown = api.client.get(address).json()
    with_text = api.client.get(address, params={"with_text": True}).json()

    assert (waiting["state"], waiting["report"]) == ("PENDING", [])
    assert (shown["state"], shown["job_id"], shown["path"]) == ("COMPLETED", job_id, "nda.txt")
    assert [line["text"] for line in shown["report"]] == [None]
    assert [line["text"] for line in with_text["report"]] == ["The text of nda.txt."]


def test_a_document_is_shown_with_its_attempts(api: Api) -> None:
    """Why it took three is asked of the first two."""
    job_id = api.submit("nda.txt")
    document_id = only_document(api, job_id)
    api.services.scripted.endings["nda.txt"].append(FileMissing("nda.txt"))
    api.services.deliver_document(DocumentId(document_id))
    api.client.post(f"/jobs/{job_id}/retry")
    api.complete(job_id)

    first, second = api.client.get(f"/jobs/{job_id}/documents/{document_id}").json()["attempts"]

    assert (first["number"], first["state"], first["reason"]) == (1, "FAILED", "missing")
    assert first["worker"]
    assert first["started_at"] <= first["ended_at"] <= second["started_at"]
    assert (second["number"], second["state"], second["worker"]) == (2, "COMPLETED", None)


def test_a_document_is_one_of_its_job(api: Api) -> None:
    job_id, other = api.submit("nda.txt"), api.submit("nda.txt")
    document_id = only_document(api, other)

    for path in (f"/jobs/{job_id}/documents/{document_id}", f"/jobs/{job_id}/documents/nobody"):
        assert api.client.get(path).status_code == 404
        assert api.client.post(f"{path}/retry").json()["type"] == "/problems/document-not-found"


def test_one_document_is_tried_again_and_told_to_the_broker(api: Api) -> None:
    job_id = api.submit("nda.txt")
    assert api.services.messages.wait()
    api.client.post(f"/jobs/{job_id}/cancel")
    document_id = only_document(api, job_id)

    answer = api.client.post(f"/jobs/{job_id}/documents/{document_id}/retry")

    assert (answer.status_code, answer.json()["state"]) == (202, "PENDING")
    assert answer.headers["location"] == f"/jobs/{job_id}"
    assert api.services.messages.wait() == document_id
    again = api.client.post(f"/jobs/{job_id}/documents/{document_id}/retry")
    assert again.json()["type"] == "/problems/wrong-state"


def test_an_ended_job_can_be_deleted(api: Api) -> None:
    job_id = api.submit("nda.txt")
    assert api.client.delete(f"/jobs/{job_id}").json()["type"] == "/problems/wrong-state"
    api.complete(job_id)

    answer = api.client.delete(f"/jobs/{job_id}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert api.client.get(f"/jobs/{job_id}").status_code == 410
    assert api.client.delete(f"/jobs/{job_id}").status_code == 410
    assert api.client.get("/jobs/0123456789ab").status_code == 404


def test_who_asks_for_a_deleted_job_is_told_as_the_description_says(api: Api) -> None:
    """Every operation on a job: 410 where that is described, else 404."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    api.client.delete(f"/jobs/{job_id}")
    ids = {"job_id": job_id, "document_id": "0" * 12, "finding_id": "f1"}
    bodies = {"reviews": {"verdict": "accepted"}, "annotation": {"fields": {"owner": "legal"}}}
    gone = set()

    for path, methods in api.client.get("/openapi.json").json()["paths"].items():
        for method, told in methods.items() if path.startswith("/jobs/{job_id}") else ():
            body = bodies.get(path.rpartition("/")[2]) if method == "post" else None
            answer = api.client.request(method.upper(), path.format(**ids), json=body)

            assert answer.status_code == (410 if "410" in told["responses"] else 404), path
            if answer.status_code == 410:
                gone.add(f"{method} {path.removeprefix('/jobs/{job_id}')}")

    assert gone == {
        *("get ", "delete ", "get /documents", "get /report"),
        *("get /deadlines", "get /calendar.ics", "get /register", "get /register.xlsx"),
    }


def test_another_sites_page_deletes_nothing(api: Api) -> None:
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    answer = api.client.delete(f"/jobs/{job_id}", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert api.client.get(f"/jobs/{job_id}").status_code == 200
