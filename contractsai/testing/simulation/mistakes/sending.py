"""Mistakes about messages: what is sent, how often, and what is believed of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from contractsai.application import dispatch
from contractsai.application.follow import Follow, Following
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
    planter.put(Follow, choose=lambda *_: Following())


def _window_ignored(planter: Planter) -> None:
    right = dispatch._choose  # noqa: SLF001 - the mistake is made inside
    planter.put(
        dispatch, _choose=lambda job_id, **ports: right(job_id, **{**ports, "max_in_flight": 99})
    )


def _queue_filled_at_an_end(planter: Planter) -> None:
    right = Follow._tell  # noqa: SLF001 - the mistake is made inside

    def tell(self: Follow, change: Any, ended: Document) -> Any:  # noqa: ANN401 - as it is there
        self._max_in_flight = 99  # likewise
        return right(self, change, ended)

    planter.put(Follow, _tell=tell)


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
    "queue-filled-at-an-end": Mistake(
        "the end of a document sends all that wait", _queue_filled_at_an_end
    ),
    "backoff-ignored": Mistake("a repeated message cuts the backoff short", _backoff_ignored),
    "ticks-expire-soon": Mistake("a tick expires before the next one", _ticks_expire_soon),
}
