"""The bench on which a broker is tried: senders, receivers and queues of one test."""

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, Final, Self
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import Celery
from kombu import Exchange, Queue

from contractsai.adapters.brokers.administration import Administration
from contractsai.adapters.brokers.broker import Broker, Capabilities
from contractsai.adapters.brokers.celery.app import make_celery
from contractsai.adapters.brokers.celery.queue import CeleryQueue
from contractsai.adapters.brokers.options import CeleryOptions
from contractsai.adapters.brokers.transports import broker_of, prepare_worker
from contractsai.broker_url import read_broker_url
from contractsai.domain.ids import DocumentId
from contractsai.testing.conformance.brokers.receiver import Receiver
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually
from contractsai.testing.fuzz.messages import Content

LONG_SECONDS: Final = 600
SHORT_SECONDS: Final = 1
TIMEOUT_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class BrokerUnderTest:
    """A broker that may be hurt.

    Attributes:
        url: as users give it.
        kill: ends its server the hard way; None if it has none.
        start: starts the server again after that, and returns once it answers.
        put_raw: puts bytes into a queue by its name, below kombu; None if a message has no such
            place.
        elsewhere: returns its URL with another port of 127.0.0.1 in the place of its address.
        settle: returns once a new queue, by its name, is where a kill cannot reach it; None if it
            is as soon as a message was accepted.
        can: what this server can do, where it keeps less than the broker of its URL says.
    """

    url: str
    kill: Callable[[], None] | None = None
    start: Callable[[], None] | None = None
    put_raw: Callable[[str, bytes], None] | None = None
    elsewhere: Callable[[int], str] | None = None
    settle: Callable[[str], None] | None = None
    can: Capabilities | None = None


class BenchSuite:
    """Gives each test of a suite its bench."""

    burst = 10_000
    """How many messages are a burst."""

    @pytest.fixture
    def bench(self, broker_under_test: BrokerUnderTest) -> Iterator["Bench"]:
        """A place for one test: queues that nobody else has, and nothing left of them."""
        with Bench(broker_under_test, burst=self.burst) as bench:
            yield bench


class Bench:
    """Makes what a test needs on a broker, and takes all of it away."""

    def __init__(
        self,
        under_test: BrokerUnderTest,
        *,
        burst: int = 10_000,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Take the broker; nothing connects before it is asked to."""
        prepare_worker()
        self.under_test = under_test
        self.burst = burst
        self.patience_seconds = patience_seconds
        self.silence_seconds = 1.0  # how long is listened for what a broker says that it does not
        self.name = f"kit-{uuid.uuid4().hex[:12]}"
        self.broker: Broker = broker_of(under_test.url)
        self._ends = ExitStack()
        self._visibility_seconds = LONG_SECONDS
        self._app: Celery | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # a broker that a test has killed has nothing to forget
            self._forget()
        self._ends.close()

    @property
    def can(self) -> Capabilities:
        """What the broker says of itself."""
        return self.under_test.can or self.broker.capabilities

    @property
    def has_server(self) -> bool:
        """Whether something listens that another process may be told of, if not by the URL."""
        url = self.under_test.url
        return self.can.shared or self.broker.dialled(url) != url

    @property
    def app(self) -> Celery:
        """The application of this test."""
        if self._app is None:
            self._app = self.make_app()
        return self._app

    @property
    def desk(self) -> Administration:
        """Questions to the broker."""
        return Administration(self.app)

    def return_soon(self) -> None:
        """Have a message whose consumer is silent go to another after a second, not in an hour."""
        self._visibility_seconds = SHORT_SECONDS
        self._app = None

    def options(self, url: str | None = None, *, queue: str | None = None) -> CeleryOptions:
        """Return options of an application on queues of this test."""
        return CeleryOptions(
            broker=read_broker_url(url or self.under_test.url, variable="CELERY_BROKER_URL"),
            backend=None,
            queue=queue or self.name,
            key_prefix="",
            task_time_limit=LONG_SECONDS,
            task_soft_time_limit=LONG_SECONDS,
            max_tasks_per_child=1,
            visibility_timeout=self._visibility_seconds,
            timeout_seconds=TIMEOUT_SECONDS,
            tick_seconds=1,
            concurrency=1,
        )

    def make_app(self, url: str | None = None, *, queue: str | None = None) -> Celery:
        """Return another application, closed with the bench."""
        app = make_celery(self.options(url, queue=queue))
        mailbox_of(app).producer_pool = None  # kombu would keep its connections for the next one
        self._ends.callback(app.close)
        return app

    def sender(self, app: Celery | None = None) -> CeleryQueue:
        """Return what the service sends with."""
        queue = CeleryQueue(app or self.app)
        self._ends.callback(queue.close)
        return queue

    def send(self, *ids: str, app: Celery | None = None) -> list[str]:
        """Send documents' ids, as the service does; return them."""
        sender = self.sender(app)
        for each in ids:
            sender.enqueue(DocumentId(each))
        sender.close()
        return list(ids)

    @contextmanager
    def receiver(self, *, app: Celery | None = None, prefetch: int = 1) -> Iterator[Receiver]:
        """Yield what takes messages as a worker does, behind the same door."""
        receiver = Receiver(
            app or self.app, prefetch=prefetch, patience_seconds=self.patience_seconds
        )
        try:
            yield receiver
        finally:
            receiver.close()

    def take_all(self, expected: int) -> list[str]:
        """Return the ids of the next so many messages, each acknowledged."""
        if not expected:
            return []
        with self.receiver(prefetch=min(expected, 500)) as receiver:
            return receiver.take(expected)

    def takes_in_silence(self) -> list[str]:
        """Return the ids of what comes although nothing should: a while is waited for it."""
        with self.receiver(prefetch=10) as receiver:
            return receiver.take_within(self.silence_seconds)

    def wait_for_depth(self, count: int) -> None:
        """Return once so many messages wait in the queue; some brokers count behind."""
        eventually(
            lambda: self.desk.depth(self.name) == count,
            within=self.patience_seconds,
            what=f"{count} that wait",
        )

    def publish(self, *contents: Content, priority: int | None = None) -> None:
        """Send anything that an envelope can hold to this test's queue, without confirmation."""
        options = {**self.app.conf.broker_transport_options, "confirm_publish": False}
        with self.app.connection_for_write(transport_options=options) as connection:
            producer: Any = connection.Producer()
            self.queue(producer.channel).declare()
            for content in contents:
                is_text = content.content_encoding != "binary"
                producer.publish(
                    content.body if is_text else content.body.encode(),
                    routing_key=self.name,
                    exchange=self.queue.exchange,
                    headers=dict(content.headers or {}),
                    content_type=content.content_type,
                    content_encoding=content.content_encoding,
                    priority=priority,
                    **content.properties,
                )

    @property
    def queue(self) -> Queue:
        """The queue of documents, as everybody declares it."""
        return queue_of(self.app)

    def seen_elsewhere(self) -> int:
        """Return how many messages another process sees wait, by nothing but the URL."""
        order = json.dumps({"options": asdict(self.options()), "waits": self.can.shared})
        done = subprocess.run(
            [sys.executable, "-m", "contractsai.testing.conformance.brokers.counter"],
            input=order,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return int(done.stdout)

    @contextmanager
    def taker(self, count: int, *, acknowledges: bool) -> Iterator["subprocess.Popen[str]"]:
        """Yield another process that has taken so many messages, and holds on to its connection."""
        options = self.options(self.broker.dialled(self.under_test.url))  # a server of this process
        order = {"options": asdict(options), "count": count, "acks": acknowledges}
        process = subprocess.Popen(
            [sys.executable, "-m", "contractsai.testing.conformance.brokers.taker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            if process.stdin is None or process.stdout is None:
                raise AssertionError("it has both")
            process.stdin.write(f"{json.dumps(order)}\n")
            process.stdin.flush()
            said = process.stdout.readline()
            assert said == "taken\n", f"another process could not take {count}: {said!r}"
            yield process
        finally:
            process.kill()
            process.communicate()

    def elsewhere(self, port: int) -> str:
        """Return the broker's URL with a port of this machine in the place of its address."""
        if self.under_test.elsewhere is not None:
            return self.under_test.elsewhere(port)
        parts = urlsplit(self.under_test.url)
        user, at, _ = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{user}{at}127.0.0.1:{port}"))

    def _forget(self) -> None:
        if self._app is None:
            return
        with self.app.connection_for_write() as connection:
            channel: Any = connection.default_channel
            for queue in (self.queue, queue_of(self.app, ticks=True)):
                bound: Any = queue(channel)
                bound.declare()
                bound.delete()
            with suppress(Exception):  # kombu deletes what it has never heard of only on AMQP
                for name in (self.name, f"{self.name}.control.pidbox", f"{self.name}.events"):
                    channel.exchange_delete(name)


def mailbox_of(app: Celery) -> Any:  # noqa: ANN401 - kombu's
    """Return what commands to workers go through."""
    control: Any = app.control
    return control.mailbox


def queue_of(app: Celery, *, ticks: bool = False) -> Queue:
    """Return a queue of *app* that keeps nothing of a declaration in memory."""
    name = app.conf.task_default_queue + (".ticks" if ticks else "")
    arguments = broker_of(app.conf.broker_url).queue_arguments
    return Queue(name, Exchange(name, type="direct"), routing_key=name, queue_arguments=arguments)
