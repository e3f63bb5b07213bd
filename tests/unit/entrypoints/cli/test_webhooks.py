"""`contractsai webhooks`: what was told, and what nobody took."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.domain.webhook import Webhook, WebhookState
from contractsai.settings import Settings
from contractsai.testing.builders import NOW
from contractsai.testing.conformance.webhooks import a_webhook, put

Run = Callable[..., Any]


@pytest.fixture
def told(data_dir: Path) -> Callable[..., None]:
    """Return a function that writes rows."""

    def told(*webhooks: Webhook) -> None:
        with contextlib.closing(build_services(Settings())) as services:
            services.upgrade_database()
            put(services.store, *webhooks)

    return told


def test_where_nobody_is_told_the_way_there_is(run: Run) -> None:
    ended = run("webhooks", "list")

    assert (ended.code, ended.out) == (0, "")
    assert "CONTRACTSAI_WEBHOOK_URL" in ended.err


def test_those_that_were_given_up_come_first_with_why(run: Run, told: Callable[..., None]) -> None:
    lost = replace(
        a_webhook("msg_lost"),
        state=WebhookState.GIVEN_UP,
        ended_at=NOW,
        attempts=60,
        problem="the answer was 500",
    )
    told(a_webhook("msg_waits"), lost)

    ended = run("webhooks", "list")

    first, second = ended.out.splitlines()
    assert first.startswith("msg_lost  job.completed  given_up")
    assert first.endswith("attempts: 60  the answer was 500")
    assert second.startswith("msg_waits  job.completed  waiting")
    assert "contractsai webhooks resend" in ended.err


def test_programs_are_told_in_json(run: Run, told: Callable[..., None]) -> None:
    told(a_webhook("msg_1"), a_webhook("msg_2"))

    [view] = json.loads(run("webhooks", "list", "--json", "--limit", "1").out)

    assert view == {
        "id": "msg_2",
        "kind": "job.completed",
        "state": "waiting",
        "attempts": 0,
        "problem": None,
        "created_at": NOW.isoformat(timespec="seconds"),
        "send_at": NOW.isoformat(timespec="seconds"),
        "ended_at": None,
    }


def test_what_was_given_up_is_sent_again_when_a_person_says_so(
    run: Run, told: Callable[..., None]
) -> None:
    told(replace(a_webhook("msg_1"), state=WebhookState.GIVEN_UP, ended_at=NOW))

    ended = run("webhooks", "resend")

    [view] = json.loads(run("webhooks", "list", "--json").out)
    assert ended.err.startswith("1 webhooks will be sent again.")
    assert (view["state"], view["ended_at"]) == ("waiting", None)
