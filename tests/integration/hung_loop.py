"""To be included by a worker: its loop hangs as soon as it takes messages."""

import threading
from typing import Any

from celery import signals


@signals.worker_ready.connect
def _hang(sender: Any, **_: object) -> None:
    sender.call_soon(threading.Event().wait)
