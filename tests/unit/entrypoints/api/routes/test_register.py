"""The register over HTTP."""

import io
from dataclasses import dataclass
from typing import Any

import pytest
from openpyxl import load_workbook
from support.api_world import Api
from support.one_law import analysis_of

from contractsai.domain.ids import JobId


@dataclass(frozen=True)
class Kept:
    """A job with one analysed document."""

    api: Api
    job_id: str
    document: str

    def post(self, fields: Any, *, headers: dict[str, str] | None = None, **more: Any) -> Any:
        query = {"member": more.pop("member")} if "member" in more else {}
        address = f"/jobs/{self.job_id}/documents/{self.document}/annotation"
        body = {"fields": fields, **more}
        return self.api.client.post(address, json=body, headers=headers, params=query)

    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.api.client.get(f"/jobs/{self.job_id}/register").json()[
            "contracts"
        ]
        return found


@pytest.fixture
def kept(api: Api) -> Kept:
    job_id = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    content = (api.folder / "contracts" / "nda.txt").read_bytes()
    api.services.host.endings["nda.txt"].append(analysis_of(content))
    api.services.deliver_document(document.id)
    return Kept(api, job_id, document.id)


def test_a_register_has_a_row_for_each_contract(kept: Kept) -> None:
    response = kept.api.client.get(f"/jobs/{kept.job_id}/register", params={"as_of": "2026-06-15"})

    assert response.status_code == 200
    view = response.json()
    assert (view["job"], view["as_of"], view["since"]) == (kept.job_id, "2026-06-15", None)
    assert [row["member"] for row in view["contracts"]] == [None, "deal & more.pdf"]
    law = view["contracts"][0]["facts"]["governing_law"][0]
    assert (law["finding"], law["text"]) == ("f1", "US-NY New York")


def test_what_people_keep_is_shown_and_versioned(kept: Kept) -> None:
    first = kept.post({"Owner": "ada", "Tag": "it"}, by="bob")
    second = kept.post({"Tag": None}, headers={"If-Match": first.headers["ETag"]})

    assert (first.status_code, first.headers["ETag"]) == (200, '"1"')
    assert (first.json()["by"], first.json()["version"]) == ("bob", 1)
    assert second.json()["fields"] == {"Owner": "ada"}
    assert (kept.rows()[0]["own"], kept.rows()[0]["own_version"]) == ({"Owner": "ada"}, 2)
    assert kept.rows()[1]["own"] == {}


def test_a_document_inside_the_file_is_named_by_its_member(kept: Kept) -> None:
    kept.post({"Owner": "ada"}, member="deal & more.pdf")

    assert [row["own"] for row in kept.rows()] == [{}, {"Owner": "ada"}]


def test_who_saw_another_version_is_told(kept: Kept) -> None:
    kept.post({"Owner": "ada"})

    refused = kept.post({"Owner": "eve"}, headers={"If-Match": '"0"'})

    assert (refused.status_code, refused.json()["type"]) == (412, "/problems/annotated-meanwhile")
    assert kept.rows()[0]["own"] == {"Owner": "ada"}


@pytest.mark.parametrize(
    ("fields", "more", "slug"),
    [
        ({"Owner": "x"}, {"member": "other.pdf"}, "invalid-annotation"),
        ({"Owner": "\0"}, {}, "invalid-annotation"),
        ({"Owner": "x" * 2_001}, {}, "invalid-request"),
        ({"": "x"}, {}, "invalid-request"),
        ({"Owner": 1}, {}, "invalid-request"),
        ({"Owner": "x"}, {"colour": "red"}, "invalid-request"),
    ],
)
def test_what_cannot_be_kept_is_refused(kept: Kept, fields: Any, more: Any, slug: str) -> None:
    refused = kept.post(fields, **more)

    assert (refused.status_code, refused.json()["type"]) == (422, f"/problems/{slug}")


def test_the_workbook_is_the_same_register(kept: Kept) -> None:
    kept.post({"Owner": "ada"})

    response = kept.api.client.get(f"/jobs/{kept.job_id}/register.xlsx")

    assert response.headers["Content-Disposition"].endswith(f'"contracts-{kept.job_id}.xlsx"')
    book: Any = load_workbook(io.BytesIO(response.content))
    rows = list(book["Register"].iter_rows(values_only=True))
    owner = rows[0].index("Owner")
    assert (rows[1][0], rows[1][owner]) == ("nda.txt", "ada")


def test_a_head_says_what_a_get_would_and_sends_no_workbook(kept: Kept) -> None:
    response = kept.api.client.head(f"/jobs/{kept.job_id}/register.xlsx")

    assert (response.status_code, response.content) == (200, b"")
    assert "spreadsheetml" in response.headers["Content-Type"]


@pytest.mark.parametrize("address", ["register", "register.xlsx"])
def test_without_a_job_there_is_none(api: Api, address: str) -> None:
    response = api.client.get(f"/jobs/nobody/{address}")

    assert (response.status_code, response.json()["type"]) == (404, "/problems/job-not-found")


def test_a_fact_that_nobody_found_can_be_given(kept: Kept) -> None:
    address = f"/jobs/{kept.job_id}/documents/{kept.document}/findings/new-expiration-date/reviews"

    made = kept.api.client.post(address, json={"verdict": "corrected", "text": "2027-03-31"})

    assert (made.status_code, made.json()["verdict"]) == (201, "accepted")
    assert kept.rows()[0]["facts"]["expiration_date"][0]["text"] == "2027-03-31"
