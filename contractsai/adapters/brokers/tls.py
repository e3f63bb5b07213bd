"""TLS in the words of the client libraries, and their complaints in ours."""

import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from celery import Celery
from kombu.exceptions import OperationalError

from contractsai.broker_url import Tls
from contractsai.domain.errors import UnsafeConfiguration

HINT = (
    "if an authority of your own signed its certificate, add ?ssl_ca_certs=/PATH/TO/CA.pem to the "
    "URL; ?ssl_cert_reqs=none goes on without knowing who answers"
)


def for_redis(tls: Tls) -> dict[str, Any]:
    """Return what redis-py takes."""
    chosen: dict[str, Any] = {
        "ssl_cert_reqs": ssl.CERT_REQUIRED if tls.verify else ssl.CERT_NONE,
        "ssl_check_hostname": tls.check_host,
        "ssl_ca_certs": tls.ca_file,
        "ssl_certfile": tls.cert_file,
        "ssl_keyfile": tls.key_file,
    }
    return {name: value for name, value in chosen.items() if value is not None}


def for_amqp(tls: Tls, *, url: str) -> dict[str, Any]:
    """Return what py-amqp takes."""
    chosen: dict[str, Any] = {
        "cert_reqs": ssl.CERT_REQUIRED if tls.verify else ssl.CERT_NONE,
        "ca_certs": tls.ca_file,
        "certfile": tls.cert_file,
        "keyfile": tls.key_file,
    }
    given = {name: value for name, value in chosen.items() if value is not None}
    if tls.check_host:  # unset, any would do
        # None is the host that is tried, of several; kombu makes a number of `localhost`.
        given["server_hostname"] = None if ";" in url else urlsplit(url).hostname
    return given


def refuse_the_untrusted(app: Celery) -> None:
    """Return if the broker of *app* is who the URL says, uses no TLS, or is away.

    Raises:
        UnsafeConfiguration: its certificate is not trusted; the message says how to change that.
    """
    if not app.conf.broker_use_ssl:
        return
    with app.connection_for_write() as connection:
        errors: Any = connection.connection_errors
        try:
            connection.connect()
        except (OperationalError, OSError, *errors) as error:
            if why := distrusted(error):
                raise UnsafeConfiguration(f"CELERY_BROKER_URL: the broker: {why}") from error


def distrusted(error: BaseException) -> str | None:
    """Return why the other side's certificate was refused and what to do, or None if it was not."""
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({cause.verify_message}); {HINT}"
        if "CERTIFICATE_VERIFY_FAILED" in str(cause):  # a library's own error around it
            return f"its certificate is not trusted; {HINT}"
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
