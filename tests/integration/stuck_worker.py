"""To be included by a worker: a part of Celery's that never stops, as its pool may."""

import threading
from typing import Any

from celery import bootsteps

from contractsai.celery_app import app


class Stuck(bootsteps.StartStopStep):
    """Waits for ever when the worker stops."""

    def stop(self, _worker: Any) -> None:
        threading.Event().wait()


app.steps["worker"].add(Stuck)
