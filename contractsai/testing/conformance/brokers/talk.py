"""Commands to workers, and what workers say."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kombu import Connection

from contractsai.adapters.brokers.celery.consumer import Node
from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite, mailbox_of
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

WAIT_SECONDS = 0.1
Answers = list[dict[str, Any]]


class TalkConformance(BenchSuite):
    """Remote control and events, which Flower and `celery inspect` live by."""

    def test_a_command_reaches_every_worker_and_the_answers_come_back(self, bench: Bench) -> None:
        with a_node(bench, "one"), a_node(bench, "two"):
            answers = ask(bench, expected=2 if bench.can.remote_control else 0)

        assert sorted(name for each in answers for name in each) == (
            ["one", "two"] if bench.can.remote_control else []
        )

    def test_a_command_to_one_worker_is_answered_by_that_one(self, bench: Bench) -> None:
        with a_node(bench, "one"), a_node(bench, "two"):
            answers = ask(bench, expected=1 if bench.can.remote_control else 0, destination=["two"])

        assert answers == ([{"two": {"ok": "pong"}}] if bench.can.remote_control else [])

    def test_a_command_that_nobody_knows_harms_nobody(self, bench: Bench) -> None:
        with a_node(bench, "one"):
            for command in ("no_such_command", "shutdown", ["ping"]):
                tell(bench, command)

            answers = ask(bench, expected=1 if bench.can.remote_control else 0)

        assert answers == ([{"one": {"ok": "pong"}}] if bench.can.remote_control else [])

    def test_events_reach_whoever_listens_or_the_broker_does_not_say_so(self, bench: Bench) -> None:
        heard: list[str] = []
        handlers = {"*": lambda event: heard.append(event["type"])}
        with (
            bench.app.connection_for_read() as connection,
            bench.app.events.Receiver(connection, handlers=handlers).consumer_context() as context,
            bench.app.connection_for_write() as sending,
            bench.app.events.Dispatcher(sending) as dispatcher,
        ):
            listening, _, _ = context
            drain(listening)  # so that it is subscribed
            dispatcher.send("worker-online")
            look(listening, lambda: bool(heard), within=patience(bench, "events"))

        assert heard == (["worker-online"] if bench.can.events else [])


def tell(bench: Bench, command: Any) -> None:  # noqa: ANN401 - whatever somebody sends
    """Send a command that nobody answers."""
    with bench.app.connection_for_write() as connection:
        bench.app.control.broadcast(command, connection=connection)


def ask(
    bench: Bench, *, expected: int, destination: list[str] | None = None
) -> list[dict[str, Any]]:
    """Return what workers answer to a ping; of one that has no remote control, nothing is."""
    with bench.app.connection_for_write() as connection:
        answers: Answers | None = bench.app.control.broadcast(
            "ping",
            reply=True,
            timeout=patience(bench, "remote_control"),
            limit=expected or 1,
            destination=destination,
            connection=connection,
        )
    return answers or []


@contextmanager
def a_node(bench: Bench, name: str) -> Iterator[None]:
    """Have the part of a worker that takes commands listen in a thread of its own."""
    app = bench.make_app()
    is_over, listens = threading.Event(), threading.Event()

    def serve() -> None:
        mailbox = mailbox_of(app)
        with app.connection_for_read() as connection:
            node = Node(name, handlers={"ping": pong}, mailbox=mailbox)
            node.channel = connection.channel()
            consumer = node.listen(callback=node.handle_message)
            drain(connection)  # so that it is subscribed
            listens.set()
            while not is_over.is_set():
                drain(connection)
            consumer.cancel()

    thread = threading.Thread(target=serve, name=f"node {name}", daemon=True)
    thread.start()
    try:
        eventually(lambda: listens.is_set() or not thread.is_alive(), what="a node that listens")
        yield
    finally:
        is_over.set()
        thread.join(PATIENCE_SECONDS)


def pong(_state: object, **_: object) -> dict[str, str]:
    """Answer as a worker does."""
    return {"ok": "pong"}


def patience(bench: Bench, capability: str) -> float:
    """Return for how long to wait: what a broker says that it does not is listened for, too."""
    can = bench.can.table()[capability]
    return bench.patience_seconds if can else bench.silence_seconds


def look(connection: Connection, is_there: Callable[[], bool], *, within: float) -> None:
    """Drain until it is there, or for so many seconds."""
    deadline = time.monotonic() + within
    while not is_there() and time.monotonic() < deadline:
        drain(connection)


def drain(connection: Connection) -> None:
    """Take what is there, or wait for a moment."""
    try:
        connection.drain_events(timeout=WAIT_SECONDS)
    except TimeoutError:
        return
