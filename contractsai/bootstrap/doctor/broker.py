"""The broker: whether it answers, and keeps what it is given."""

from collections.abc import Iterator
from typing import Any, Final

from celery import Celery
from kombu.exceptions import OperationalError

from contractsai.adapters.brokers import administration, transports
from contractsai.adapters.brokers.broker import Verdict
from contractsai.adapters.brokers.transports.redis import REDIS
from contractsai.adapters.brokers.transports.redis_checks import KEEPS_ALL
from contractsai.bootstrap.celery import build_celery
from contractsai.bootstrap.doctor.diagnosis import Diagnosis, Patient, problem, shortened, warning
from contractsai.domain.errors import UnsafeConfiguration

FULL: Final = 0.9
ANOTHER: Final = "export CELERY_BROKER_URL=redis://HOST:6379/0"
MENDS: Final = {
    "eviction": f"redis-cli CONFIG SET maxmemory-policy {KEEPS_ALL}",
    "reach": "unset CELERY_BROKER_URL",
    "tls": "export CELERY_BROKER_URL='rediss://HOST:6379/0?ssl_ca_certs=/PATH/TO/CA.pem'",
}
"""What to run about what keeps a worker from starting; about the rest, another broker helps."""


def broker(patient: Patient) -> Iterator[Diagnosis]:
    """Find that it does not answer, evicts, forgets at a restart, or is nearly full."""
    app = build_celery(patient.settings)
    transport = transports.broker_of(app.conf.broker_url)
    away: tuple[type[Exception], ...] = (OperationalError, OSError, *transport.errors)
    try:
        for check in administration.preflight(app):
            if check.verdict is Verdict.UNSAFE:
                says = shortened(UnsafeConfiguration(check.detail))
                yield problem(check.subject, says, MENDS.get(check.subject, ANOTHER))
                return
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        if transport is REDIS:
            yield from _redis(app)
    except away as error:
        says = f"The broker does not answer ({type(error).__name__})."
        is_redis = transport is REDIS
        mend = 'redis-cli -u "$CELERY_BROKER_URL" ping' if is_redis else "rabbitmqctl status"
        yield problem("broker-away", says, mend)
    finally:
        app.close()


def _redis(app: Celery) -> Iterator[Diagnosis]:
    with app.connection_for_write() as connection:
        client: Any = connection.default_channel.client  # type: ignore[attr-defined]  # Redis' own
        try:
            kept, memory = client.info("persistence"), client.info("memory")
        except connection.channel_errors:  # an account that may not ask
            return
    if not kept.get("aof_enabled") and kept.get("server_name") != "python":  # that one never has
        says = "The broker has no append-only file: a restart may forget minutes of messages."
        yield warning("aof-off", says, "redis-cli CONFIG SET appendonly yes")
    most = int(memory.get("maxmemory") or 0)
    if most and int(memory.get("used_memory") or 0) > FULL * most:
        says = "The broker's memory is nearly full: soon it refuses messages."
        yield warning("broker-full", says, "redis-cli CONFIG SET maxmemory 0")
