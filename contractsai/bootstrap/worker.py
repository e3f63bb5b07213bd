"""What makes a process a worker: its name, its conditions, and how it is told to go away."""

import os
import random
import socket
import time
from datetime import timedelta

from contractsai.adapters.shutdown import SharedShutdown
from contractsai.application.claim import AttemptSettings
from contractsai.application.ports import Shutdown
from contractsai.domain.retry import RetryPolicy
from contractsai.domain.worker import holder_name
from contractsai.settings import Settings

PAUSE_SECONDS = 0.5


def worker_name() -> str:
    """Return the name under which this process holds documents."""
    return holder_name(socket.gethostname(), os.getpid())


def build_attempt_settings(settings: Settings, *, shutdown: Shutdown) -> AttemptSettings:
    """Return the conditions under which this process holds documents."""
    return AttemptSettings(
        worker=worker_name(),
        lease=settings.lease,
        policy=RetryPolicy(
            max_failures=settings.max_failures,
            max_crashes=settings.max_crashes,
            base_delay=timedelta(seconds=settings.backoff_seconds),
            max_delay=timedelta(seconds=settings.max_backoff_seconds),
        ),
        jitter=random.random,
        shutdown=shutdown,
        pause=lambda: time.sleep(PAUSE_SECONDS),
    )


def build_shutdown(settings: Settings) -> SharedShutdown:
    """Return the switch that tells a worker, and its forked children, to go away."""
    return SharedShutdown(grace_seconds=settings.shutdown_grace_seconds)
