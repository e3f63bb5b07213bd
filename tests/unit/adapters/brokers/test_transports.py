"""Each broker gets what it needs, and nothing of what another needs."""

import ssl
from collections.abc import Callable

import pytest

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports import UNKNOWN, broker_of
from contractsai.broker_plugins import schemes

Options = Callable[..., CeleryOptions]


def test_every_scheme_leads_to_a_broker_also_as_kombu_spells_it() -> None:
    """A scheme that the settings take and no adapter knows would fail where nobody looks."""
    for name, scheme in schemes().items():
        assert broker_of(f"{name}://h") is not UNKNOWN
        assert scheme.refusal or broker_of(f"{scheme.kombu}://h") is not UNKNOWN


def test_what_is_no_broker_of_ours_needs_nothing() -> None:
    assert broker_of("db+sqlite:///results.db") is broker_of("") is UNKNOWN


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://localhost//", {"visibility_timeout", "queue_order_strategy", "socket_timeout"}),
        ("amqp://guest@localhost//", {"confirm_publish", "read_timeout", "write_timeout"}),
        ("memory://", {"polling_interval"}),
        ("sentinel://h:1/0?master_name=m", {"master_name", "sentinel_kwargs", "socket_timeout"}),
    ],
)
def test_each_transport_gets_its_own_options(
    celery_options: Options, url: str, expected: set[str]
) -> None:
    """One shared dictionary breaks some transports and slows others."""
    chosen = set(make_celery(celery_options(broker_url=url)).conf.broker_transport_options)

    assert chosen >= expected
    if not url.startswith(("redis", "sentinel")):
        assert not chosen & {"visibility_timeout", "queue_order_strategy"}


def test_who_says_so_goes_on_without_knowing_who_answers(celery_options: Options) -> None:
    redis = make_celery(celery_options(broker_url="rediss://h:6380/0?ssl_cert_reqs=none"))
    rabbitmq = make_celery(celery_options(broker_url="amqps://h//?ssl_cert_reqs=none"))

    with redis.connection_for_write() as connection:
        assert connection.ssl["ssl_cert_reqs"] is ssl.CERT_NONE
    with rabbitmq.connection_for_write() as connection:
        assert connection.ssl == {"cert_reqs": ssl.CERT_NONE}


@pytest.mark.parametrize(("url", "waits"), [("redis://h:1/0", True), ("amqp://h", False)])
def test_a_worker_waits_for_a_redis_that_answers_with_errors(
    celery_options: Options,
    url: str,
    waits: bool,  # noqa: FBT001 - a table's column
) -> None:
    """After a failover it is read-only for a while: measured, that ended every worker."""
    conf = make_celery(celery_options(broker_url=url)).conf

    assert conf["broker_channel_error_retry"] is waits
