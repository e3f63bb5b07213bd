"""Options of Celery for a test, which says what matters to it."""

from collections.abc import Callable
from typing import Any

import pytest

from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_url import BrokerUrl, read_broker_url


def a_url(url: str) -> BrokerUrl:
    return read_broker_url(url, variable="CELERY_BROKER_URL")


def options(
    broker_url: str = "redis://localhost:6379/0", result_backend: str | None = None, **values: Any
) -> CeleryOptions:
    defaults: dict[str, Any] = {
        "broker": a_url(broker_url),
        "backend": a_url(result_backend) if result_backend else None,
        "queue": "contractsai",
        "key_prefix": "",
        "task_time_limit": 3600,
        "task_soft_time_limit": 3300,
        "max_tasks_per_child": 10_000,
        "visibility_timeout": 4500,
        "timeout_seconds": 2.0,
        "tick_seconds": 5.0,
        "concurrency": None,
    }
    return CeleryOptions(**{**defaults, **values})


@pytest.fixture
def celery_options() -> Callable[..., CeleryOptions]:
    """Return how to make them."""
    return options
