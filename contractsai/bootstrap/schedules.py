"""The use cases of ticks with their ports filled in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from contractsai.application import ticks
from contractsai.application.messages import CLEANUP_HOUR
from contractsai.application.ports import Clock, Store
from contractsai.settings import Settings

RELAY: Final = "relay"
RESCUE: Final = "rescue"
CLEANUP: Final = "cleanup-old-jobs"
WEBHOOKS: Final = "webhooks"
"""As beat's schedule names them."""


class Schedules:
    """What beat has done again and again."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        """Take the settings, for how often; the rows; and the clock."""
        self._settings = settings
        self._store = store
        self._clock = clock

    def note(self, name: str) -> None:
        """Write down that a tick ran to its end."""
        ticks.note_run(name, store=self._store, clock=self._clock)

    def read(self) -> Sequence[ticks.Standing]:
        """Return how each stands."""
        return ticks.read_ticks(self._ticks(), store=self._store, clock=self._clock)

    def _ticks(self) -> list[ticks.Tick]:
        every = timedelta(seconds=self._settings.tick_seconds)
        often = [RELAY, RESCUE, *([WEBHOOKS] if self._settings.webhook_url else [])]
        return [
            *(ticks.Tick(name, every) for name in often),
            ticks.Tick(CLEANUP, ticks.DAY, CLEANUP_HOUR),
        ]
