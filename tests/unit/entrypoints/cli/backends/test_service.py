"""`Jobs` over HTTP, against a server that answers as it is told."""

import io
import json
import socket
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from contractsai.application.report import ReportRequest
from contractsai.client import Patience
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.cli.backends.service import HttpJobs
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit, ServiceUnreachable

AT_ONCE = Patience(attempts=1)


class Service:
    """A service that gives each request the next answer, and remembers the requests."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes]] = []
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                service.asked.append((self.command, self.path, dict(self.headers), body))
                status, content = service.answers.pop(0)
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - the names that http.server looks for

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def will_say(self, data: object, status: int = 200) -> None:
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.answers.append((status, content))

    def will_refuse(self, kind: kinds.ProblemKind, detail: str | None = None) -> None:
        told: dict[str, Any] = {"type": kind.uri, "title": kind.title, "hint": kind.hint}
        self.will_say(told | ({"detail": detail} if detail else {}), kind.status)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    yield service
    service.close()


@pytest.fixture
def jobs(service: Service) -> Iterator[HttpJobs]:
    jobs = HttpJobs(service.url + "/", key="k1", patience=AT_ONCE)
    yield jobs
    jobs.close()


def test_a_folder_is_submitted_as_json_with_the_key(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"id": "j1"}, 202)

    assert jobs.submit(Path("/contracts")) == {"id": "j1"}

    [(method, path, headers, body)] = service.asked
    assert (method, path) == ("POST", "/analyze")
    assert json.loads(body) == {"folder_path": "/contracts"}
    assert headers["Authorization"] == "Bearer k1"
    assert headers["Content-Type"] == "application/json"


def test_pages_are_read_to_the_last(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"documents": [{"path": "a"}], "next_page_token": "t/1"})
    service.will_say({"documents": [{"path": "b"}], "next_page_token": None})

    assert [document["path"] for document in jobs.documents("j1")] == ["a", "b"]
    assert service.asked[1][1].endswith("page_token=t%2F1")


def test_the_newest_jobs_are_one_page_and_no_more(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"jobs": [{"id": "j2"}, {"id": "j1"}], "next_page_token": "older"})

    assert jobs.page(2, label="q3") == [{"id": "j2"}, {"id": "j1"}]

    assert [path for _, path, _, _ in service.asked] == ["/jobs?limit=2&label=q3"]


def test_an_id_cannot_leave_its_place_in_the_path(service: Service, jobs: HttpJobs) -> None:
    service.will_say({})

    jobs.get("../x?y")

    assert service.asked[0][1] == "/jobs/..%2Fx%3Fy"


def test_a_report_is_asked_for_as_the_person_did(service: Service, jobs: HttpJobs) -> None:
    service.will_say(b"PK\x03\x04")
    stream = io.BytesIO()

    jobs.write_report(ReportRequest("j1", "xlsx", with_text=True), stream)

    assert stream.getvalue() == b"PK\x03\x04"
    assert service.asked[0][1] == (
        "/jobs/j1/report?format=xlsx&with_text=true&with_candidates=false&partial=true"
    )


def test_a_report_may_be_as_of_a_day(service: Service, jobs: HttpJobs) -> None:
    service.will_say(b"<!doctype html>")

    wanted = ReportRequest("j1", "html", as_of=date(2026, 3, 3))

    jobs.write_report(wanted, io.BytesIO())

    assert service.asked[0][1].endswith("&as_of=2026-03-03")


def test_a_job_is_deleted(service: Service, jobs: HttpJobs) -> None:
    service.will_say(b"", 204)

    jobs.delete("j1")

    assert service.asked[0][:2] == ("DELETE", "/jobs/j1")


MET = [
    kind.slug
    for kind in kinds.BY_ERROR.values()
    if kind is not kinds.NOT_ALLOWED  # which has advice of its own, below
]


@pytest.mark.parametrize("slug", MET)
def test_what_the_service_met_is_met_here(service: Service, jobs: HttpJobs, slug: str) -> None:
    """So that one table explains errors, wherever they happened."""
    service.will_refuse(kinds.ALL[slug], "what happened")

    error = kinds.ALL[slug].error
    assert error is not None
    with pytest.raises(error) as raised:
        jobs.cancel("j 1")

    expected = "j 1" if slug == "job-not-found" else "what happened"
    assert str(raised.value) == expected


def test_a_folder_that_may_not_be_read_has_two_ways_out(service: Service, jobs: HttpJobs) -> None:
    service.will_refuse(kinds.NOT_ALLOWED)

    with pytest.raises(CommandFailed) as raised:
        jobs.submit(Path("/contracts"))

    assert "CONTRACTSAI_ALLOWED_ROOTS" in str(raised.value)
    assert str(raised.value).endswith("contractsai analyze --local /contracts")


def test_a_missing_key_is_asked_for_by_its_variable(service: Service, jobs: HttpJobs) -> None:
    service.will_refuse(kinds.KEY_MISSING)

    with pytest.raises(CommandFailed, match="CONTRACTSAI_API_KEY") as raised:
        jobs.page(1)

    assert raised.value.code is Exit.USAGE


def test_any_other_refusal_is_told_as_the_service_told_it(service: Service, jobs: HttpJobs) -> None:
    service.will_refuse(kinds.MISDIRECTED)

    with pytest.raises(CommandFailed) as raised:
        jobs.page(1)

    assert kinds.MISDIRECTED.title in str(raised.value)
    assert kinds.MISDIRECTED.hint in str(raised.value)


@pytest.mark.parametrize(("status", "content"), [(200, b"<html>"), (404, b"<html>"), (500, b"{}")])
def test_another_program_on_the_port_is_recognised(
    service: Service, jobs: HttpJobs, status: int, content: bytes
) -> None:
    service.will_say(content, status)

    with pytest.raises(CommandFailed, match=r"not this service.*contractsai up$"):
        jobs.get("j1")


def test_a_service_that_is_not_there_can_be_started() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"

        with pytest.raises(ServiceUnreachable, match=r"No service answers at .*contractsai up$"):
            HttpJobs(url, key=None, patience=AT_ONCE).get("j1")


def test_a_report_that_breaks_off_is_no_report(service: Service, jobs: HttpJobs) -> None:
    """The connection ends before as many bytes as were promised."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        broken = HttpJobs(url, key=None, patience=AT_ONCE)

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                connection.sendall(head + b"10\r\nhalf")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(ServiceUnreachable):
            broken.write_report(ReportRequest("j1", "csv"), io.BytesIO())
        thread.join()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "file:///etc/passwd", "http://"])
def test_only_web_addresses_are_services(url: str) -> None:
    with pytest.raises(CommandFailed, match="--url http://localhost:8000") as raised:
        HttpJobs(url, key=None)

    assert raised.value.code is Exit.USAGE


def test_a_review_goes_to_its_finding(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"number": 1}, 201)
    service.will_say({"reviews": [{"number": 1}]})
    service.will_say(b'{"number":1}\n')

    assert jobs.review("j1", "d1", "f1", "deal & more.pdf", {"verdict": "accepted"}) == {
        "number": 1
    }
    assert jobs.reviews("j1", "d1", "f1", None) == [{"number": 1}]
    stream = io.BytesIO()
    jobs.export_reviews(stream, with_history=True)

    assert stream.getvalue() == b'{"number":1}\n'
    assert [(method, path) for method, path, _, _ in service.asked] == [
        ("POST", "/jobs/j1/documents/d1/findings/f1/reviews?member=deal+%26+more.pdf"),
        ("GET", "/jobs/j1/documents/d1/findings/f1/reviews"),
        ("GET", "/reviews/export?history=true"),
    ]
    assert json.loads(service.asked[0][3]) == {"verdict": "accepted"}


def test_a_calendar_is_downloaded_as_of_a_day(service: Service, jobs: HttpJobs) -> None:
    service.will_say(b"BEGIN:VCALENDAR")
    service.will_say(b"END:VCALENDAR")
    stream = io.BytesIO()

    jobs.write_calendar("j1", date(2026, 3, 3), stream)
    jobs.write_calendar("j1", None, stream)

    assert stream.getvalue() == b"BEGIN:VCALENDAREND:VCALENDAR"
    assert [path for _, path, _, _ in service.asked] == [
        "/jobs/j1/calendar.ics?as_of=2026-03-03",
        "/jobs/j1/calendar.ics",
    ]


def test_deadlines_are_asked_as_of_a_day(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"as_of": "2026-03-03", "deadlines": []})
    service.will_say({"as_of": "2026-03-04", "deadlines": []})

    assert jobs.deadlines("j1", "2026-03-03")["as_of"] == "2026-03-03"
    assert jobs.deadlines("j1", None)["as_of"] == "2026-03-04"
    assert [path for _, path, _, _ in service.asked] == [
        "/jobs/j1/deadlines?as_of=2026-03-03",
        "/jobs/j1/deadlines",
    ]


def test_a_register_is_asked_for_as_of_a_day(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"contracts": []})
    service.will_say({"contracts": []})

    jobs.register("j1", None)
    jobs.register("j1", "2026-06-15")

    paths = [path for _, path, _, _ in service.asked]
    assert paths == ["/jobs/j1/register", "/jobs/j1/register?as_of=2026-06-15"]


def test_what_is_written_says_which_version_was_seen(service: Service, jobs: HttpJobs) -> None:
    """So that of two people who write at once one has to look again."""
    service.will_say({"version": 4})
    service.will_say({"number": 3}, 201)

    jobs.annotate("j1", "d1", "a b", {"fields": {"Owner": "ada"}}, expected=3)
    jobs.review("j1", "d1", "f1", None, {"verdict": "accepted"}, expected=2)

    (first, second) = service.asked
    assert first[:2] == ("POST", "/jobs/j1/documents/d1/annotation?member=a+b")
    assert (first[2]["If-Match"], second[2]["If-Match"]) == ('"3"', '"2"')
    assert json.loads(first[3]) == {"fields": {"Owner": "ada"}}


def test_a_review_without_a_version_follows_whatever_there_is(
    service: Service, jobs: HttpJobs
) -> None:
    service.will_say({"number": 1}, 201)

    jobs.review("j1", "d1", "f1", None, {"verdict": "accepted"})

    assert "If-Match" not in service.asked[0][2]


def test_a_search_is_asked_as_the_person_did(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"hits": [{"sha256": "a"}], "next_page_token": "more"})

    found = jobs.search({"text": '"new york" & co', "law": "US-NY"}, 20)

    assert found == {"hits": [{"sha256": "a"}], "is_whole": False}
    [(method, path, _, _)] = service.asked
    assert (method, path) == (
        "GET",
        "/search?text=%22new+york%22+%26+co&law=US-NY&limit=20",
    )


def test_groups_of_near_duplicates_are_read_to_the_last(service: Service, jobs: HttpJobs) -> None:
    service.will_say({"groups": [{"first": 1}], "next_page_token": "more"})
    service.will_say({"groups": [{"first": 2}], "next_page_token": None})

    assert list(jobs.near_duplicates("j1")) == [{"first": 1}, {"first": 2}]
    assert [path for _, path, _, _ in service.asked] == [
        "/jobs/j1/near-duplicates?limit=10",
        "/jobs/j1/near-duplicates?limit=10&page_token=more",
    ]


def test_why_a_job_does_not_get_on_is_the_services_to_say(service: Service, jobs: HttpJobs) -> None:
    """One that is older knows of no stall, and one that is not ready says that first."""
    busy = {"cause": "no_worker", "says": "No worker is there.", "next": "Start: it"}
    job = {"documents": {"running": 0}}

    service.will_say({"status": "ready"})
    assert jobs.trouble(job) is None
    service.will_say({"status": "ready", "stall": busy})
    assert jobs.trouble(job) == "No worker is there. Start: it"
    service.will_refuse(kinds.STORE_FULL)
    assert "df -h" in str(jobs.trouble(job))
    service.will_refuse(kinds.NOT_READY)
    assert kinds.NOT_READY.title in str(jobs.trouble(job))


def test_what_may_pass_is_asked_again_before_a_person_is_told(service: Service) -> None:
    """A service that is being replaced, or whose database blinked: the same request, once."""
    jobs = HttpJobs(service.url, key=None, patience=Patience(first_seconds=0))
    service.will_refuse(kinds.STORE_UNAVAILABLE)
    service.will_say({"id": "j1"}, 202)

    assert jobs.submit("/contracts") == {"id": "j1"}

    first, second = (headers["Idempotency-Key"] for _, _, headers, _ in service.asked)
    assert first == second
    jobs.close()
