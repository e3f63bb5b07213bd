"""A broker that throws messages away is refused; one that cannot be asked is not."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from celery import Celery
from kombu.transport import redis as kombu_redis
from redis.exceptions import NoPermissionError, ResponseError

from contractsai.adapters.brokers.administration import preflight, refuse_unsafe
from contractsai.domain.errors import UnsafeConfiguration

POLICIES = [
    "allkeys-lru",
    "allkeys-lfu",
    "allkeys-random",
    "volatile-lru",
    "volatile-lfu",
    "volatile-random",
    "volatile-ttl",
]
ON_DISK = {"aof_enabled": 1}
ALONE = {"cluster_enabled": 0}


class ScriptedClient:
    """What a Redis says of itself: a policy, nothing, or that it must not be asked."""

    def __init__(
        self,
        info: str | Exception | None,
        config: str | Exception | None,
        persistence: Mapping[str, int],
        cluster: Mapping[str, int],
    ) -> None:
        self._info = info
        self._config = config
        self._persistence = persistence
        self._cluster = cluster

    def ping(self) -> bool:
        return True

    def info(self, section: str) -> Mapping[str, Any]:
        if section == "memory":
            return self._told("maxmemory_policy", self._info)
        return {"persistence": self._persistence, "cluster": self._cluster}[section]

    def config_get(self, name: str) -> Mapping[str, str]:
        return self._told(name, self._config)

    @staticmethod
    def _told(name: str, what: str | Exception | None) -> Mapping[str, str]:
        if isinstance(what, Exception):
            raise what
        return {name: what} if what else {}


@pytest.fixture
def broker() -> Callable[..., Celery]:
    """Return how to make an application on a Redis that says this and that."""

    def make(
        *,
        info: str | Exception | None = None,
        config: str | Exception | None = None,
        persistence: Mapping[str, int] = ON_DISK,
        cluster: Mapping[str, int] = ALONE,
    ) -> Any:
        client = ScriptedClient(info, config, persistence, cluster)
        channel = type("Channel", (kombu_redis.Channel,), {"client": client})
        app = Celery("test", broker="redis://", set_as_current=False)
        app.conf.broker_transport = type(
            "Transport", (kombu_redis.Transport,), {"Channel": channel}
        )
        return app

    return make


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_that_evicts_is_refused_with_the_fix(
    broker: Callable[..., Celery], policy: str
) -> None:
    """Measured: allkeys-lru lost 3162 of 4000 tasks, and no sender saw an error."""
    with pytest.raises(UnsafeConfiguration) as refusal:
        refuse_unsafe(broker(info=policy))

    assert f"maxmemory-policy {policy}" in str(refusal.value)
    assert "redis-cli CONFIG SET maxmemory-policy noeviction" in str(refusal.value)


def test_a_broker_that_keeps_all_is_taken(
    broker: Callable[..., Celery], caplog: pytest.LogCaptureFixture
) -> None:
    refuse_unsafe(broker(info="noeviction"))

    assert caplog.records == []


@pytest.mark.parametrize("info", [None, NoPermissionError("no"), ResponseError("unknown command")])
def test_what_info_does_not_tell_config_may(
    broker: Callable[..., Celery], info: Exception | None
) -> None:
    """Accounts and servers differ in what they let one ask."""
    refuse_unsafe(broker(info=info, config="noeviction"))

    with pytest.raises(UnsafeConfiguration, match="allkeys-lfu"):
        refuse_unsafe(broker(info=info, config="allkeys-lfu"))


def test_a_server_that_tells_nothing_is_taken_with_a_warning(
    broker: Callable[..., Celery], caplog: pytest.LogCaptureFixture
) -> None:
    """A managed Redis may forbid both questions: that is no reason to be without a service."""
    refused = NoPermissionError("no")

    refuse_unsafe(broker(info=refused, config=refused))

    assert warnings(caplog) == ["broker.unchecked"]


def test_a_broker_that_is_away_does_not_keep_a_worker_from_starting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The worker waits for it, and its jobs with it."""
    options = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "socket_timeout": 1}
    app = Celery("test", broker="redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.broker_transport_options = options

    refuse_unsafe(app)

    assert warnings(caplog) == ["broker.unchecked"]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [({"aof_enabled": 1}, "sound"), ({"aof_enabled": 0}, "weak"), ({}, "unknown")],
)
def test_a_broker_that_forgets_costs_time_and_is_taken(
    broker: Callable[..., Celery], told: Mapping[str, int], verdict: str
) -> None:
    """The rows send again what it forgot: somebody should know, and nothing should stop."""
    app = broker(info="noeviction", persistence=told)

    refuse_unsafe(app)

    assert {check.subject: check.verdict for check in preflight(app)} == {
        "reachable": "sound",
        "eviction": "sound",
        "persistence": verdict,
        "cluster": "sound",
    }


def test_a_node_of_a_cluster_is_refused(broker: Callable[..., Celery]) -> None:
    """It answers like any other, until the first message touches keys of two slots."""
    with pytest.raises(UnsafeConfiguration, match=r"Redis Cluster.*sentinel://"):
        refuse_unsafe(broker(info="noeviction", cluster={"cluster_enabled": 1}))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        getattr(record, "event", record.getMessage())
        for record in caplog.records
        if record.levelno >= logging.WARNING
    ]
