"""Deliver: one message, one attempt, and the next documents of the same job."""

from datetime import timedelta

from contractsai.application.deliver import Delivery, deliver_document
from contractsai.domain.errors import AnalysisFailed
from contractsai.domain.ids import DocumentId
from contractsai.domain.lifecycle import State
from contractsai.testing.world import World

LONG = timedelta(hours=1)
MAX_IN_FLIGHT = 2


def deliver(world: World, document_id: DocumentId) -> Delivery | None:
    return deliver_document(
        document_id,
        store=world.store,
        queue=world.queue,
        source=world.source,
        host=world.host,
        clock=world.clock,
        settings=world.settings,
        max_in_flight=MAX_IN_FLIGHT,
    )


def test_the_end_of_a_document_tells_the_broker_of_the_next(world: World) -> None:
    """A job goes from document to document without waiting for a tick."""
    first, _, third = world.submit("a.pdf", "b.pdf", "c.pdf")
    world.dispatch(world.job_of(first).id, max_in_flight=MAX_IN_FLIGHT)
    world.queue.take()

    deliver(world, first)

    assert world.state_of(first) is State.COMPLETED
    assert world.queue.take() == [third]


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
    assert (well.ended_badly, badly.ended_badly) == (False, True)
    assert badly.document.state is State.RETRYING


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
    assert delivery.document.state is State.RETRYING
    assert not delivery.ended_badly
