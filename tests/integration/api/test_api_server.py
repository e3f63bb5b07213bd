"""The API as a real process, before brokers that do not work."""

import signal
import statistics
import sys
import time
from collections.abc import Callable

import pytest
from api_server import BROKER_TIMEOUT_SECONDS, Server

from contractsai.testing.eventually import eventually

SUBMIT_SECONDS = 0.25


@pytest.mark.parametrize("broker", ["refusing", "silent"])
def test_a_submit_does_not_wait_for_the_broker(
    serve: Callable[[str], Server], broker: str, request: pytest.FixtureRequest
) -> None:
    """Every one of these dispatches fails, the silent broker's after seconds of waiting."""
    server = serve(request.getfixturevalue(broker))

    answers = [server.submit() for _ in range(10)]

    seconds = [taken for _status, taken in answers]
    assert {status for status, _taken in answers} == {202}
    assert seconds[0] < BROKER_TIMEOUT_SECONDS
    assert statistics.median(seconds) < SUBMIT_SECONDS
    status, page = server.request("GET", "/jobs")
    assert (status, len(page["jobs"])) == (200, 10)


def test_a_broker_that_refuses_is_told_by_readiness(
    serve: Callable[[str], Server], refusing: str
) -> None:
    """Ready all the same: submits are safe in the database."""
    server = serve(refusing)
    server.submit()

    def broker() -> str | None:
        status, ready = server.request("GET", "/readyz")
        assert status == 200
        return str(ready["broker"]) if ready["broker"] != "unknown" else None

    assert eventually(broker, within=10, what="the first dispatch") == "refusing"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_stop_does_not_wait_for_the_broker_for_long(
    serve: Callable[[str], Server], silent: str
) -> None:
    """Half a second, and one bounded socket timeout: a deployment is not held up."""
    server = serve(silent)
    for _ in range(5):
        server.submit()

    started = time.perf_counter()
    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(timeout=30)

    assert time.perf_counter() - started < BROKER_TIMEOUT_SECONDS + 2
    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in server.log.read_text().partition("Shutting down")[2]
