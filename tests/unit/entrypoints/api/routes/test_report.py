"""GET /jobs/{id}/report."""

import io
import json
from datetime import timedelta
from typing import Any

import anyio
import pytest
from starlette.requests import ClientDisconnect
from support.api_world import Api

from contractsai.application.report import ReportRequest
from contractsai.bootstrap.reports import report_formats
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.ids import JobId
from contractsai.entrypoints.api.models import ReportFormat
from contractsai.entrypoints.api.routes.report import CHUNK, MEDIA_TYPES, SpooledResponse
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
    assert response.headers["Vary"] == "Accept"


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

    response = api.client.get(f"/jobs/{job_id}/report")

    assert [line["path"] for line in lines_of(response)] == ["a.txt"]


def test_a_job_of_which_nothing_has_ended_reports_nothing_yet(api: Api) -> None:
    """An empty file is no error."""
    job_id = api.submit("nda.txt")

    response = api.client.get(f"/jobs/{job_id}/report")

    assert (response.status_code, response.content) == (200, b"")
    assert api.client.get(f"/jobs/{job_id}/report?format=json").json() == []


@pytest.mark.parametrize("chosen", ["jsonl", "csv"])
def test_a_report_that_cannot_begin_is_a_problem(api: Api, chosen: str) -> None:
    """Once the status line is out, an error could only be a torn file."""
    job_id = api.submit("nda.txt")
    api.complete(job_id)
    api.break_store()

    response = api.client.get(f"/jobs/{job_id}/report", params={"format": chosen})

    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"


def test_the_spooled_file_is_gone_when_the_caller_hangs_up() -> None:
    """Nothing outlives its owner, whoever leaves first."""
    file = io.BytesIO(b"report")
    response = SpooledResponse(file, media_type="text/csv", headers={})

    async def receive() -> dict:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        raise OSError("the caller hung up")

    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
    with pytest.raises(ClientDisconnect):
        anyio.run(response, scope, receive, send)

    assert file.closed


def test_a_writer_that_fails_leaves_no_file_behind(api: Api) -> None:
    """The temporary file is ours until the response takes it."""
    job_id = api.submit("nda.txt")
    streams = []

    def fail(_wanted: ReportRequest, stream: io.BytesIO) -> None:
        streams.append(stream)
        raise StoreUnavailable("gone")

    api.services.reports.write = fail

    response = api.client.get(f"/jobs/{job_id}/report?format=csv")

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
