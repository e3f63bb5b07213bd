"""The thread that tells the broker after the response."""

import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api

from contractsai.domain.errors import QueueUnavailable, StoreUnavailable
from contractsai.domain.ids import DocumentId, JobId
from contractsai.entrypoints.api.dispatcher import BrokerState, Dispatcher

SECONDS = 60  # far more than anything here takes
FIRST, SECOND, THIRD, LAST = (JobId(f"job-{number}") for number in range(4))


class Gate:
    """A use case that is held up until it is let go, and tells whom it was called for."""

    def __init__(self) -> None:
        self.called: SimpleQueue[JobId] = SimpleQueue()
        self.open = threading.Event()
        self.steps: list[Callable[[], int]] = []

    def of(self, job_id: JobId) -> Callable[[], int]:
        def dispatch() -> int:
            self.called.put(job_id)
            assert self.open.wait(SECONDS)
            return self.steps.pop(0)() if self.steps else 1

        return dispatch

    def next(self) -> JobId:
        return self.called.get(timeout=SECONDS)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


@pytest.fixture
def dispatcher(gate: Gate) -> Iterator[Dispatcher]:
    dispatcher = Dispatcher(capacity=2, rest_seconds=0)
    dispatcher.start()
    yield dispatcher
    gate.open.set()
    assert dispatcher.stop(timeout_seconds=SECONDS)


def raising(error: Exception) -> Callable[[], int]:
    def step() -> int:
        raise error

    return step


def test_jobs_are_dispatched_one_after_the_other(dispatcher: Dispatcher, gate: Gate) -> None:
    """In the order of their submits: fairness starts here."""
    dispatcher.add(FIRST, gate.of(FIRST))
    assert gate.next() == FIRST
    dispatcher.add(SECOND, gate.of(SECOND))
    dispatcher.add(THIRD, gate.of(THIRD))

    gate.open.set()

    assert [gate.next(), gate.next()] == [SECOND, THIRD]


def test_a_job_that_waits_already_is_not_added_twice(dispatcher: Dispatcher, gate: Gate) -> None:
    """One dispatch tells the broker of all that is due."""
    dispatcher.add(FIRST, gate.of(FIRST))
    gate.next()
    for _ in range(10):
        assert dispatcher.add(SECOND, gate.of(SECOND))

    assert dispatcher.add(THIRD, gate.of(THIRD))  # there was room


def test_a_full_dispatcher_leaves_jobs_to_the_relay(dispatcher: Dispatcher, gate: Gate) -> None:
    """Memory is bounded however long the broker hangs."""
    dispatcher.add(FIRST, gate.of(FIRST))
    gate.next()
    dispatcher.add(SECOND, gate.of(SECOND))
    dispatcher.add(THIRD, gate.of(THIRD))

    assert not dispatcher.add(LAST, gate.of(LAST))


@pytest.mark.parametrize("error", [QueueUnavailable("down"), StoreUnavailable("down")])
def test_a_job_that_cannot_be_dispatched_is_left_to_the_relay(
    dispatcher: Dispatcher, gate: Gate, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """The thread outlives what is down, and a person can see that it was."""
    gate.steps = [raising(error)]
    gate.open.set()

    dispatcher.add(FIRST, gate.of(FIRST))
    dispatcher.add(SECOND, gate.of(SECOND))

    assert [gate.next(), gate.next()] == [FIRST, SECOND]
    [record] = caplog.records
    assert (record.levelname, record.event, record.job_id) == (
        "WARNING",
        "job.not_dispatched",
        FIRST,
    )


def test_a_broker_that_refuses_is_left_alone_for_a_moment(gate: Gate) -> None:
    """Each try writes to the database twice, where submits want to write: it must not be a storm.

    What waits is kept for the next try; a stop does not wait for it.
    """
    dispatcher = Dispatcher(rest_seconds=3600)
    gate.steps = [raising(QueueUnavailable("down"))]
    gate.open.set()
    dispatcher.add(FIRST, gate.of(FIRST))
    dispatcher.start()
    assert gate.next() == FIRST

    dispatcher.add(SECOND, gate.of(SECOND))
    with pytest.raises(Empty):
        gate.called.get(timeout=0.1)

    assert dispatcher.stop(timeout_seconds=SECONDS)
    assert gate.called.empty()


def test_what_waited_is_dispatched_after_the_rest(gate: Gate) -> None:
    """A broker that is back gets all that was submitted meanwhile, in its order."""
    dispatcher = Dispatcher(rest_seconds=0.05)
    gate.steps = [raising(QueueUnavailable("down"))]
    gate.open.set()
    for job_id in (FIRST, SECOND, THIRD):
        dispatcher.add(job_id, gate.of(job_id))

    dispatcher.start()

    assert [gate.next() for _ in range(3)] == [FIRST, SECOND, THIRD]
    assert dispatcher.stop(timeout_seconds=SECONDS)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unforeseen_error_does_not_end_dispatching(dispatcher: Dispatcher, gate: Gate) -> None:
    """A defect costs one dispatch, which the relay makes up for."""
    ended = threading.Event()
    hook, threading.excepthook = threading.excepthook, lambda _: ended.set()
    gate.steps = [raising(ZeroDivisionError())]
    gate.open.set()
    dispatcher.add(FIRST, gate.of(FIRST))
    assert ended.wait(SECONDS)
    threading.excepthook = hook

    dispatcher.add(SECOND, gate.of(SECOND))

    assert [gate.next(), gate.next()] == [FIRST, SECOND]


def test_the_broker_is_known_by_what_it_last_did(gate: Gate) -> None:
    """A probe would cost a connection; the last dispatch knows already."""
    gate.open.set()
    gate.steps = [lambda: 0, lambda: 3, raising(QueueUnavailable("down"))]
    seen = []
    dispatcher = Dispatcher()

    for job_id in (FIRST, SECOND, THIRD):
        dispatcher.start()
        dispatcher.add(job_id, gate.of(job_id))
        gate.next()
        dispatcher.stop(timeout_seconds=SECONDS)  # waits for the dispatch under way
        seen.append(dispatcher.broker)

    assert seen == [BrokerState.UNKNOWN, BrokerState.ACCEPTING, BrokerState.REFUSING]


def test_stopping_does_not_wait_for_a_hanging_broker(gate: Gate) -> None:
    """A deployment is not held up: the thread is a daemon, the relay has the rest."""
    dispatcher = Dispatcher()
    dispatcher.start()
    dispatcher.add(FIRST, gate.of(FIRST))
    gate.next()
    dispatcher.add(SECOND, gate.of(SECOND))

    in_time = dispatcher.stop(timeout_seconds=0)

    assert not in_time
    gate.open.set()
    assert dispatcher.stop(timeout_seconds=SECONDS)
    assert gate.called.empty()


def test_a_dispatcher_that_never_started_stops() -> None:
    """An app whose start-up failed is torn down like any other."""
    assert Dispatcher().stop(timeout_seconds=0)


def test_a_hanging_broker_delays_no_other_request(api: Api) -> None:
    """Twenty submits return while the first one's message still hangs in a socket."""
    hangs, let_go = threading.Event(), threading.Event()

    def hang(document_id: DocumentId) -> None:
        hangs.set()
        assert let_go.wait(SECONDS)

    api.services.messages.enqueue = hang
    client: TestClient = api.client
    folder = api.write("nda.txt")
    try:
        first = client.post("/analyze", json={"folder_path": folder})
        assert hangs.wait(SECONDS)
        others = [client.post("/analyze", json={"folder_path": folder}) for _ in range(19)]

        assert {response.status_code for response in (first, *others)} == {202}
        assert len(client.get("/jobs").json()["jobs"]) == 20
        assert not let_go.is_set()
    finally:
        let_go.set()
