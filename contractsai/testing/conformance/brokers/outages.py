"""A broker that is away, silent, or was killed."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from contractsai.adapters.brokers.administration import Administration, preflight
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId
from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite
from contractsai.testing.conformance.brokers.delivery import ids


class OutageConformance(BenchSuite):
    """Whoever sends is told, within bounds; whoever waits goes on afterwards."""

    def test_a_sender_is_told_that_the_broker_is_away(self, bench: Bench) -> None:
        if is_within_this_process(bench):
            return
        app = bench.make_app(bench.elsewhere(a_closed_port()))

        refusal_of(bench, lambda: bench.sender(app).enqueue(DocumentId(*ids(1))))

    def test_a_sender_does_not_wait_for_ever_for_a_silent_broker(self, bench: Bench) -> None:
        """It takes the connection and says nothing: only the limits of sockets end that."""
        if is_within_this_process(bench):
            return
        with a_silent_port() as port:
            app = bench.make_app(bench.elsewhere(port))

            refusal_of(bench, lambda: bench.sender(app).enqueue(DocumentId(*ids(1))))

    def test_questions_to_a_broker_that_is_away_are_told_so(self, bench: Bench) -> None:
        if is_within_this_process(bench):
            return
        app = bench.make_app(bench.elsewhere(a_closed_port()))

        refusal_of(bench, Administration(app).ping)
        assert [check.subject for check in preflight(app)] == ["reachable"]

    def test_a_password_is_told_to_nobody(self, bench: Bench) -> None:
        """Errors of the libraries hold URLs, and logs are read by many."""
        if is_within_this_process(bench):
            return
        url = bench.elsewhere(a_closed_port())
        scheme, _, rest = url.partition("://")
        app = bench.make_app(f"{scheme}://user:hunter2@{rest.rpartition('@')[2]}")

        refusal = refusal_of(bench, lambda: bench.sender(app).enqueue(DocumentId(*ids(1))))

        assert "hunter2" not in str(refusal)

    def test_what_it_had_accepted_is_there_after_a_kill_or_it_does_not_say_so(
        self, bench: Bench
    ) -> None:
        if has_no_server(bench):
            return
        sent = bench.send(*ids(3))
        settle(bench)
        kill(bench)
        start(bench)
        [later] = bench.send(*ids(1))

        expected = [*sent, later] if bench.can.durable else [later]
        assert sorted(bench.take_all(len(expected))) == sorted(expected)

    def test_an_outage_is_told_and_the_same_sender_goes_on_after_it(self, bench: Bench) -> None:
        """The API is not started again because the broker was."""
        if has_no_server(bench):
            return
        sender, (before, lost, after) = bench.sender(), ids(3)
        sender.enqueue(DocumentId(before))
        assert bench.take_all(1) == [before]
        settle(bench)
        kill(bench)

        refusal_of(bench, lambda: sender.enqueue(DocumentId(lost)))
        start(bench)
        sender.enqueue(DocumentId(after))

        assert bench.take_all(1) == [after]


def refusal_of(bench: Bench, ask: Callable[[], object]) -> QueueUnavailable:
    """Return the refusal that *ask* ends with, within the bench's patience.

    It is asked in a thread of its own: a suite that waits along would never tell that one waits.
    """
    ends: SimpleQueue[BaseException | None] = SimpleQueue()

    def run() -> None:
        try:
            ask()
        except BaseException as error:  # noqa: BLE001 - judged below, in the thread of the test
            ends.put(error)
        else:
            ends.put(None)

    thread = threading.Thread(target=run, name="a sender", daemon=True)
    thread.start()
    try:
        end = ends.get(timeout=bench.patience_seconds)
    except Empty:
        raise AssertionError("whoever sends waits, and is told nothing") from None
    thread.join()
    assert isinstance(end, QueueUnavailable), f"no refusal of ours: {end!r}"
    return end


def has_no_server(bench: Bench) -> bool:
    """Return whether there is nothing to kill: it has to say that it keeps nothing, then."""
    if bench.under_test.kill is not None:
        return False
    assert not bench.can.durable, "it says that it survives: give it `kill` and `start`"
    return True


def is_within_this_process(bench: Bench) -> bool:
    """Return whether nothing can come between it and a sender: nobody else reaches it, then."""
    if bench.has_server:
        return False
    bench.desk.ping()
    return True


def settle(bench: Bench) -> None:
    """Wait until a new queue is where a kill cannot reach it."""
    if bench.under_test.settle is not None:
        bench.under_test.settle(bench.name)


def kill(bench: Bench) -> None:
    """End the server the hard way."""
    if bench.under_test.kill is not None:
        bench.under_test.kill()


def start(bench: Bench) -> None:
    """Start it again."""
    if bench.under_test.start is not None:
        bench.under_test.start()


def a_closed_port() -> int:
    """Return a port of the loopback at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def a_silent_port() -> Iterator[int]:
    """Yield a port whose connections the system takes, and nobody answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        yield listener.getsockname()[1]
