"""What is RabbitMQ's alone, without one."""

import ssl
from collections.abc import Callable

import pytest

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.options import CeleryOptions

Options = Callable[..., CeleryOptions]


@pytest.mark.parametrize("scheme", ["amqp", "amqps", "pyamqp"])
def test_queues_on_rabbitmq_are_quorum_queues(celery_options: Options, scheme: str) -> None:
    """A node that dies takes no message along; Celery then also asks for no global prefetch."""
    app = make_celery(celery_options(broker_url=f"{scheme}://h//", queue="mine"))

    queues = {queue.name: queue.queue_arguments for queue in app.conf.task_queues}
    quorum = {"x-queue-type": "quorum"}
    assert queues == {"mine": quorum, "mine.ticks": quorum}
    assert all(queue.durable for queue in app.conf.task_queues)
    assert app.conf.worker_detect_quorum_queues
    assert app.conf.broker_transport_options["confirm_publish"] is True


def test_services_on_one_rabbitmq_are_set_apart_by_their_queue(celery_options: Options) -> None:
    """A shutdown for one service's workers must not reach another's: AMQP has no key prefix."""
    conf = make_celery(celery_options(broker_url="amqp://h//", queue="mine")).conf

    assert (conf.control_exchange, conf.event_exchange) == ("mine.control", "mine.events")


def test_a_rabbitmq_over_tls_has_to_be_the_host_of_the_url(celery_options: Options) -> None:
    """Without a name to compare, any certificate that some authority signed would do."""
    secure = make_celery(celery_options(broker_url="amqps://mq.example//"))
    either = make_celery(celery_options(broker_url="amqps://a//;amqps://b//"))

    with secure.connection_for_write() as connection:
        assert connection.ssl["cert_reqs"] is ssl.CERT_REQUIRED
        assert connection.ssl["server_hostname"] == "mq.example"
    with either.connection_for_write() as connection:
        assert connection.ssl["server_hostname"] is None, "which kombu reads as: the URL's"
