"""What is RabbitMQ's alone, without one."""

from celery.worker import consumer as celery_consumer

from contractsai.adapters.brokers.consumer import Consumer


def test_a_worker_declares_no_queues_for_delayed_delivery() -> None:
    """28 quorum queues in every virtual host, for countdowns that we do not use."""
    theirs = [str(step) for step in celery_consumer.Consumer.Blueprint.default_steps]
    ours = [str(step) for step in Consumer.Blueprint.default_steps]

    assert set(theirs) - set(ours) == {
        "celery.worker.consumer.delayed_delivery:DelayedDelivery",
    }
