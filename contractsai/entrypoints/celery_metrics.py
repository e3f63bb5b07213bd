"""What Celery does with tasks, counted under celery-exporter's names and without its events."""

import time
from collections.abc import Callable
from typing import Any, Final

from celery import signals

from contractsai.application.messages import ANALYZE_DOCUMENT, TICKS

TOLD: Final = frozenset({ANALYZE_DOCUMENT, *TICKS})
Note = Callable[..., None]


class TaskCounter:
    """Counts tasks as signals tell of them, in the main process and in its children."""

    def __init__(
        self,
        note: Note,
        *,
        hostname: str,
        seconds: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Take where counts go.

        Args:
            note: `Tally.note`.
            hostname: the label's value.
            seconds: a clock that never goes back.
            now: seconds since 1970.
        """
        self._note = note
        self._hostname = hostname
        self._seconds = seconds
        self._now = now
        self._began: dict[str, float] = {}

    def connect(self) -> None:
        """Listen to Celery; in the main process, before the pool forks."""
        listeners = (
            (signals.task_received, self.received),
            (signals.task_prerun, self.started),
            (signals.task_success, self.succeeded),
            (signals.task_failure, self.failed),
            (signals.task_retry, self.retried),
            (signals.task_revoked, self.revoked),
            (signals.task_rejected, self.rejected),
            (signals.task_postrun, self.ended),
        )
        for signal, listener in listeners:
            signal.connect(listener, weak=False)

    def received(self, request: Any, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Count a task that the main process took."""
        self._count("received", request.name, request.delivery_info)

    def started(self, task_id: str, task: Any, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Count a task that begins."""
        self._began[task_id] = self._seconds()
        self._count("started", task.name, task.request.delivery_info)

    def succeeded(self, sender: Any, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Count a task that went through, and note that a tick was carried out."""
        self._count("succeeded", sender.name, sender.request.delivery_info)
        if sender.name in TICKS:
            self._note("contractsai_last_tick_timestamp_seconds", self._now(), tick=sender.name)
        began = self._began.get(sender.request.id)
        if began is not None and sender.name in TOLD:
            labels = self._labels(sender.name, sender.request.delivery_info)
            self._note("celery_task_runtime", self._seconds() - began, **labels)

    def failed(self, sender: Any, exception: BaseException, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Count a task that ended badly, by the class of what it raised."""
        exception_name = type(exception).__name__
        self._count("failed", sender.name, sender.request.delivery_info, exception=exception_name)

    def retried(self, sender: Any, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Count a task that Celery tries again; none of ours."""
        self._count("retried", sender.name, sender.request.delivery_info)

    def revoked(self, sender: Any, request: Any, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Count a task that somebody revoked."""
        self._count("revoked", sender.name, request.delivery_info)

    def rejected(self, message: Any, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Count a message that was given back."""
        headers = message.headers or {}
        self._count("rejected", str(headers.get("task")), message.delivery_info)

    def ended(self, task_id: str, **_: object) -> None:
        """Forget when the task began."""
        self._began.pop(task_id, None)

    def _count(self, event: str, name: str, info: Any, **labels: str) -> None:  # noqa: ANN401 - Celery's
        if name in TOLD:
            self._note(f"celery_task_{event}_total", 1, **self._labels(name, info), **labels)

    def _labels(self, name: str, info: Any) -> dict[str, str]:  # noqa: ANN401 - Celery's
        queue = str((info or {}).get("routing_key", ""))
        return {"name": name, "hostname": self._hostname, "queue_name": queue}
