"""A webhook that was sent by somebody who died is sent again, as the same."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from standardwebhooks import Webhook as Library

from contractsai.adapters.webhooks import HttpReceiver
from contractsai.application.webhooks import send_due
from contractsai.bootstrap.services import build_services
from contractsai.domain.webhook import IN_FLIGHT, WebhookState, key_of
from contractsai.settings import Settings
from contractsai.testing.clock import FakeClock

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SENDER = """
from contractsai.bootstrap.services import build_services
from contractsai.settings import Settings
build_services(Settings()).webhooks.tick()
"""
PATIENCE_SECONDS = 120


class Receiver:
    """A server that kills whoever sends to it while *victim* is set, and takes all the rest."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.victim: subprocess.Popen[bytes] | None = None
        self.is_ready = threading.Event()
        self.url = ""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            told.is_ready.wait(PATIENCE_SECONDS)  # `victim` may just be about to be set
            if told.victim is not None:
                told.victim.kill()  # it has sent everything, and waits for the answer
                told.victim.wait(PATIENCE_SECONDS)
                told.victim = None
                return
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        told.url = f"http://127.0.0.1:{listening.server_address[1]}/hook"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield told
        listening.shutdown()
        thread.join(PATIENCE_SECONDS)


def test_a_sender_that_is_killed_after_sending_has_it_sent_again_as_the_same(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can know whether it was taken; the receiver can, by the id."""
    monkeypatch.setenv("CONTRACTSAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CONTRACTSAI_ALLOWED_ROOTS", str(tmp_path))
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_URL", receiver.url)
    monkeypatch.setenv("CONTRACTSAI_WEBHOOK_SECRET", SECRET)
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "a.txt").write_text("ok")
    with contextlib.closing(build_services(Settings())) as services:
        services.upgrade_database()
        services.webhooks.notice()  # somebody listens from now on
        job = services.submit_job(str(folder)).job
        services.cancel_job(job.id)

        command = [sys.executable, "-c", SENDER]
        with subprocess.Popen(command, env=dict(os.environ)) as sender:
            receiver.victim = sender
            receiver.is_ready.set()
            sender.wait(PATIENCE_SECONDS)

        [webhook] = services.webhooks.read()
        assert (webhook.state, webhook.attempts) == (WebhookState.WAITING, 1)
        again = send_due(
            store=services.store,
            clock=FakeClock(services.clock.now() + 2 * IN_FLIGHT),
            receiver=HttpReceiver(receiver.url, key=key_of(SECRET)),
            jitter=lambda: 0.0,
        )
        [webhook] = services.webhooks.read()

    assert again == 1
    assert webhook.state is WebhookState.DELIVERED
    first, second = receiver.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"] == webhook.id
    assert first[1] == second[1] == webhook.body
    assert Library(SECRET).verify(*reversed(first))["data"]["job_id"] == job.id
    assert timedelta(seconds=10) < IN_FLIGHT, "longer than a send may take"
