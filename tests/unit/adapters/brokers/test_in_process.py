"""The in-process broker: threads in the place of workers, and no thread that dies unseen."""

import threading
from collections.abc import Callable, Iterator

import pytest

from contractsai.adapters.brokers.in_process import InProcessBroker
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.ids import DocumentId
from contractsai.testing.eventually import eventually

PATIENCE = 60.0


@pytest.fixture
def make_broker() -> Iterator[Callable[..., InProcessBroker]]:
    """Return a factory of brokers; their threads are gone after the test."""
    made: list[InProcessBroker] = []

    def make(*, workers: int = 1, tick_seconds: float = 60) -> InProcessBroker:
        made.append(InProcessBroker(workers=workers, tick_seconds=tick_seconds))
        return made[-1]

    yield make
    assert all(broker.stop(timeout_seconds=PATIENCE) for broker in made)


def nothing() -> None:
    """A tick that finds nothing."""


def test_what_is_enqueued_is_run(make_broker: Callable[..., InProcessBroker]) -> None:
    broker, ran = make_broker(), []
    broker.start(run=ran.append, tick=nothing)

    broker.enqueue(DocumentId("a"))
    broker.enqueue(DocumentId("b"))

    eventually(lambda: ran == ["a", "b"], within=PATIENCE, what="both documents")


def test_what_was_enqueued_before_the_start_is_run_too(
    make_broker: Callable[..., InProcessBroker],
) -> None:
    """A job is dispatched by whoever submits it, workers or not."""
    broker, ran = make_broker(), []
    broker.enqueue(DocumentId("a"))

    broker.start(run=ran.append, tick=nothing)

    eventually(lambda: ran == ["a"], within=PATIENCE, what="the document")


def test_as_many_documents_run_at_once_as_there_are_workers(
    make_broker: Callable[..., InProcessBroker],
) -> None:
    broker, together, both = make_broker(workers=2), threading.Barrier(2, timeout=PATIENCE), []

    def run(document_id: DocumentId) -> None:
        together.wait()
        both.append(document_id)

    broker.start(run=run, tick=nothing)
    broker.enqueue(DocumentId("a"))
    broker.enqueue(DocumentId("b"))

    eventually(lambda: len(both) == 2, within=PATIENCE, what="both documents at once")


def test_it_tells_what_runs(make_broker: Callable[..., InProcessBroker]) -> None:
    """The progress bar names the file that takes long."""
    broker, may_end = make_broker(), threading.Event()
    broker.start(run=lambda _: may_end.wait(PATIENCE), tick=nothing)
    broker.enqueue(DocumentId("slow"))

    eventually(lambda: broker.running == ["slow"], within=PATIENCE, what="the slow one")
    may_end.set()
    eventually(lambda: not broker.running, within=PATIENCE, what="its end")


def test_the_first_tick_comes_at_once(make_broker: Callable[..., InProcessBroker]) -> None:
    """It is what dispatches the job; nobody should wait for it."""
    broker, ticked = make_broker(tick_seconds=3600), threading.Event()

    broker.start(run=lambda _: None, tick=ticked.set)

    assert ticked.wait(PATIENCE)


def test_ticks_go_on(make_broker: Callable[..., InProcessBroker]) -> None:
    broker, ticks = make_broker(tick_seconds=0.01), []

    broker.start(run=lambda _: None, tick=lambda: ticks.append(None))

    eventually(lambda: len(ticks) >= 3, within=PATIENCE, what="a third tick")


def test_an_error_of_ours_stops_neither_worker_nor_tick(
    make_broker: Callable[..., InProcessBroker],
) -> None:
    """A database that is locked for a moment: the lease and the next tick take care of it."""
    broker, ran, ticks = make_broker(tick_seconds=0.01), [], []

    def run(document_id: DocumentId) -> None:
        ran.append(document_id)
        raise StoreUnavailable("locked")

    def tick() -> None:
        ticks.append(None)
        raise StoreUnavailable("locked")

    broker.start(run=run, tick=tick)
    broker.enqueue(DocumentId("a"))
    broker.enqueue(DocumentId("b"))

    eventually(lambda: ran == ["a", "b"] and len(ticks) >= 2, within=PATIENCE, what="both")
    assert not broker.is_broken


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_is_seen(make_broker: Callable[..., InProcessBroker]) -> None:
    """Else a job would wait for ever for a thread that is no more."""
    broker = make_broker()

    def run(_: DocumentId) -> None:
        raise RuntimeError("a defect")

    broker.start(run=run, tick=nothing)
    broker.enqueue(DocumentId("a"))

    eventually(lambda: broker.is_broken, within=PATIENCE, what="the news")


def test_a_stopped_broker_leaves_what_waits(make_broker: Callable[..., InProcessBroker]) -> None:
    """The rows keep it for the next service."""
    broker, ran = make_broker(), []
    started, may_end = threading.Event(), threading.Event()

    def run(document_id: DocumentId) -> None:
        ran.append(document_id)
        started.set()
        may_end.wait(PATIENCE)

    broker.start(run=run, tick=nothing)
    broker.enqueue(DocumentId("a"))
    broker.enqueue(DocumentId("b"))
    assert started.wait(PATIENCE)

    assert not broker.stop(timeout_seconds=0)
    may_end.set()
    assert broker.stop(timeout_seconds=PATIENCE)
    assert ran == ["a"]
