"""Reviews over HTTP: a verdict on a finding of a report, and all of them to learn from."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from support.api_world import Api
from support.one_law import analysis_of

from contractsai.domain.ids import JobId

TEXT = "The law of New York governs this Agreement."
OHIO = {"code": "US-OH", "name": "Ohio"}
CORRECTION = {"verdict": "corrected", "normal": OHIO, "by": "ada", "note": "clause 12"}


@dataclass(frozen=True)
class Reviewed:
    """A job with one analysed document."""

    api: Api
    job_id: str
    address: str

    def post(self, body: Any, *, headers: dict[str, str] | None = None, **query: str) -> Any:
        return self.api.client.post(self.address, json=body, headers=headers, params=query)

    def get(self, **query: str) -> Any:
        return self.api.client.get(self.address, params=query)

    def findings(self) -> list[dict[str, Any]]:
        lines = self.api.client.get(f"/jobs/{self.job_id}/report").text.splitlines()
        return [json.loads(line)["findings"][0] for line in lines]


@pytest.fixture
def law(api: Api) -> Reviewed:
    job_id = api.submit("nda.txt")
    [document] = api.services.read_documents(JobId(job_id), limit=1)
    content = (api.folder / "contracts" / "nda.txt").read_bytes()
    api.services.host.endings["nda.txt"].append(analysis_of(content))
    api.services.deliver_document(document.id)
    address = f"/jobs/{job_id}/documents/{document.id}/findings/f1/reviews"
    return Reviewed(api, job_id, address)


def test_a_correction_is_stored_and_shown_in_the_report(law: Reviewed) -> None:
    response = law.post(CORRECTION)

    assert (response.status_code, response.headers["ETag"]) == (201, '"1"')
    made = response.json()
    assert (made["verdict"], made["old"]["value"], made["new"]["value"]) == (
        *("corrected", "New York", "Ohio"),
    )
    found = law.findings()[0]
    assert (found["normal"], found["method"]) == (OHIO, "human")
    assert (found["review"]["state"], found["review"]["by"]) == ("corrected", "ada")


def test_a_correction_may_be_written_as_people_write(law: Reviewed) -> None:
    law.post({"verdict": "corrected", "text": "US-OH Ohio"})

    assert law.findings()[0]["normal"] == OHIO


def test_a_document_inside_the_file_is_reviewed_by_its_name(law: Reviewed) -> None:
    response = law.post({"verdict": "accepted"}, member="deal & more.pdf")

    assert response.json()["member"] == "deal & more.pdf"
    assert [found["review"] is None for found in law.findings()] == [True, False]


def test_reviews_of_a_finding_are_listed(law: Reviewed) -> None:
    """Whoever comes second sees what the first one said."""
    assert (law.get().json(), law.get().headers["ETag"]) == ({"reviews": []}, '"0"')
    law.post({"verdict": "rejected"})
    law.post({"verdict": "open"})

    response = law.get()

    assert [item["verdict"] for item in response.json()["reviews"]] == ["rejected", "open"]
    assert response.headers["ETag"] == '"2"'


def test_a_review_follows_what_its_author_saw(law: Reviewed) -> None:
    tag = law.get().headers["ETag"]
    assert law.post({"verdict": "accepted"}, headers={"If-Match": tag}).status_code == 201

    late = law.post({"verdict": "rejected"}, headers={"If-Match": tag})

    assert late.status_code == 412
    assert late.json()["type"] == "/problems/reviewed-meanwhile"
    assert law.post({"verdict": "rejected"}, headers={"If-Match": '"1"'}).status_code == 201
    assert law.post({"verdict": "accepted"}, headers={"If-Match": "*"}).status_code == 201


@pytest.mark.parametrize("tags", ['"1", "2"', '"0","1"', '"x", "1"', 'W/"1", "1"'])
def test_one_tag_of_a_list_is_enough(law: Reviewed, tags: str) -> None:
    """RFC 9110, section 13.1.1."""
    law.post({"verdict": "accepted"})

    assert law.post({"verdict": "rejected"}, headers={"If-Match": tags}).status_code == 201


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', '"0", "1"', "*"])
def test_reviews_that_are_known_are_not_sent_again(law: Reviewed, header: str) -> None:
    law.post({"verdict": "accepted"})

    known = law.api.client.get(law.address, headers={"If-None-Match": header})

    assert (known.status_code, known.headers["ETag"], known.content) == (304, '"1"', b"")
    law.post({"verdict": "rejected"})
    if header != "*":
        again = law.api.client.get(law.address, headers={"If-None-Match": header})
        assert (again.status_code, again.headers["ETag"]) == (200, '"2"')


@pytest.mark.parametrize("chosen", ["jsonl", "xlsx"])
def test_a_verdict_is_another_report(law: Reviewed, chosen: str) -> None:
    """A report shows findings under what people said of them."""
    address = f"/jobs/{law.job_id}/report?format={chosen}"
    found = [law.api.client.head(address).headers["ETag"]]
    for verdict in ("rejected", "open"):
        law.post({"verdict": verdict})
        found.append(law.api.client.head(address).headers["ETag"])

    assert len(set(found)) == 3


@pytest.mark.parametrize("tag", ["1", '"1", "2', 'W/"1"', '"x"', '""', "nonsense"])
def test_a_tag_that_is_not_ours_matches_nothing(law: Reviewed, tag: str) -> None:
    law.post({"verdict": "accepted"})

    assert law.post({"verdict": "rejected"}, headers={"If-Match": tag}).status_code == 412


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"verdict": "corrected", "text": "Ohio"}, 'has to be {"code": "US-NY"'),
        ({"verdict": "corrected"}, 'has to be {"code": "US-NY"'),
        ({"verdict": "accepted", "text": "Ohio"}, "only a correction has a value"),
    ],
)
def test_a_value_of_another_form_is_refused_with_the_right_one(
    law: Reviewed, body: dict[str, str], told: str
) -> None:
    response = law.post(body)

    assert response.status_code == 422
    assert response.json()["type"] == "/problems/invalid-review"
    assert told in response.json()["detail"]
    assert law.get().json()["reviews"] == []


@pytest.mark.parametrize(
    "change",
    [
        r'"normal": {"code": "US-OH", "name": "\ud800"}',
        r'"normal": "\u0000"',
        r'"normal": {"\ud800": 1}',
        r'"text": "US-OH \ud800"',
        r'"normal": {"code": "US-OH", "name": "Ohio"}, "note": "\u0000"',
    ],
)
def test_what_is_no_text_is_refused_and_not_kept(law: Reviewed, change: str) -> None:
    """JSON can write half a character, and then every report of the content would fail."""
    response = law.api.client.post(
        law.address,
        content='{"verdict": "corrected", ' + change + "}",
        headers={"Content-Type": "application/json"},
    )

    assert response.status_code == 422
    assert law.get().json()["reviews"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verdict": "perhaps"},
        {"verdict": "accepted", "colour": "red"},
        {"verdict": "accepted", "by": ""},
        {"verdict": "accepted", "note": "x" * 1001},
        {"verdict": "accepted", "by": 7},
        ["accepted"],
    ],
)
def test_a_body_of_another_form_is_refused(law: Reviewed, body: Any) -> None:
    response = law.post(body)

    assert response.status_code == 422
    assert response.json()["type"] == "/problems/invalid-request"


@pytest.mark.parametrize(
    ("part", "other", "kind"),
    [
        ("/findings/f1/", "/findings/f2/", "finding-not-found"),
        ("/findings/f1/", "/findings/f%001/", "finding-not-found"),
        ("/documents/", "/documents/x", "document-not-found"),
        ("/documents/", "/documents/%00", "document-not-found"),
        ("/jobs/", "/jobs/x", "document-not-found"),
        ("/jobs/", "/jobs/%00", "job-not-found"),
    ],
)
def test_what_is_not_there_is_told_apart(law: Reviewed, part: str, other: str, kind: str) -> None:
    address = law.address.replace(part, other)

    for response in (
        law.api.client.post(address, json={"verdict": "accepted"}),
        law.api.client.get(address),
    ):
        assert response.status_code == 404
        assert response.json()["type"] == f"/problems/{kind}"


def test_other_sites_pages_may_not_review(law: Reviewed) -> None:
    response = law.post({"verdict": "accepted"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403


def test_what_holds_is_exported_line_by_line(law: Reviewed) -> None:
    law.post({"verdict": "rejected"})
    law.post(CORRECTION)
    law.post({"verdict": "accepted"}, member="deal & more.pdf")

    response = law.api.client.get("/reviews/export")

    assert response.headers["Content-Type"] == "application/jsonl"
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert {line["member"]: line["verdict"] for line in lines} == {
        None: "corrected",
        "deal & more.pdf": "accepted",
    }
    assert {line["passage"] for line in lines} == {TEXT}
    history = law.api.client.get("/reviews/export?history=true").text.splitlines()
    assert len(history) == 3


def test_without_reviews_the_export_is_empty(api: Api) -> None:
    response = api.client.get("/reviews/export")

    assert (response.status_code, response.content) == (200, b"")


def test_an_export_that_cannot_begin_is_a_problem(api: Api) -> None:
    api.break_store()

    assert api.client.get("/reviews/export").status_code == 503
