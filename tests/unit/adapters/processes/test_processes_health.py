"""What keeps jobs out is told to whoever sits at the terminal, once, and so is its end."""

from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from contractsai.adapters.processes.health import HealthWatch, answers, trouble_at
from contractsai.adapters.processes.record import ServiceRecord

FULL = b'{"title": "Not ready", "detail": "No room.", "hint": "See: df -h."}'
NEVER = 3600.0


class Answering:
    """A server with one answer."""

    def __init__(self) -> None:
        answer = self
        self.status, self.body = 200, b"{}"

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(answer.status)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def api() -> Iterator[Answering]:
    with closing(Answering()) as api:
        yield api


def test_a_ready_service_has_no_trouble(api: Answering) -> None:
    assert trouble_at(api.url) is None
    assert answers(api.url)


def test_the_services_own_words_are_told(api: Answering) -> None:
    api.status, api.body = 503, FULL

    assert trouble_at(api.url) == "No room. See: df -h."
    assert not answers(api.url)


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"title": 1}'])
def test_what_makes_no_sense_is_not_told(api: Answering, body: bytes) -> None:
    api.status, api.body = 502, body

    assert trouble_at(api.url) is None


def test_a_silent_service_is_somebody_elses_news() -> None:
    assert trouble_at("http://127.0.0.1:9") is None


def test_trouble_is_told_once_and_so_is_its_end() -> None:
    """Every two seconds would hide everything else."""
    found = [None, "No room.", "No room.", "Gone.", None, None]
    told: list[str] = []

    with closing(HealthWatch([lambda: found.pop(0)], told.append, every_seconds=NEVER)) as watch:
        while found:
            watch.look()

    assert told == ["Not ready: No room.", "Not ready: Gone.", "Ready again."]


def test_a_data_directory_that_was_taken_away_is_noticed(tmp_path: Path) -> None:
    """The service would go on on files that nobody finds any more."""
    record = ServiceRecord(tmp_path / "data")
    with record.claimed():
        assert record.trouble() is None

        elsewhere = (tmp_path / "data").rename(tmp_path / "elsewhere")
        gone = record.trouble()
        elsewhere.rename(tmp_path / "data")

        assert gone
        assert gone.endswith("then run: contractsai up")
        assert record.trouble() is None
