"""How many messages wait in each queue, as the broker counts them."""

from collections.abc import Mapping
from typing import Any

from celery import Celery
from kombu import Connection
from kombu.exceptions import ChannelError, OperationalError
from kombu.transport import virtual

from contractsai.adapters.brokers.transports import broker_of
from contractsai.domain.errors import QueueUnavailable


def queue_lengths(app: Celery) -> Mapping[str, int]:
    """Return the length of each of our queues, 0 where nobody has made it yet.

    Raises:
        QueueUnavailable: the broker does not answer.
    """
    refusals: tuple[type[Exception], ...] = (
        OperationalError,
        OSError,
        *broker_of(app.conf.broker_url).errors,
    )
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
            return {queue.name: _length(connection, queue.name) for queue in app.conf.task_queues}
    except refusals as error:
        raise QueueUnavailable("the broker does not say how long its queues are") from error


def _length(connection: Connection, name: str) -> int:
    with connection.channel() as opened:
        channel: Any = opened  # of any transport
        # On Redis a declaration makes nothing, and a passive one knows no prefixes of keys.
        passive = not isinstance(channel, virtual.Channel)
        try:
            return int(channel.queue_declare(queue=name, passive=passive).message_count)
        except ChannelError:
            return 0
