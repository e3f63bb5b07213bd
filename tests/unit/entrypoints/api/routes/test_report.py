"""GET /jobs/{id}/report."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from support.api_world import Api

from contractsai.application.report import ReportRequest
from contractsai.bootstrap.reports import report_formats
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.ids import JobId
from contractsai.entrypoints.api.models import ReportFormat
from contractsai.entrypoints.api.routes.report import MEDIA_TYPES
from contractsai.entrypoints.api.spooled import CHUNK
from contractsai.testing.fakes import FakeSource


def lines_of(response: Any) -> list[dict]:
    return [json.loads(line) for line in response.content.splitlines()]


def test_every_format_there_is_can_be_asked_for() -> None:
    """The HTTP names and the writers' must not drift apart; one array of all lines is HTTP's."""
    assert {item.value for item in ReportFormat} == {*report_formats(), "json"}


@pytest.mark.parametrize("chosen", list(ReportFormat))
def test_a_report_is_a_file_of_its_media_type(api: Api, chosen: ReportFormat) -> None:
    """A browser saves it under a name that says what it is."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    response = api.client.get(f"/jobs/{job_id}/report", params={"format": chosen.value})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == MEDIA_TYPES[chosen]
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="contractsai-{job_id}.{chosen.value}"'
    )
    assert response.content


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/jsonl"),
        ("application/json", "application/json"),
        ("application/*", "application/jsonl"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/*, text/html;q=0.9, text/csv;q=0.1", "text/html; charset=utf-8"),
    ],
)
def test_without_a_format_the_accept_header_decides(api: Api, accept: str, media_type: str) -> None:
    """And caches are told so."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    response = api.client.get(f"/jobs/{job_id}/report", headers={"Accept": accept})

    assert response.headers["Content-Type"] == media_type
    assert response.headers["Vary"] == "Accept, Accept-Encoding"


def test_the_streamed_form_is_the_writers_own(api: Api) -> None:
    """The CLI's file and the API's are the same bytes."""
    job_id = api.submit("a.txt", "ä.txt")
    api.complete(job_id)
    written = io.BytesIO()
    api.services.reports.write(ReportRequest(job_id, "jsonl", with_text=True), written)

    response = api.client.get(f"/jobs/{job_id}/report?with_text=true")

    assert response.content == written.getvalue()
    assert "The text of ä.txt." in response.text


@pytest.mark.parametrize(
    ("query", "told"),
    [("&as_of=2031-05-06", "dates as of <time>2031-05-06</time>"), ("", "dates as of <time>2")],
)
def test_the_page_says_by_which_day_it_speaks(api: Api, query: str, told: str) -> None:
    """By the day that was asked for, else by the service's own."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    assert told in api.client.get(f"/jobs/{job_id}/report?format=html{query}").text


def test_the_day_changes_nothing_for_machines(api: Api) -> None:
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    pages = [
        api.client.get(f"/jobs/{job_id}/report?format={name}&as_of={day}").content
        for name in ("jsonl", "csv")
        for day in ("2001-01-01", "2099-01-01")
    ]

    assert pages[0] == pages[1]
    assert pages[2] == pages[3]


def test_the_array_holds_the_same_lines(api: Api) -> None:
    """For those whose tools read one JSON value."""
    job_id = api.submit("a.txt", "b.txt")
    api.complete(job_id)

    array = api.client.get(f"/jobs/{job_id}/report?format=json").json()

    assert array == lines_of(api.client.get(f"/jobs/{job_id}/report"))
    assert len(array) == 2


def test_the_text_is_left_out_unless_asked_for(api: Api) -> None:
    """A report that is passed on should not carry whole contracts by default."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    [line] = lines_of(api.client.get(f"/jobs/{job_id}/report"))

    assert (line["outcome"], line["text"]) == ("analysed", None)


def test_a_running_job_reports_what_has_ended(api: Api) -> None:
    """Nobody has to wait for the slowest document."""
    job_id = api.submit("a.txt", "b.txt")
    first = api.services.read_documents(JobId(job_id), limit=1)[0]
    api.services.deliver_document(first.id, quantum=timedelta(0))

    response = api.client.get(f"/jobs/{job_id}/report?partial=true")

    assert [line["path"] for line in lines_of(response)] == ["a.txt"]


def test_a_job_of_which_nothing_has_ended_reports_nothing_yet(api: Api) -> None:
    """An empty file is no error."""
    job_id = api.submit("nda.txt")

    response = api.client.get(f"/jobs/{job_id}/report?partial=true")

    assert (response.status_code, response.content) == (200, b"")
    assert api.client.get(f"/jobs/{job_id}/report?format=json&partial=true").json() == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-1"}, {"If-None-Match": "*"}])
def test_a_whole_report_is_not_given_before_there_is_one(
    api: Api, method: str, headers: dict[str, str]
) -> None:
    """A program that took half a report for the whole would never learn of it."""
    job_id = api.submit("a.txt", "b.txt")
    first = api.services.read_documents(JobId(job_id), limit=1)[0]
    api.services.deliver_document(first.id, quantum=timedelta(0))

    response = api.client.request(method, f"/jobs/{job_id}/report", headers=headers)

    assert (response.status_code, response.headers["Retry-After"]) == (409, "1")
    if method == "GET":
        assert response.json()["type"] == "/problems/job-not-ended"
        assert response.json()["detail"] == "1 of 2 documents have ended"


def test_what_has_ended_is_whole_however_it_is_asked_for(api: Api) -> None:
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    asked = [api.client.get(f"/jobs/{job_id}/report{it}") for it in ("", "?partial=true")]

    assert asked[0].content == asked[1].content
    assert asked[0].headers["ETag"] == asked[1].headers["ETag"]


@pytest.mark.parametrize("chosen", ["jsonl", "csv"])
def test_a_report_that_cannot_begin_is_a_problem(api: Api, chosen: str) -> None:
    """Once the status line is out, an error could only be a torn file."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    api.break_store()

    response = api.client.get(f"/jobs/{job_id}/report", params={"format": chosen})

    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_writer_that_fails_leaves_no_file_behind(api: Api) -> None:
    """The temporary file is ours until the response takes it."""
    job_id = api.submit("nda.txt")
    streams = []

    def fail(_wanted: ReportRequest, stream: io.BytesIO) -> None:
        streams.append(stream)
        raise StoreUnavailable("gone")

    api.services.reports.write = fail

    response = api.client.get(f"/jobs/{job_id}/report?format=csv&partial=true")

    assert response.status_code == 503
    assert [stream.closed for stream in streams] == [True]


def test_a_report_of_many_chunks_arrives_whole(api: Api) -> None:
    """The seams between the chunks must not show."""
    job_id = api.submit("a.txt", "b.txt", "c.txt")
    for name in ("a.txt", "b.txt", "c.txt"):
        (api.folder / "contracts" / name).write_text(name * (CHUNK // 4))
    api.complete(job_id)

    lines = lines_of(api.client.get(f"/jobs/{job_id}/report?with_text=true"))

    assert [(line["path"], len(line["text"])) for line in lines] == [
        (name, len(name) * (CHUNK // 4)) for name in ("a.txt", "b.txt", "c.txt")
    ]


def test_a_name_that_is_no_text_is_reported_all_the_same(api: Api) -> None:
    """JSON has an escape for what UTF-8 has no bytes for."""
    folder = api.write()
    api.services.source = FakeSource({folder: {"a\udcff.txt": b"A"}})
    job_id = api.client.post("/analyze", json={"folder_path": folder}).json()["id"]
    api.client.post(f"/jobs/{job_id}/cancel")

    [line] = lines_of(api.client.get(f"/jobs/{job_id}/report"))

    assert line["path"] == "a\\udcff.txt"


BYTES = ["jsonl", "json", "csv"]
"""Forms that are the same bytes each time; those for people say when they were made."""


def address(api: Api, chosen: str) -> str:
    job_id = api.submit("a.txt", "b.txt")
    api.complete(job_id)
    return f"/jobs/{job_id}/report?format={chosen}"


@pytest.mark.parametrize("chosen", BYTES)
def test_who_was_cut_off_goes_on_where_that_was(api: Api, chosen: str) -> None:
    """A report of a million lines is not begun anew because a tunnel closed."""
    path = address(api, chosen)
    whole = api.client.get(path)
    assert whole.headers["Accept-Ranges"] == "bytes"
    half = len(whole.content) // 2

    rest = api.client.get(
        path, headers={"Range": f"bytes={half}-", "If-Range": whole.headers["ETag"]}
    )

    assert rest.status_code == 206
    assert whole.content[:half] + rest.content == whole.content
    size = len(whole.content)
    assert rest.headers["Content-Range"] == f"bytes {half}-{size - 1}/{size}"
    assert rest.headers["Content-Length"] == str(size - half)
    for name in ("ETag", "Content-Type", "Content-Disposition"):
        assert rest.headers[name] == whole.headers[name]


def test_a_part_in_the_middle_ends_where_it_should(api: Api) -> None:
    path = address(api, "jsonl")
    whole = api.client.get(path).content

    assert api.client.get(path, headers={"Range": "bytes=3-12"}).content == whole[3:13]
    assert api.client.get(path, headers={"Range": "bytes=-5"}).content == whole[-5:]


def test_a_part_behind_the_end_is_told_where_that_is(api: Api) -> None:
    path = address(api, "csv")
    size = len(api.client.get(path).content)

    response = api.client.get(path, headers={"Range": f"bytes={size}-"})

    assert response.status_code == 416
    assert response.json()["type"] == "/problems/range-not-satisfiable"
    assert response.headers["Content-Range"] == f"bytes */{size}"


def test_the_rest_of_what_has_changed_is_the_whole(api: Api) -> None:
    """Two halves of two reports make none."""
    job_id = api.submit("a.txt", "b.txt")
    first = api.services.read_documents(JobId(job_id), limit=1)[0]
    api.services.deliver_document(first.id, quantum=timedelta(0))
    path = f"/jobs/{job_id}/report?partial=true"
    before = api.client.get(path).headers["ETag"]
    api.complete(job_id)

    response = api.client.get(path, headers={"Range": "bytes=1-", "If-Range": before})

    assert response.status_code == 200
    assert response.content == api.client.get(path).content


def test_what_changes_while_a_part_is_made_is_sent_whole(api: Api) -> None:
    """Nobody can tell which of the two reports the part would be of."""
    job_id = api.submit("a.txt", "b.txt")
    first = api.services.read_documents(JobId(job_id), limit=1)[0]
    api.services.deliver_document(first.id, quantum=timedelta(0))
    write = api.services.reports.write

    def write_late(wanted: ReportRequest, stream: io.BytesIO) -> None:
        api.complete(job_id)
        write(wanted, stream)

    api.services.reports.write = write_late

    path = f"/jobs/{job_id}/report?format=csv&partial=true"
    response = api.client.get(path, headers={"Range": "bytes=1-"})

    assert response.status_code == 200
    assert "Content-Range" not in response.headers
    assert b"b.txt" in response.content


@pytest.mark.parametrize("chosen", ["xlsx", "html"])
def test_forms_for_people_have_no_parts(api: Api, chosen: str) -> None:
    path = address(api, chosen)

    response = api.client.get(path, headers={"Range": "bytes=1-"})

    assert response.status_code == 200
    assert response.headers["Accept-Ranges"] == "none"
    assert response.headers["ETag"].startswith("W/")


def test_a_part_is_never_packed(api: Api) -> None:
    """It is a part of the plain form, whatever else the caller would take."""
    path = address(api, "jsonl") + "&with_text=true"
    whole = api.client.get(path, headers={"Accept-Encoding": "identity"}).content

    response = api.client.get(path, headers={"Range": "bytes=1-", "Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response.headers
    assert response.content == whole[1:]
