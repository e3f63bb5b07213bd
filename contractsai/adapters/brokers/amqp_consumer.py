"""Celery's consumer without its delayed delivery, which we do not use.

With quorum queues it would leave 28 more of them in every virtual host, for countdowns of tasks.
Ours have none: a document's backoff is in its row.
"""

from typing import ClassVar

from celery.worker import consumer


class Consumer(consumer.Consumer):
    """What `worker_consumer` names on RabbitMQ."""

    class Blueprint(consumer.Consumer.Blueprint):  # type: ignore[misc, valid-type]  # a class, whatever the stubs say
        """The steps of Celery's, but one."""

        default_steps: ClassVar = [
            step
            for step in consumer.Consumer.Blueprint.default_steps
            if not str(step).endswith(":DelayedDelivery")
        ]
