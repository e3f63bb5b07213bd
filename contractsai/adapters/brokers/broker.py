"""What a kind of broker declares: its URLs, what it can do, and what it needs of Celery and kombu.

A plug-in is a package with one module that makes a `Broker`, and an entry point of the group
``contractsai.brokers`` that names it. `contractsai.testing.conformance.brokers` proves it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from celery import Celery

from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.broker_plugins import Scheme
from contractsai.broker_url import BrokerUrl, Tls

REFUSED_AT_ONCE: Final = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
"""Transport options by which a sender that is refused says so at once; a worker has retries of its
own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a broker does, and what it does not; the conformance kit tries both.

    Attributes:
        shared: other processes reach it.
        durable: what it has accepted is there after it was killed and started again.
        redelivers: a message that its consumer was killed with goes to the next one.
        ordered: one consumer gets messages in the order in which they were sent.
        depth: it counts the messages that wait in a queue.
        oldest_age: it tells since when the first of them waits.
        purge: it empties a queue, and says of how many.
        priorities: a message can be sent in front of others.
        remote_control: commands reach every worker, and answers come back.
        events: what workers say of their tasks reaches whoever listens.
    """

    shared: bool
    durable: bool
    redelivers: bool
    ordered: bool
    depth: bool
    oldest_age: bool
    purge: bool
    priorities: bool
    remote_control: bool
    events: bool

    def table(self) -> Mapping[str, bool]:
        """Return each by name, in the order above."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Verdict(StrEnum):
    """What a look at a broker found."""

    SOUND = "sound"
    UNKNOWN = "unknown"
    WEAK = "weak"  # it costs time, never a job: the rows are the truth
    UNSAFE = "unsafe"  # no process of ours starts on it


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at before work begins.

    Attributes:
        subject: what: reachable, tls, eviction, persistence, delivery limit, ...
        verdict: how it is.
        detail: in a sentence; for what is unsafe, with the way out.
    """

    subject: str
    verdict: Verdict
    detail: str


def _nothing(*_: object) -> None:
    """Do nothing: this broker needs nothing here."""


def _no_options(*_: object) -> dict[str, Any]:
    return {}


def _no_checks(*_: object) -> Iterable[Check]:
    return ()


def _as_it_is(url: str) -> str:
    return url


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """The differences between brokers, in one place for each; all else is the same for all.

    Attributes:
        name: what people call it.
        schemes: how its URLs may begin.
        capabilities: what it can do.
        dialled: the URL that kombu gets for one of ours; starts what has to be there.
        transport_options: kombu's options for an address: others' options break a transport.
        settings: Celery's settings that others do not need, or need otherwise.
        tls: whom the library is to trust at a URL. Left to itself, it takes everybody who answers.
        queue_arguments: what our queues are declared with.
        urgency: the priority numbers of the most and the least urgent message.
        errors: what the library raises beside kombu's and the system's errors.
        preflight: looks at the broker that an open connection of kombu leads to.
        sent_at: when the message was sent that waits first in a queue of an open channel.
        prepare_worker: mends the library in this process, before it connects.
        hint: for the table in the documentation: when to take it.
    """

    name: str
    schemes: Mapping[str, Scheme]
    capabilities: Capabilities
    dialled: Callable[[str], str] = _as_it_is
    transport_options: Callable[[BrokerUrl, CeleryOptions], dict[str, Any]] = _no_options
    settings: Callable[[CeleryOptions], dict[str, Any]] = _no_options
    tls: Callable[[Tls, str], dict[str, Any]] = _no_options
    queue_arguments: Mapping[str, Any] | None = None
    urgency: tuple[int, int] = (9, 0)
    errors: tuple[type[Exception], ...] = ()
    preflight: Callable[[Celery, Any], Iterable[Check]] = _no_checks
    sent_at: Callable[[Any, str], datetime | None] | None = None
    prepare_worker: Callable[[], None] = _nothing
    hint: str = ""
