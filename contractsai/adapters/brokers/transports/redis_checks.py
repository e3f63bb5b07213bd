"""What is asked of a Redis before work begins: whether it keeps what it accepts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from celery import Celery

from contractsai.adapters.brokers.broker import Check, Verdict

KEEPS_ALL: Final = "noeviction"
"""The one policy under which a full Redis refuses a message aloud, so that the sender knows."""


def look_at_redis(_app: Celery, connection: Any) -> Iterator[Check]:  # noqa: ANN401 - kombu's, of any Redis
    """Yield what the Redis behind an open connection says of itself.

    Managed servers and accounts with few rights answer less: what is not told is not known.
    """
    errors: tuple[type[Exception], ...] = connection.channel_errors
    client = connection.default_channel.client
    yield _eviction(client, errors)
    yield _persistence(_told(lambda: client.info("persistence"), errors))
    yield _mode(_told(lambda: client.info("cluster"), errors))


def _eviction(client: Any, errors: tuple[type[Exception], ...]) -> Check:  # noqa: ANN401 - a client of whatever kombu found
    """Say whether messages vanish once the memory is full.

    The policy counts even where no memory limit is set yet: the limit comes in a bad hour, and
    from then on messages vanish without a word.
    """
    # The first way is the one that managed servers allow.
    policy = _told(lambda: client.info("memory"), errors).get("maxmemory_policy") or _told(
        lambda: client.config_get("maxmemory-policy"), errors
    ).get("maxmemory-policy")
    if not policy:
        return Check("eviction", Verdict.UNKNOWN, "the server does not tell its maxmemory-policy")
    if policy == KEEPS_ALL:
        return Check("eviction", Verdict.SOUND, f"maxmemory-policy {policy}")
    return Check(
        "eviction",
        Verdict.UNSAFE,
        f"the broker evicts keys when its memory is full (maxmemory-policy {policy}), and an "
        "evicted message is a task that nobody is told about; run: redis-cli CONFIG SET "
        "maxmemory-policy noeviction; to keep that, write `maxmemory-policy noeviction` into "
        "redis.conf, or into the parameters of a managed Redis",
    )


def _persistence(info: Mapping[str, Any]) -> Check:
    if "aof_enabled" not in info:
        return Check("persistence", Verdict.UNKNOWN, "the server does not tell")
    if info["aof_enabled"]:
        return Check("persistence", Verdict.SOUND, "it writes an append-only file")
    return Check(
        "persistence",
        Verdict.WEAK,
        "no append-only file: messages since its last snapshot are gone with it, and sent again "
        "from the rows",
    )


def _mode(info: Mapping[str, Any]) -> Check:
    if not info.get("cluster_enabled"):
        return Check("cluster", Verdict.SOUND, "one server, no cluster")
    return Check(
        "cluster",
        Verdict.UNSAFE,
        "the broker is a node of a Redis Cluster, which refuses what touches keys of several hash "
        "slots, as each message does; use one Redis, or Sentinel by sentinel://",
    )


def _told(ask: Callable[[], Any], errors: tuple[type[Exception], ...]) -> Mapping[str, Any]:
    """Return the answer; nothing where the account may not ask, or the command is gone."""
    try:
        answer: Mapping[str, Any] = ask()
    except errors:
        return {}
    return answer
