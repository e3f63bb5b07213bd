"""What the environment may change about Celery and its connection to a broker."""

from dataclasses import dataclass
from typing import Final

from contractsai.broker_url import BrokerUrl

CHOSEN: Final = "contractsai_broker"
"""The setting of a Celery application that says how the URL began which a user gave; what is
dialled may be another broker's, and no password is in it."""


@dataclass(frozen=True, slots=True)
class CeleryOptions:
    """Plain values; durations are in seconds."""

    broker: BrokerUrl
    backend: BrokerUrl | None
    queue: str
    key_prefix: str
    task_time_limit: int
    task_soft_time_limit: int
    max_tasks_per_child: int
    visibility_timeout: int
    timeout_seconds: float
    tick_seconds: float
    concurrency: int | None
    pulse_file: str | None = None
    has_webhooks: bool = False
