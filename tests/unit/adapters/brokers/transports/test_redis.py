"""What is Redis' alone."""

import ssl
from collections.abc import Callable

import pytest

from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.options import CeleryOptions

Options = Callable[..., CeleryOptions]


def test_a_key_prefix_sets_services_on_one_redis_apart(celery_options: Options) -> None:
    app = make_celery(celery_options(key_prefix="a-"))

    assert app.conf.broker_transport_options["global_keyprefix"] == "a-"


@pytest.mark.parametrize("scheme", ["rediss", "valkeys"])
def test_a_redis_over_tls_has_to_be_the_host_of_the_url(
    celery_options: Options, scheme: str
) -> None:
    """Kombu's default is encrypted, to whomever answers; the result backend's is an error."""
    url = f"{scheme}://redis.example:6380/0"
    app = make_celery(celery_options(broker_url=url, result_backend=url))

    with app.connection_for_write() as connection:
        assert connection.ssl == {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}
    chosen = app.backend.connparams
    assert (chosen["ssl_cert_reqs"], chosen["ssl_check_hostname"]) == (ssl.CERT_REQUIRED, True)
