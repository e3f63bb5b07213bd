"""GET /jobs, /jobs/{id}, /jobs/{id}/documents."""

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api

from contractsai.domain.ids import JobId
from contractsai.entrypoints.page_tokens import PageTokens
from contractsai.testing.fakes import FakeSource


def pages(client: TestClient, path: str, key: str, **query: object) -> list[list[dict]]:
    """Return every page of a list, following its tokens."""
    found, token = [], None
    while True:
        asked = query | ({"page_token": token} if token else {})
        response = client.get(path, params=asked)
        assert response.status_code == 200, response.text
        found.append(response.json()[key])
        token = response.json()["next_page_token"]
        if token is None:
            return found


def test_pages_hold_every_job_once_newest_first(api: Api) -> None:
    """Whoever follows the tokens sees all there is."""
    submitted = [api.submit("nda.txt") for _ in range(5)]

    listed = pages(api.client, "/jobs", "jobs", limit=2)

    assert [len(page) for page in listed] == [2, 2, 1]
    assert sorted(job["id"] for page in listed for job in page) == sorted(submitted)
    instants = [job["created_at"] for page in listed for job in page]
    assert instants == sorted(instants, reverse=True)


def test_a_full_last_page_is_known_to_be_the_last(api: Api) -> None:
    """No empty page at the end."""
    for _ in range(2):
        api.submit("nda.txt")

    assert [len(page) for page in pages(api.client, "/jobs", "jobs", limit=2)] == [2]


def test_without_jobs_there_is_one_empty_page(api: Api) -> None:
    """An empty list is no error."""
    assert api.client.get("/jobs").json() == {"jobs": [], "next_page_token": None}


def test_documents_come_by_path_page_by_page(api: Api) -> None:
    """Paths of any script survive the token."""
    names = ["a b.txt", "lease.txt", "ä.txt", "契約.txt"]
    job_id = api.submit(*names)

    listed = pages(api.client, f"/jobs/{job_id}/documents", "documents", limit=3)

    assert [[document["path"] for document in page] for page in listed] == [names[:3], names[3:]]


def test_a_name_that_is_no_text_is_shown_all_the_same(api: Api) -> None:
    """File systems allow any bytes; one such file must not hide its neighbours."""
    folder = api.write()
    api.services.source = FakeSource({folder: {"a\udcff.txt": b"A", "b.txt": b"B"}})
    job_id = api.client.post("/analyze", json={"folder_path": folder}).json()["id"]

    listed = pages(api.client, f"/jobs/{job_id}/documents", "documents", limit=1)

    assert [page[0]["path"] for page in listed] == ["a\\udcff.txt", "b.txt"]


def test_a_job_tells_how_far_it_has_come(api: Api) -> None:
    """Counts add up, and instants are UTC."""
    job_id = api.submit("a.txt", "b.txt")
    api.complete(job_id)

    job = api.client.get(f"/jobs/{job_id}").json()
    [first, _] = api.client.get(f"/jobs/{job_id}/documents").json()["documents"]

    assert job["state"] == "COMPLETED"
    assert job["documents"]["total"] == job["documents"]["completed"] == 2
    assert job["ended_at"].endswith("Z")
    assert (first["state"], first["outcome"], first["attempt"]) == ("COMPLETED", "analysed", 1)


@pytest.mark.parametrize("path", ["", "/documents", "/report"])
@pytest.mark.parametrize("job_id", ["0" * 32, "%00", "%C3%A4", "x" * 65])
def test_an_unknown_job_is_not_found(api: Api, path: str, job_id: str) -> None:
    """Whatever stands in its place: text that a database chokes on must not reach it."""
    response = api.client.get(f"/jobs/{job_id}{path}")

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/job-not-found"


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/jobs", "limit=0", "limit"),
        ("/jobs", "limit=201", "limit"),
        ("/jobs", "limit=ten", "limit"),
        ("/jobs", "status=RUNNING", "status"),
        ("/jobs/{id}/documents", "limit=1001", "limit"),
        ("/jobs/{id}/documents", "after=x", "after"),
        ("/jobs/{id}/report", "format=pdf", "format"),
        ("/jobs/{id}/report", "with_txt=1", "with_txt"),
    ],
)
def test_a_query_that_does_not_fit_is_refused_by_field(
    api: Api, path: str, query: str, field: str
) -> None:
    """A filter that is ignored silently lies about what is shown."""
    job_id = api.submit("nda.txt")

    response = api.client.get(f"{path.format(id=job_id)}?{query}")

    assert response.status_code == 422
    assert [(it["place"], it["field"]) for it in response.json()["errors"]] == [("query", field)]


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "!",
        "bnVsbA",
        PageTokens(lambda: b"another service's secret").encode("jobs", "0" * 32),
    ],
)
def test_a_token_that_is_not_ours_is_refused(api: Api, token: str) -> None:
    """A wrong page is worse than none."""
    response = api.client.get("/jobs", params={"page_token": token})

    assert response.status_code == 400
    assert response.json()["type"] == "/problems/bad-page-token"


@pytest.mark.parametrize(
    ("listing", "after"),
    [("jobs/other/documents", "a.txt"), *(("jobs", it) for it in ("\0", "\ud800", "ä", "0", ""))],
)
def test_a_token_for_what_is_not_there_is_refused(api: Api, listing: str, after: str) -> None:
    """A sealed one, too: of another list, or behind a job that is gone."""
    response = api.client.get("/jobs", params={"page_token": api.tokens.encode(listing, after)})

    assert response.status_code == 400


def test_a_token_belongs_to_the_list_it_came_from(api: Api) -> None:
    """The documents of one job do not go on in another's."""
    first, second = api.submit("a.txt", "b.txt"), api.submit("a.txt", "b.txt")
    page = api.client.get(f"/jobs/{first}/documents?limit=1").json()

    response = api.client.get(
        f"/jobs/{second}/documents", params={"page_token": page["next_page_token"]}
    )

    assert response.status_code == 400


def test_every_operation_refuses_a_parameter_that_it_does_not_know(api: Api) -> None:
    """On every route: a misspelt one that is ignored is a wrong answer."""
    job_id = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    ids = {"job_id": job_id, "document_id": document.id, "finding_id": "f1", "worker": "w"}
    ids["upload_id"] = "0" * 32
    paths = api.client.get("/openapi.json").json()["paths"]
    bodies = {
        "/analyze": {"folder_path": api.write("nda.txt")},
        "reviews": {"verdict": "accepted"},
    }

    for path, methods in paths.items():
        for method in methods:
            body = bodies.get(path.rpartition("/")[2], bodies.get(path))
            asked = {"params": {"no_such": "1"}} | ({"json": body} if method == "post" else {})
            if path == "/uploads":
                asked = {"params": {"no_such": "1"}, "files": {"files": ("nda.txt", b"x")}}
            response = api.client.request(method.upper(), path.format(**ids), **asked)

            assert response.status_code == 422, (method, path)
            places = [(it["place"], it["field"]) for it in response.json()["errors"]]
            assert ("query", "no_such") in places
    assert api.client.get(f"/jobs/{job_id}").json()["state"] == "PENDING"


def test_a_page_whose_beginning_was_purged_is_no_empty_one(api: Api) -> None:
    """An empty last page would say that there is nothing more."""
    for _ in range(3):
        api.submit("nda.txt")
    page = api.client.get("/jobs?limit=2").json()
    with api.services.store.begin() as work:
        work.jobs.delete(JobId(page["jobs"][-1]["id"]))
        work.commit()

    response = api.client.get("/jobs", params={"page_token": page["next_page_token"]})

    assert response.status_code == 400
    assert "begin anew" in response.json()["hint"]


def test_jobs_of_a_state_and_of_a_time_can_be_listed(api: Api) -> None:
    first, second = api.submit("a.txt"), api.submit("b.txt")
    api.client.post(f"/jobs/{first}/cancel")
    made = api.client.get(f"/jobs/{second}").json()["created_at"]

    def listed(**query: object) -> list[str]:
        [page] = pages(api.client, "/jobs", "jobs", **query)
        return [job["id"] for job in page]

    assert listed(state="CANCELLED") == [first]
    assert listed(state="PENDING") == [second]
    assert listed(has_failures=True) == []
    assert listed(created_before=made) == [first]
    assert listed(created_after=made) == []


def test_jobs_of_a_label_and_of_a_folder_can_be_listed(api: Api) -> None:
    """The oldest first, if that is wanted; the labels are told with the job."""
    folder = api.write("a.txt")
    first, second = (
        api.client.post("/analyze", json={"folder_path": folder, "labels": labels}).json()
        for labels in (["q3", "client:oak", "q3"], ["q3"])
    )

    def listed(**query: object) -> list[str]:
        return [job["id"] for page in pages(api.client, "/jobs", "jobs", **query) for job in page]

    assert first["labels"] == ["client:oak", "q3"]
    assert listed(label="client:oak") == [first["id"]]
    assert set(listed(label="q3")) == {first["id"], second["id"]}
    assert listed(folder=folder, order_by="created_at", limit=1) == [first["id"], second["id"]]
    assert listed(folder=folder, order_by="-created_at") == [second["id"], first["id"]]
    assert listed(folder=f"{folder}/below") == []
    assert listed(q=folder[-4:].upper(), label="client:oak") == [first["id"]]
    assert listed(q="nowhere") == []


@pytest.mark.parametrize("labels", [["a b"], [""], [1], "q3", [f"l{n}" for n in range(17)]])
def test_what_is_no_label_is_refused(api: Api, labels: object) -> None:
    body = {"folder_path": api.write("a.txt"), "labels": labels}

    assert api.client.post("/analyze", json=body).status_code == 422
    assert api.client.get("/jobs").json()["jobs"] == []


def test_a_page_token_is_for_the_list_that_it_was_made_for(api: Api) -> None:
    """With another filter it would leave out jobs in silence."""
    for _ in range(2):
        api.submit("a.txt")
    asked = {"limit": 1, "state": "PENDING"}
    token = api.client.get("/jobs", params=asked).json()["next_page_token"]

    assert api.client.get("/jobs", params={**asked, "page_token": token}).status_code == 200
    other = api.client.get("/jobs", params={"limit": 1, "page_token": token})
    assert other.json()["type"] == "/problems/bad-page-token"


@pytest.mark.parametrize(
    "query",
    [
        {"state": "RETRYING"},
        {"state": "pending"},
        {"created_after": "2026-01-01T00:00:00"},
        {"created_before": "0.5"},
        {"label": "a b"},
        {"folder": ""},
        {"q": ""},
        {"order_by": "state"},
    ],
)
def test_a_filter_that_means_nothing_is_refused(api: Api, query: dict[str, str]) -> None:
    """An instant without a zone is one of 24, and a number may count anything."""
    assert api.client.get("/jobs", params=query).status_code == 422


@pytest.mark.parametrize("path", ["/jobs", "/jobs/{id}/documents"])
def test_the_next_page_is_linked(api: Api, path: str) -> None:
    """RFC 8288: a client needs to know nothing of our tokens."""
    job_id = api.submit("a.txt", "b.txt")
    api.submit("a.txt")
    first = api.client.get(path.format(id=job_id), params={"limit": 1})

    second = api.client.get(first.links["next"]["url"])

    assert second.status_code == 200
    assert "next" not in second.links
    assert first.json() != second.json()
