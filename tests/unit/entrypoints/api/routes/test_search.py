"""GET /search: documents of all jobs by words and facts."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from support.api_world import Api

from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.entrypoints.page_tokens import SEAL_BYTES
from contractsai.testing.builders import a_contract
from contractsai.testing.fakes import ScriptedHost

TEXT = "This lease of land ends some day. The law of New York governs it, and no other law does."
FACTS = (
    ("title", "Lease of Land"),
    ("document_type", {"type": "lease", "group": "property"}),
    ("party", {"name": "ACME Corp."}),
    ("governing_law", {"code": "US-NY", "name": "New York"}),
    ("expiration_date", "2027-06-29"),
)


def read(api: Api, *names: str) -> str:
    """Have each document read as a lease, and return the job's id."""
    job_id = api.submit(*names)
    for document in api.services.read_documents(JobId(job_id), limit=100):
        content = (api.folder / "contracts" / document.path).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        contract = a_contract(f"{TEXT} {document.path}", *FACTS)
        stored = StoredAnalysis.of([contract], sha256=digest, pipeline=ScriptedHost.pipeline)
        api.services.scripted.endings[document.path].append(stored)
        api.services.deliver_document(document.id, quantum=timedelta(0))
    return job_id


def ask(api: Api, **query: object) -> Any:
    return api.client.get("/search", params=query)


def test_a_hit_says_what_it_is_where_it_lies_and_why(api: Api) -> None:
    job_id = read(api, "a.txt")

    response = ask(api, text='law "new york"')

    assert response.status_code == 200
    body = response.json()
    [hit] = body["hits"]
    assert body["next_page_token"] is None
    assert {name: hit[name] for name in ("title", "type", "parties", "laws", "ends")} == {
        "title": "Lease of Land",
        "type": "lease",
        "parties": ["ACME Corp."],
        "laws": ["US-NY"],
        "ends": "2027-06-29",
    }
    start, whole = TEXT.index("The law"), f"{TEXT} a.txt"
    assert hit["evidence"] == {
        "page": None,
        "start": start,
        "end": len(whole),
        "quote": whole[start:],
        "section": None,
    }
    [place] = hit["documents"]
    assert (place["job_id"], place["path"]) == (job_id, "a.txt")
    documents = api.client.get(f"/jobs/{job_id}/documents").json()["documents"]
    assert place["id"] == documents[0]["id"]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"law": "US"}, 1),
        ({"law": "DE"}, 0),
        ({"ends_before": "2027-06-30"}, 1),
        ({"ends_before": "2027-06-29"}, 0),
        ({"party": "acme"}, 1),
        ({"party": "other"}, 0),
        ({"type": "property"}, 1),
        ({"type": "nda"}, 0),
    ],
)
def test_facts_are_filters(api: Api, filters: dict[str, str], count: int) -> None:
    read(api, "a.txt")

    assert len(ask(api, text="lease", **filters).json()["hits"]) == count


def test_pages_hold_every_hit_once(api: Api) -> None:
    names = [f"{number}.txt" for number in range(5)]
    read(api, *names)

    seen: list[str] = []
    query: dict[str, object] = {"text": "lease", "limit": 2}
    while True:
        page = ask(api, **query).json()
        seen += [hit["documents"][0]["path"] for hit in page["hits"]]
        if page["next_page_token"] is None:
            break
        query["page_token"] = page["next_page_token"]

    assert seen == names[::-1]


def test_a_page_belongs_to_its_question(api: Api) -> None:
    """What stands behind a place in one list means nothing in another."""
    read(api, "a.txt", "b.txt")
    token = ask(api, text="lease", limit=1).json()["next_page_token"]

    assert ask(api, text="LEASE", limit=1, page_token=token).status_code == 200
    for other in ({"text": "law"}, {"text": "lease", "law": "US"}):
        refused = ask(api, **other, page_token=token)
        assert (refused.status_code, refused.json()["type"]) == (400, "/problems/bad-page-token")


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "\u0661"])
def test_a_token_that_holds_no_place_is_refused(api: Api, after: str) -> None:
    """Whoever builds one learns that it is none, and the database never sees it."""
    read(api, "a.txt", "b.txt")
    ours = ask(api, text="lease", limit=1).json()["next_page_token"]
    listing = json.loads(base64.urlsafe_b64decode(f"{ours}==")[SEAL_BYTES:])[1]

    refused = ask(api, text="lease", page_token=api.tokens.encode(listing, after))

    assert refused.json()["type"] == "/problems/bad-page-token"


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ({"text": "!?"}, "invalid-search"),
        ({"text": "a*"}, "invalid-search"),
        ({"text": "x", "law": "Narnia"}, "invalid-search"),
        ({}, "invalid-request"),
        ({"text": ""}, "invalid-request"),
        ({"text": "x" * 501}, "invalid-request"),
        ({"text": "x", "limit": 101}, "invalid-request"),
        ({"text": "x", "ends_before": "1751241600"}, "invalid-request"),
        ({"text": "x", "laws": "US"}, "invalid-request"),
    ],
)
def test_what_means_nothing_is_refused(api: Api, query: dict[str, str], slug: str) -> None:
    response = ask(api, **query)

    assert (response.status_code, response.json()["type"]) == (422, f"/problems/{slug}")


@pytest.mark.parametrize("text", ['"', "lease\x00", "' OR 1=1 --", "lease NEAR/2 law", "a:b^2"])
def test_nothing_that_is_typed_breaks_it(api: Api, text: str) -> None:
    assert ask(api, text=text).status_code in {200, 422}
