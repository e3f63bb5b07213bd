"""`Clock` on the system's clock, and on the database's."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from contractsai.application.ports import Clock
from contractsai.domain.errors import StoreUnavailable

ASK_AGAIN_SECONDS: Final = 30.0  # two quartz clocks drift apart by a few milliseconds in that time
RETRY_SECONDS: Final = 5.0
AGREES_SECONDS: Final = 1.0  # a lease bears that; what differs by more is looked into
TRIES: Final = 3  # to get an answer that took no longer


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What three clocks showed at one moment; *told* is the one to believe."""

    told: datetime
    system: datetime
    monotonic: float
    ask_at: float

    def jumped(self, system: datetime, monotonic: float) -> bool:
        """Return whether the machine slept, or somebody set its clock."""
        apart = (system - self.system).total_seconds() - (monotonic - self.monotonic)
        return abs(apart) > AGREES_SECONDS


class StoreClock:
    """The database's time, so that all machines of a service agree on when a lease is over.

    It is asked now and then; in between, this machine's monotonic clock carries it on. So a machine
    whose own clock is wrong, or is set right, holds documents no shorter and no longer than others.
    """

    def __init__(
        self,
        ask: Callable[[], datetime],
        *,
        system: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the clocks.

        Args:
            ask: returns the database's time, or raises `StoreUnavailable`.
            system: believed until the database has answered once.
            monotonic: seconds; never set, but it may stand still while the machine sleeps.
        """
        self._ask = ask
        self._system = system
        self._monotonic = monotonic
        self._last: _Reading | None = None

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        last, monotonic = self._last, self._monotonic()
        if last is None or monotonic >= last.ask_at or last.jumped(self._system.now(), monotonic):
            last = self._last = self._read(last)
            monotonic = self._monotonic()
        return last.told + timedelta(seconds=monotonic - last.monotonic)

    def _read(self, last: _Reading | None) -> _Reading:
        quickest: tuple[float, _Reading] | None = None
        for _ in range(TRIES):
            began = self._monotonic()
            try:
                told = self._ask()
            except StoreUnavailable:
                break
            took = self._monotonic() - began
            reading = self._reading(told + timedelta(seconds=took / 2), ask_in=ASK_AGAIN_SECONDS)
            if took <= AGREES_SECONDS:
                return reading
            if quickest is None or took < quickest[0]:
                quickest = took, replace(reading, ask_at=self._monotonic() + RETRY_SECONDS)
        if last is None and quickest is not None:
            return quickest[1]
        return self._carried_on(last)

    def _carried_on(self, last: _Reading | None) -> _Reading:
        """Return the last reading as of now; without one, what this machine believes."""
        if last is None:
            return self._reading(self._system.now(), ask_in=RETRY_SECONDS)
        passed = timedelta(seconds=self._monotonic() - last.monotonic)
        return self._reading(last.told + passed, ask_in=RETRY_SECONDS)

    def _reading(self, told: datetime, *, ask_in: float) -> _Reading:
        monotonic = self._monotonic()
        return _Reading(told, self._system.now(), monotonic, monotonic + ask_in)
