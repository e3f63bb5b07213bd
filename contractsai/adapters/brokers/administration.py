"""What an administrator asks of a broker: whether it is sound, and what waits in it."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from celery import Celery
from kombu.exceptions import OperationalError

from contractsai.adapters.brokers.broker import Broker, Check, Verdict
from contractsai.adapters.brokers.options import CHOSEN
from contractsai.adapters.brokers.transports import broker_of
from contractsai.adapters.brokers.transports.tls import why_distrusted
from contractsai.domain.errors import BrokerCannot, QueueUnavailable, UnsafeConfiguration

logger = logging.getLogger(__name__)

NO_AGE: Final = timedelta(0)
WITHIN_ONE: Final = (
    "is a broker within one process: what one process sends, no other receives; "
    "leave CELERY_BROKER_URL unset and run: contractsai up"
)


def preflight(app: Celery) -> list[Check]:
    """Return all that can be known of the broker of *app* before work begins.

    A broker that is away is no reason not to start: it is waited for.
    """
    return list(_checks(app))


def _checks(app: Celery) -> Iterator[Check]:
    broker = broker_of(app.conf.broker_url)
    chosen = _chosen(app)
    is_encrypted = bool(app.conf.broker_use_ssl)
    with app.connection_for_write() as connection:
        try:
            connection.connect()
            yield Check("reachable", Verdict.SOUND, "it answers")
            if is_encrypted:
                yield Check("tls", Verdict.SOUND, "the certificate is trusted, or not asked for")
            if not chosen.capabilities.shared:
                yield Check("reach", Verdict.UNSAFE, f"{chosen.name} {WITHIN_ONE}")
            yield from broker.preflight(app, connection)
        except _refusals(broker, connection) as error:
            if is_encrypted and (why := why_distrusted(error)):
                yield Check("tls", Verdict.UNSAFE, f"CELERY_BROKER_URL: the broker: {why}")
            else:
                yield Check("reachable", Verdict.UNKNOWN, type(error).__name__)


def _chosen(app: Celery) -> Broker:
    """Return the broker that the user named, which may be dialled by another's URL."""
    return broker_of(app.conf.get(CHOSEN) or app.conf.broker_url)


def refuse_unsafe(app: Celery) -> None:
    """Return if messages are safe with the broker of *app*, as far as can be known.

    Raises:
        UnsafeConfiguration: they are not; the message says why, and the way out.
    """
    for check in preflight(app):
        if check.verdict is Verdict.UNSAFE:
            raise UnsafeConfiguration(check.detail)
        if check.verdict is Verdict.UNKNOWN:
            logger.warning(
                "broker not checked for %s: %s",
                check.subject,
                check.detail,
                extra={
                    "event": "broker.unchecked",
                    "subject": check.subject,
                    "reason": check.detail,
                },
            )


class Administration:
    """Questions to the broker of an application; each opens a connection of its own.

    Raises:
        BrokerCannot: from a method of whose like the broker's capabilities say no.
        QueueUnavailable: from every method, where the broker does not answer.
    """

    def __init__(self, app: Celery) -> None:
        """Take the application that `make_celery` made."""
        self._app = app
        self._broker = broker_of(app.conf.broker_url)

    def ping(self) -> None:
        """Return if the broker answers."""
        self._ask(lambda _channel: None)

    def depth(self, queue: str) -> int:
        """Return how many messages wait in a queue; what a worker has in hand is not among them."""
        self._require("depth")
        return int(self._ask(lambda channel: self._declared(channel, queue).message_count))

    def oldest_age(self, queue: str) -> timedelta | None:
        """Return how long the first message of a queue waits by this machine's clock.

        None: no message of ours waits there. In steps of a second.
        """
        self._require("oldest_age")
        sent_at = self._broker.sent_at
        if sent_at is None:
            raise self._cannot("oldest_age")
        since: datetime | None = self._ask(lambda channel: sent_at(channel, queue))
        return None if since is None else max(NO_AGE, datetime.now(UTC) - since)

    def purge(self, queue: str) -> int:
        """Delete what waits in a queue, and return how much that was; the rows bring it back."""
        self._require("purge")

        def empty(channel: Any) -> int:  # noqa: ANN401 - kombu's
            self._declared(channel, queue)
            return int(channel.queue_purge(queue))

        return int(self._ask(empty))

    def _declared(self, channel: Any, queue: str) -> Any:  # noqa: ANN401 - kombu's
        """Return what a declaration of *queue* says of it: it is there afterwards, as ours are."""
        arguments = self._broker.queue_arguments
        return channel.queue_declare(
            queue, durable=True, auto_delete=False, arguments=dict(arguments or {}) or None
        )

    def _ask(self, question: Any) -> Any:  # noqa: ANN401 - of a channel of kombu's
        with self._app.connection_for_write() as connection:
            try:
                connection.connect()
                return question(connection.default_channel)
            except _refusals(self._broker, connection) as error:
                why = why_distrusted(error) or error
                raise QueueUnavailable(f"the broker does not answer: {why}") from error

    def _require(self, capability: str) -> None:
        if not self._broker.capabilities.table()[capability]:
            raise self._cannot(capability)

    def _cannot(self, capability: str) -> BrokerCannot:
        return BrokerCannot(f"{self._broker.name} has no {capability.replace('_', ' ')}")


def _refusals(broker: Broker, connection: Any) -> tuple[type[Exception], ...]:  # noqa: ANN401 - kombu's
    return (
        OperationalError,
        OSError,
        *connection.connection_errors,
        *connection.channel_errors,
        *broker.errors,
    )
