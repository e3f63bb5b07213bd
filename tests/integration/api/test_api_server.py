"""The API as a real process, before brokers that do not work."""

import signal
import sys
from collections.abc import Callable

import pytest
from api_server import BROKER_TIMEOUT_SECONDS, Server

from contractsai.testing.eventually import PATIENCE_SECONDS, eventually


@pytest.mark.parametrize("broker", ["refusing", "silent"])
def test_a_submit_does_not_wait_for_the_broker(
    serve: Callable[..., Server], broker: str, request: pytest.FixtureRequest
) -> None:
    """Every one of these dispatches fails; the silent broker's would not for an hour."""
    server = serve(request.getfixturevalue(broker), CONTRACTSAI_BROKER_TIMEOUT_SECONDS="3600")

    answers = {server.submit() for _ in range(10)}

    assert answers == {202}
    status, page = server.request("GET", "/jobs")
    assert (status, len(page["jobs"])) == (200, 10)


def test_a_broker_that_refuses_is_told_by_readiness(
    serve: Callable[..., Server], refusing: str
) -> None:
    """Ready all the same: submits are safe in the database."""
    server = serve(refusing)
    server.submit()

    def broker() -> str | None:
        status, ready = server.request("GET", "/readyz")
        assert status == 200
        return str(ready["broker"]) if ready["broker"] != "unknown" else None

    assert eventually(broker, what="the first dispatch") == "refusing"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_stop_does_not_wait_for_the_broker_for_long(
    serve: Callable[..., Server], silent: str
) -> None:
    """One bounded wait for its socket and no second one: a deployment is not held up.

    To wait for each of these messages would take longer than anybody's patience.
    """
    server = serve(silent)
    for _ in range(2 * int(PATIENCE_SECONDS) // BROKER_TIMEOUT_SECONDS):
        server.submit()

    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(PATIENCE_SECONDS)

    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in server.log.read_text().partition("Shutting down")[2]
