"""Mistakes about messages: what is sent, how often, and what is believed of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from contractsai.application import deliver, dispatch
from contractsai.domain.document import Document
from contractsai.domain.lifecycle import WAITING
from contractsai.testing.simulation import callers
from contractsai.testing.simulation.mistakes.planting import Mistake, Planter

_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


def _no_relay(planter: Planter) -> None:
    planter.put(dispatch, relay_due=lambda **_: 0)


def _message_trusted(planter: Planter) -> None:
    right = Document.dispatched
    planter.put(
        Document,
        dispatched=lambda self, now, **wait: replace(right(self, now, **wait), send_at=_NEVER),
    )


def _not_refilled(planter: Planter) -> None:
    planter.put(deliver, dispatch_job=lambda *_, **__: 0)


def _window_ignored(planter: Planter) -> None:
    right = dispatch._choose  # noqa: SLF001 - the mistake is made inside
    planter.put(
        dispatch, _choose=lambda job_id, **ports: right(job_id, **{**ports, "max_in_flight": 99})
    )


def _backoff_ignored(planter: Planter) -> None:
    right = Document.claim
    planter.put(
        Document,
        is_due=lambda self, _: self.state in WAITING,
        claim=lambda self, now, **terms: right(replace(self, run_at=now), now, **terms),
    )


def _ticks_expire_soon(planter: Planter) -> None:
    planter.put(callers, TICK_LASTS=timedelta(seconds=callers.TICK_SECONDS))


MISTAKES: Final = {
    "no-relay": Mistake("nobody sends what the broker lost or refused", _no_relay),
    "message-trusted": Mistake("a message that was sent is never sent again", _message_trusted),
    "not-refilled": Mistake("the end of a document sends no other one", _not_refilled),
    "window-ignored": Mistake("a job fills the queue with all it has", _window_ignored),
    "backoff-ignored": Mistake("a repeated message cuts the backoff short", _backoff_ignored),
    "ticks-expire-soon": Mistake("a tick expires before the next one", _ticks_expire_soon),
}
