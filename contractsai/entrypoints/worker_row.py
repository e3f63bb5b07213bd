"""The thread of a worker's main process that keeps the worker's row."""

import logging
import os
import threading
from collections.abc import Callable
from typing import Final

from contractsai.application.workers import Attendance
from contractsai.domain.errors import StoreUnavailable

logger = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
"""Between two looks at the row: who drains a worker hears of it within two of them."""
PATIENCE_SECONDS: Final = 2.0


class RowKeeper:
    """Looks at the row now and then, until it is stopped; a database that is away is waited for.

    The pool forks while this runs. So a fork waits for whatever is being said to the database, and
    in between nothing is held that a child must not have a copy of.
    """

    def __init__(
        self,
        attendance: Callable[[], Attendance],
        *,
        let_go: Callable[[], None],
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        """Take how the row is kept.

        Args:
            attendance: makes what keeps it; called in the thread, since it asks the database.
            let_go: called after each look, to close what no child may inherit.
            look_seconds: between two looks.
        """
        self._make = attendance
        self._let_go = let_go
        self._look_seconds = look_seconds
        self._attendance: Attendance | None = None
        self._is_away = False
        self._stop = threading.Event()
        self._talking = threading.Lock()
        self._is_paused = False
        self._thread = threading.Thread(target=self._run, name="worker-row", daemon=True)

    def start(self) -> None:
        """Begin, once the pool is there."""
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=self._pause,
                after_in_parent=self._go_on,
                after_in_child=self._forget,
            )
        self._thread.start()

    def stop(self) -> None:
        """Write that the worker has stopped, and end; bounded in time."""
        self._stop.set()
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        while True:
            self._talk(self._look)
            if self._stop.wait(self._look_seconds):
                self._talk(self._say_goodbye)
                return

    def _look(self) -> None:
        if self._attendance is None:
            self._attendance = self._make()
        self._attendance.look()

    def _say_goodbye(self) -> None:
        if self._attendance is not None:
            self._attendance.stop()

    def _talk(self, act: Callable[[], None]) -> None:
        """Do *act* while nobody forks; what it needs of the database may be away."""
        with self._talking:
            try:
                act()
                self._is_away = False
            except StoreUnavailable as error:
                if not self._is_away:
                    logger.warning(
                        "worker's row not kept",
                        extra={"event": "worker.untold", "reason": type(error).__name__},
                    )
                self._is_away = True
            finally:
                self._let_go()

    def _pause(self) -> None:
        self._is_paused = self._talking.acquire(timeout=PATIENCE_SECONDS)

    def _go_on(self) -> None:
        if self._is_paused:
            self._talking.release()

    def _forget(self) -> None:
        self._talking = threading.Lock()  # whoever held it is not here
