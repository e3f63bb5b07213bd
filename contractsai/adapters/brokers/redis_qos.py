"""Kombu's count of what a worker has in hand, on Redis, kept right when Redis is not told."""

from kombu.transport import redis, virtual


class HonestQoS(redis.QoS):
    """Lets a message go that was dealt with, also where the acknowledgement does not get through.

    Kombu's own goes on counting it, and Celery logs the error and goes on, so that a worker with
    as many such messages as it may prefetch takes none ever again, until its connection breaks.
    What Redis keeps of the message comes back after the visibility timeout, and finds a document
    that is not due.
    """

    def ack(self, delivery_tag: str) -> None:
        """Acknowledge one message."""
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)


def count_honestly() -> None:
    """Have every Redis channel that is opened from now on count so."""
    redis.Channel.QoS = HonestQoS
