"""Telling the broker, and telling it again."""

from datetime import timedelta

import pytest

from contractsai.application.dispatch import MAX_IN_FLIGHT
from contractsai.domain.document import RESEND_AFTER
from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.testing.world import World


def test_a_window_of_documents_goes_out_and_no_more(world: World) -> None:
    """Fairness: another job's first document waits for a short queue only."""
    documents = world.submit(*(f"{number:03}.pdf" for number in range(MAX_IN_FLIGHT + 5)))
    job = world.job_of(documents[0])

    assert world.dispatch(job.id) == MAX_IN_FLIGHT
    assert world.dispatch(job.id) == 0
    assert world.queue.messages == documents[:MAX_IN_FLIGHT]


def test_the_end_of_a_document_makes_room_for_the_next(world: World) -> None:
    first, second = world.submit("a.pdf", "b.pdf")
    job = world.job_of(first)
    world.dispatch(job.id, max_in_flight=1)

    world.run(first)
    world.dispatch(job.id, max_in_flight=1)

    assert world.queue.messages == [first, second]


def test_what_runs_takes_up_the_window_too(world: World) -> None:
    first, second = world.submit("a.pdf", "b.pdf")
    job = world.job_of(first)
    world.dispatch(job.id, max_in_flight=1)
    world.during_analysis(first, lambda: world.dispatch(job.id, max_in_flight=1))

    world.run(first)

    assert second not in world.queue.messages


def test_a_lost_message_is_sent_again_by_the_relay(world: World) -> None:
    """The broker may lose any message: the row is the truth."""
    [document] = world.submit("a.pdf")
    world.relay()
    world.queue.take()

    assert world.relay() == 0
    world.clock.advance(RESEND_AFTER)

    assert world.relay() == 1
    assert world.queue.messages == [document]


def test_how_long_a_message_counts_as_under_way_is_the_callers_to_say(world: World) -> None:
    """Those whose queues are short look sooner; each repeat waits twice as long all the same."""
    [document] = world.submit("a.pdf")
    soon = timedelta(seconds=1)
    world.relay(resend_after=soon)

    for wait in (soon, 2 * soon):
        world.clock.advance(wait - timedelta(microseconds=1))
        assert world.relay(resend_after=soon) == 0
        world.clock.advance(timedelta(microseconds=1))
        assert world.relay(resend_after=soon) == 1

    assert world.queue.messages == [document] * 3


def test_a_refused_message_leaves_the_document_for_the_relay(world: World) -> None:
    """It does not wait for the time after which a lost message is sent again."""
    documents = world.submit("a.pdf", "b.pdf")
    job = world.job_of(documents[0])
    world.queue.is_down = True
    with pytest.raises(QueueUnavailable):
        world.dispatch(job.id)

    world.queue.is_down = False
    world.relay()

    assert world.queue.messages == documents


def test_taking_back_leaves_alone_what_was_claimed_meanwhile(world: World) -> None:
    """A message that the broker says it refused may have arrived all the same."""
    [document] = world.submit("a.pdf")

    class Liar:
        def enqueue(self, document_id: object) -> None:
            world.run(document)
            raise QueueUnavailable

    world.queue.enqueue = Liar().enqueue  # type: ignore[method-assign]  # one odd broker
    with pytest.raises(QueueUnavailable):
        world.dispatch(world.job_of(document).id)

    assert world.state_of(document) is State.COMPLETED


def test_the_relay_sends_a_retry_when_its_time_has_come(world: World) -> None:
    [document] = world.submit("a.pdf")
    world.crash_worker_during(document)
    world.advance_past_lease()
    world.rescue()

    assert world.relay() == 0
    world.clock.advance(timedelta(minutes=1))

    assert world.relay() == 1


def test_a_job_that_is_gone_has_nothing_to_dispatch(world: World) -> None:
    assert world.dispatch(JobId("purged")) == 0


def test_two_relays_at_once_send_a_document_once(world: World) -> None:
    """Any number of beats is safe."""
    world.submit("a.pdf")

    assert [world.relay(), world.relay()] == [1, 0]
