"""What one kind of broker needs of Celery and kombu that others do not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from celery import Celery

from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_url import Tls

REFUSED_AT_ONCE: Final = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
"""Transport options by which a sender that is refused says so at once; a worker has retries of its
own."""


def _nothing(*_: object) -> None:
    """Do nothing: this transport needs nothing here."""


def _no_options(*_: object) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """The differences between brokers, in one place for each; all else is the same for all.

    Attributes:
        transport_options: kombu's options for a URL: others' options break a transport.
        settings: Celery's settings that others do not need, or need otherwise.
        tls: whom the library is to trust at a URL. Left to itself, it takes everybody who answers.
        queue_arguments: what our queues are declared with.
        errors: what the library raises beside kombu's and the system's errors.
        refuse_unsafe: returns if the broker of an application keeps what it accepts, or raises
            `UnsafeConfiguration`.
        prepare_worker: mends the library in this process, before it connects.
    """

    transport_options: Callable[[str, CeleryOptions], dict[str, Any]] = _no_options
    settings: Callable[[CeleryOptions], dict[str, Any]] = _no_options
    tls: Callable[[Tls, str], dict[str, Any]] = _no_options
    queue_arguments: Mapping[str, Any] | None = None
    errors: tuple[type[Exception], ...] = ()
    refuse_unsafe: Callable[[Celery], None] = _nothing
    prepare_worker: Callable[[], None] = _nothing
