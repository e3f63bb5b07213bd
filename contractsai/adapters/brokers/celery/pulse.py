"""The pulse of a worker or a beat: a file that is touched while its loop turns.

A health check has to know whether a process got stuck, and may ask neither the broker nor the
database: both can be away while the process does the best that it can. So the process says it to
its own machine. `contractsai healthcheck` reads it.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from celery.beat import Scheduler

logger = logging.getLogger(__name__)

PULSE_FILE: Final = "contractsai_pulse_file"
"""The name in Celery's configuration."""
EVERY_SECONDS: Final = 5.0
"""Between two touches; a health check believes in a pulse for many times that."""


class Pulse:
    """Touches the file; one that cannot be written is told of once, and stops no work."""

    def __init__(self, file: str | None) -> None:
        """Take the file; without one, nothing is ever written."""
        self._file = Path(file) if file else None
        self._is_told = False

    def __bool__(self) -> bool:
        """Return whether there is a file."""
        return self._file is not None

    def beat(self) -> None:
        """Say that the loop turned just now."""
        if self._file is None:
            return
        try:
            self._file.touch(mode=0o600)
        except OSError as error:
            if not self._is_told:
                reason = error.strerror or type(error).__name__
                fields = {"event": "pulse.unwritten", "file": str(self._file), "reason": reason}
                logger.warning("no pulse for health checks", extra=fields)
            self._is_told = True


class LoopWatch:
    """Has the loop of a worker touch the file; where no loop is to turn, it does so itself.

    There is none while the broker is away, and in the pool `solo` none while a document runs: that
    one has limits of its own.
    """

    def __init__(
        self,
        pulse: Pulse,
        *,
        is_turning: Callable[[], bool],
        call_soon: Callable[[Callable[[], None]], object],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        """Take whom to ask.

        Args:
            pulse: the file.
            is_turning: tells whether the loop is expected to turn now.
            call_soon: has the loop call something when it turns next.
            every_seconds: between two touches.
        """
        self._pulse = pulse
        self._is_turning = is_turning
        self._call_soon = call_soon
        self._every_seconds = every_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Begin, if there is a file; a thread that lasts until the process ends, or `stop`."""
        if self._pulse:
            self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()

    def look(self) -> None:
        """Have the file touched, by the loop if there is one."""
        # A loop that hangs gets one more call each time: a day of it is a few megabytes.
        if self._is_turning():
            self._call_soon(self._pulse.beat)
        else:
            self._pulse.beat()

    def _run(self) -> None:
        self.look()
        while not self._stop.wait(self._every_seconds):
            self.look()


class PulsingScheduler(Scheduler):
    """Celery's scheduler in memory, which touches the file whenever it looks what is due."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - Celery's, handed on
        """Take what Celery gives."""
        super().__init__(*arguments, **options)
        self.pulse = Pulse(self.app.conf.get(PULSE_FILE))

    def tick(self, *arguments: Any, **options: Any) -> float:  # noqa: ANN401 - Celery's, handed on
        """Send what is due, and return how long to wait."""
        self.pulse.beat()
        delay: float = super().tick(*arguments, **options)
        return delay

    def _ensure_connected(self) -> Any:  # noqa: ANN401 - kombu's connection
        """Wait for the broker as Celery does: for ever, but not as if it were stuck."""

        def is_away(error: Exception, seconds: float) -> None:
            self.pulse.beat()
            fields = {"event": "beat.waits", "reason": type(error).__name__, "seconds": seconds}
            logger.warning("beat waits for the broker", extra=fields)

        retries = self.app.conf.broker_connection_max_retries
        return self.connection.ensure_connection(is_away, retries)
