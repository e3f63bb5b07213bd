"""Trend: what has ended lately, stretch by stretch, without counting the same again and again."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from contractsai.application.ports import Clock, Ended, Store
from contractsai.domain.job import Counts

KEPT: Final = 60
"""A count is kept for so many-eth of its stretch: what changes past ends, a retry, is rare."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """How far to look back, in how many equal stretches.

    Attributes:
        code: what stands in an address.
    """

    code: str
    step: timedelta
    count: int


HOUR: Final = Span("1h", timedelta(minutes=5), 12)
DAY: Final = Span("24h", timedelta(hours=1), 24)
WEEK: Final = Span("7d", timedelta(hours=3), 56)
MONTH: Final = Span("30d", timedelta(days=1), 30)
SPANS: Final = (HOUR, DAY, WEEK)
"""Those that people choose from."""
ALL_SPANS: Final = (*SPANS, MONTH)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What ended from an instant on, until the next stretch."""

    begins: datetime
    ended: Ended


@dataclass(frozen=True, slots=True)
class Trend:
    """The stretches of a span, the oldest first; the last one has begun and is not over."""

    span: Span
    stretches: Sequence[Stretch]

    @property
    def whole(self) -> Ended:
        """What ended in all of them."""
        each = [stretch.ended for stretch in self.stretches]
        return Ended(
            sum((it.counts for it in each), Counts()),
            jobs=sum(it.jobs for it in each),
            ran=sum((it.ran for it in each), timedelta()),
            longest=max(it.longest for it in each),
        )


@dataclass(frozen=True, slots=True)
class _Count:
    at: datetime
    ended: Ended


class Trends:
    """Counts each stretch that is over once for all who look, and the last one at each look.

    So a page that many leave open costs the jobs of minutes, not those of a week.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take the rows and the clock."""
        self._store = store
        self._clock = clock
        self._known: dict[Span, dict[datetime, _Count]] = {}
        self._counting = {
            span: threading.Lock() for span in ALL_SPANS
        }  # who come together count once

    def read(self, span: Span) -> Trend:
        """Return what ended in a span up to now."""
        with self._counting[span]:
            now = self._clock.now()
            newest = now - (now - _EPOCH) % span.step
            begins = [newest - back * span.step for back in reversed(range(span.count))]
            known = self._known.get(span, {})
            counts = {
                begin: known[begin]
                for begin in begins
                if begin in known and _is_fresh(known[begin], begin + span.step, now, span)
            }
            with self._store.snapshot() as work:
                for begin in begins:
                    if begin not in counts:
                        ended = work.jobs.ended_between(begin, begin + span.step)
                        counts[begin] = _Count(now, ended)
            self._known[span] = counts
        return Trend(span, [Stretch(begin, counts[begin].ended) for begin in begins])


def _is_fresh(count: _Count, end: datetime, now: datetime, span: Span) -> bool:
    """Return whether a count still holds: it was made after its stretch, and not long ago."""
    return count.at >= end and now - count.at < span.step / KEPT
