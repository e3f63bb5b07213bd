"""Whether a Redis throws messages away when its memory is full."""

import logging
from typing import Any, Final

from celery import Celery
from kombu.exceptions import OperationalError

from contractsai.domain.errors import UnsafeConfiguration

logger = logging.getLogger(__name__)

KEEPS_ALL: Final = "noeviction"
"""The one policy under which a full Redis refuses a message aloud, so that the sender knows."""


def refuse_eviction(app: Celery) -> None:
    """Return if the broker of *app* keeps what it accepts, or if that cannot be known.

    The policy counts even where no memory limit is set yet: the limit comes in a bad hour, and
    from then on messages vanish without a word. A broker that is away is no reason not to start.

    Raises:
        UnsafeConfiguration: it evicts; the message says how to change that.
    """
    try:
        policy = _policy(app)
    except (OperationalError, OSError) as error:
        _unchecked(type(error).__name__)
        return
    if policy != KEEPS_ALL:
        raise UnsafeConfiguration(
            f"the broker evicts keys when its memory is full (maxmemory-policy {policy}), and an "
            "evicted message is a task that nobody is told about; run: redis-cli CONFIG SET "
            "maxmemory-policy noeviction; to keep that, write `maxmemory-policy noeviction` into "
            "redis.conf, or into the parameters of a managed Redis"
        )


def _policy(app: Celery) -> str:
    """Return the Redis' policy; KEEPS_ALL for one that tells nobody."""
    with app.connection_for_write() as connection:
        client = connection.default_channel.client  # type: ignore[attr-defined]  # Redis' own
        for ask in (_from_info, _from_config):
            try:
                policy = ask(client)
            except connection.channel_errors:  # the account may not ask, or the command is gone
                continue
            if policy:
                return policy
    _unchecked("the server does not tell")
    return KEEPS_ALL


def _from_info(client: Any) -> str | None:  # noqa: ANN401 - a client of whatever kombu found
    """Ask the way that managed servers allow."""
    policy: str | None = client.info("memory").get("maxmemory_policy")
    return policy


def _from_config(client: Any) -> str | None:  # noqa: ANN401 - likewise
    policy: str | None = client.config_get("maxmemory-policy").get("maxmemory-policy")
    return policy


def _unchecked(why: str) -> None:
    logger.warning(
        "broker not checked for eviction", extra={"event": "broker.unchecked", "reason": why}
    )
