"""Deliver: one message, one attempt or a few, and the next documents of the same job."""

from collections.abc import Sequence
from datetime import timedelta

from contractsai.application.deliver import Delivery
from contractsai.application.follow import PATIENCE
from contractsai.domain.errors import AnalysisFailed
from contractsai.domain.ids import DocumentId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.world import World

LONG = timedelta(hours=1)
MAX_IN_FLIGHT = 2
NO_TIME = timedelta(0)
TICK = timedelta(milliseconds=1)
TURN = timedelta(seconds=1)


def deliver(
    world: World, document_id: DocumentId, *, quantum: timedelta = NO_TIME
) -> Delivery | None:
    return world.deliver(document_id, quantum=quantum, max_in_flight=MAX_IN_FLIGHT)


def told(
    world: World, *folders: str, documents: Sequence[int] = (), max_in_flight: int = 32
) -> list[list[DocumentId]]:
    """Submit folders of so many documents, one each by default; tell the broker, and forget it."""
    numbers = documents or [1] * len(folders)
    jobs = [
        world.submit(*(f"{folder}{number}.pdf" for number in range(many)), folder=folder)
        for folder, many in zip(folders, numbers, strict=True)
    ]
    for job in jobs:
        world.dispatch(world.job_of(job[0]).id, max_in_flight=max_in_flight)
        world.clock.advance(TICK)
    world.queue.take()
    return jobs


def begin(world: World, document_id: DocumentId) -> None:
    """Tell the broker of the first documents of the job, and forget the messages."""
    world.dispatch(world.job_of(document_id).id, max_in_flight=MAX_IN_FLIGHT)
    world.queue.take()


def test_the_end_of_a_document_tells_the_broker_of_the_next(world: World) -> None:
    """A job goes from document to document without waiting for a tick."""
    first, _, third, _ = world.submit("a.pdf", "b.pdf", "c.pdf", "d.pdf")
    begin(world, first)

    deliver(world, first)

    assert world.state_of(first) is State.COMPLETED
    assert world.queue.take() == [third]
    assert world.document(third).dispatches == 1


def test_while_its_time_lasts_a_worker_goes_on_to_the_next(world: World) -> None:
    """First those that nobody was told of, then those whose message is on its way."""
    documents = world.submit("a.pdf", "b.pdf", "c.pdf", "d.pdf")
    begin(world, documents[0])

    delivery = deliver(world, documents[0], quantum=LONG)

    assert delivery is not None
    assert [document.path for document in delivery.documents] == [
        "a.pdf",
        "c.pdf",
        "d.pdf",
        "b.pdf",
    ]
    assert world.job_of(documents[0]).state is State.COMPLETED
    assert world.queue.take() == []


def test_once_its_time_is_over_a_worker_turns_to_the_queue(world: World) -> None:
    """Another job's message may have come meanwhile."""
    first, _, third, fourth = world.submit("a.pdf", "b.pdf", "c.pdf", "d.pdf")
    begin(world, first)
    world.during_analysis(third, lambda: world.clock.advance(LONG))

    deliver(world, first, quantum=LONG)

    assert [world.state_of(it) for it in (first, third)] == [State.COMPLETED] * 2
    assert world.queue.take() == [fourth]


def test_a_message_of_a_document_that_was_taken_already_does_nothing(world: World) -> None:
    """Whoever went on to a document had no way to take its message back."""
    first, second = world.submit("a.pdf", "b.pdf")
    begin(world, first)
    deliver(world, first, quantum=LONG)

    assert deliver(world, second) is None
    assert world.document(second).attempt == 1


def test_a_worker_that_was_told_to_go_goes_on_to_no_other(world: World) -> None:
    first, _, third = world.submit("a.pdf", "b.pdf", "c.pdf")
    begin(world, first)
    world.during_analysis(first, lambda: setattr(world.shutdown, "requested", True))

    deliver(world, first, quantum=LONG)

    assert world.state_of(first) is State.COMPLETED
    assert world.queue.take() == [third]


def test_what_a_worker_gives_back_is_told_again(world: World) -> None:
    """Nothing was wrong with it, so that it has no backoff to wait for."""
    first, _, third = world.submit("a.pdf", "b.pdf", "c.pdf")
    begin(world, first)

    def go() -> None:
        world.shutdown.requested = world.shutdown.due = True

    world.during_analysis(first, go)

    deliver(world, first)

    assert world.state_of(first) is State.PENDING
    assert (world.document(first).attempt, world.document(first).dispatches) == (1, 1)
    assert world.queue.take() == [first]
    assert world.document(third).dispatches == 0


def test_a_worker_whose_job_has_nothing_left_turns_to_another(world: World) -> None:
    """Its transaction is there already: the other document's claim costs none of its own."""
    [first], [second], [third] = told(world, "a", "b", "c")

    delivery = deliver(world, first, quantum=LONG)

    assert delivery is not None
    assert [document.id for document in delivery.documents] == [first, second, third]
    assert {world.job_of(it).state for it in (first, second, third)} == {State.COMPLETED}
    assert [deliver(world, it) for it in (second, third)] == [None, None]


def test_a_document_that_nobody_was_told_of_is_left_to_its_job(world: World) -> None:
    """Else a job would have more documents out than its window."""
    [first], [second, untold] = told(world, "a", "b", documents=(1, 2), max_in_flight=1)
    deliver(world, second)
    world.dispatch(world.job_of(first).id)
    world.queue.take()
    with world.store.begin() as work:
        work.documents.save([world.document(untold).undispatched(world.clock.now())])
        work.commit()

    deliver(world, first, quantum=LONG)

    assert world.state_of(untold) is State.PENDING


def test_a_document_that_waits_for_its_next_attempt_is_not_taken_by_another_job(
    world: World,
) -> None:
    [first], [second] = told(world, "a", "b")
    world.analysis_ends(second, AnalysisFailed("x"))
    deliver(world, second)

    deliver(world, first, quantum=LONG)

    assert world.state_of(second) is State.RETRYING


def test_once_its_time_is_over_a_worker_turns_to_another_job_for_one_more(world: World) -> None:
    """A job of many documents holds up one of a single document for no longer than that."""
    [first, second, third], [small], [later] = told(
        world, "a", "b", "c", documents=(3, 1, 1), max_in_flight=2
    )
    world.during_analysis(first, lambda: world.clock.advance(TURN))

    delivery = deliver(world, first, quantum=TURN)

    assert delivery is not None
    assert [document.id for document in delivery.documents] == [first, small, second, third, later]
    assert world.queue.take() == [third]


def test_a_second_turn_is_the_last(world: World) -> None:
    """Ticks wait in the queue, and Celery ends a task that lasts for too long."""
    [first], [second], [third] = told(world, "a", "b", "c")
    for each in (first, second):
        world.during_analysis(each, lambda: world.clock.advance(TURN))

    deliver(world, first, quantum=TURN)

    assert [world.state_of(it) for it in (second, third)] == [State.COMPLETED, State.PENDING]


def test_after_a_document_that_took_long_the_queue_comes_first(world: World) -> None:
    [first], [second] = told(world, "a", "b")
    world.during_analysis(first, lambda: world.clock.advance(PATIENCE))

    deliver(world, first, quantum=TURN)

    assert world.state_of(second) is State.PENDING


def test_a_worker_that_was_told_to_go_turns_to_no_other_job(world: World) -> None:
    [first], [second] = told(world, "a", "b")
    world.during_analysis(first, lambda: setattr(world.shutdown, "requested", True))

    deliver(world, first, quantum=LONG)

    assert world.state_of(second) is State.PENDING


def test_a_job_whose_cancel_was_asked_for_is_left_for_another(world: World) -> None:
    [first, rest], [second] = told(world, "a", "b", documents=(2, 1))
    world.during_analysis(first, lambda: world.cancel(world.job_of(first).id))

    deliver(world, first, quantum=LONG)

    assert [world.state_of(it) for it in (first, rest)] == [State.CANCELLED] * 2
    assert world.state_of(second) is State.COMPLETED


def test_a_document_of_another_job_that_ends_badly_is_told_like_any_other(world: World) -> None:
    [first], [second] = told(world, "a", "b")
    world.analysis_ends(second, AnalysisFailed("x"))

    delivery = deliver(world, first, quantum=LONG)

    assert delivery is not None
    assert [document.id for document in delivery.ended_badly] == [second]
    assert world.job_of(second).counts == Counts(retrying=1)


def test_a_cancelled_job_has_no_next_document(world: World) -> None:
    first, second = world.submit("a.pdf", "b.pdf")
    world.during_analysis(first, lambda: world.cancel(world.job_of(first).id))

    deliver(world, first, quantum=LONG)

    assert [world.state_of(it) for it in (first, second)] == [State.CANCELLED] * 2


def test_a_document_that_waits_for_its_next_attempt_is_left(world: World) -> None:
    """Neither taken before its time, nor told of: the relay does that in time."""
    first, second = world.submit("a.pdf", "b.pdf")
    world.analysis_ends(first, AnalysisFailed("x"))

    delivery = deliver(world, first, quantum=LONG)

    assert delivery is not None
    assert [document.id for document in delivery.ended_badly] == [first]
    assert [world.state_of(it) for it in (first, second)] == [State.RETRYING, State.COMPLETED]
    assert world.document(first).dispatches == 0


def test_a_full_window_is_left_as_it_is(world: World) -> None:
    """The end of one makes room for one."""
    first, _, third, fourth = world.submit("a.pdf", "b.pdf", "c.pdf", "d.pdf")
    world.dispatch(world.job_of(first).id, max_in_flight=MAX_IN_FLIGHT + 1)
    world.queue.take()

    deliver(world, first)

    assert world.queue.take() == []
    assert [world.document(it).dispatches for it in (third, fourth)] == [1, 0]


def test_a_message_with_nothing_to_do_tells_nobody(world: World) -> None:
    """A repeated message must not make more messages."""
    [only] = world.submit("a.pdf")
    deliver(world, only)

    assert deliver(world, only) is None
    assert world.queue.take() == []


def test_a_broker_that_is_away_leaves_the_next_to_the_relay(world: World) -> None:
    """The attempt has ended well: what comes after it must not undo that."""
    first, second = world.submit("a.pdf", "b.pdf")
    world.queue.is_down = True

    deliver(world, first)

    world.queue.is_down = False
    assert world.state_of(first) is State.COMPLETED
    assert world.relay() == 1
    assert world.queue.take() == [second]


def test_a_worker_that_is_going_away_hands_its_message_on(world: World) -> None:
    """A deploy would otherwise cost each document that it met the time of a lost message."""
    [only] = world.submit("a.pdf")
    world.dispatch(world.job_of(only).id)
    world.queue.take()
    world.shutdown.requested = True

    deliver(world, only)

    assert world.state_of(only) is State.PENDING
    assert world.document(only).attempt == 0
    assert world.queue.take() == [only]


def test_a_worker_that_is_going_away_hands_on_only_what_waits(world: World) -> None:
    """What has ended, or is not there any more, is nobody's work."""
    [ended] = world.submit("a.pdf")
    deliver(world, ended)
    world.queue.take()
    world.shutdown.requested = True

    assert deliver(world, ended) is None
    assert deliver(world, DocumentId("purged")) is None
    assert world.queue.take() == []


def test_a_delivery_tells_whether_its_attempt_ended_badly(world: World) -> None:
    """Whoever watches Celery's tasks should see a failure where there was one."""
    good, bad = world.submit("a.pdf", "b.pdf")
    world.analysis_ends(bad, AnalysisFailed("x"))

    well, badly = deliver(world, good), deliver(world, bad)

    assert well is not None
    assert badly is not None
    assert well.ended_badly == ()
    assert [document.state for document in badly.ended_badly] == [State.RETRYING]


def test_an_attempt_whose_outcome_was_dropped_ended_badly(world: World) -> None:
    """It had no effect, whatever it found."""
    [only] = world.submit("a.pdf")
    world.after_the_last_heartbeat(only, world.advance_past_lease, world.rescue)

    delivery = deliver(world, only)

    assert delivery is not None
    assert delivery.ended_badly


def test_a_document_that_is_handed_on_was_not_attempted(world: World) -> None:
    """It may wait for another attempt after a bad one: that was no doing of this message."""
    [only] = world.submit("a.pdf")
    world.analysis_ends(only, AnalysisFailed("x"))
    deliver(world, only)
    world.clock.advance(LONG)
    world.shutdown.requested = True

    delivery = deliver(world, only)

    assert delivery is not None
    assert [document.state for document in delivery.documents] == [State.RETRYING]
    assert not delivery.ended_badly
