"""What an administrator asks is answered, or refused by name."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contractsai.adapters.brokers.administration import preflight
from contractsai.domain.errors import BrokerCannot
from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite
from contractsai.testing.conformance.brokers.delivery import ids
from contractsai.testing.fuzz import messages


class QuestionConformance(BenchSuite):
    """Depth, age, purge, ping: capabilities are asserted, not skipped."""

    def test_who_is_there_answers(self, bench: Bench) -> None:
        bench.desk.ping()

    def test_a_look_before_work_begins_reaches_it(self, bench: Bench) -> None:
        found = {check.subject: check for check in preflight(bench.app)}

        assert found["reachable"].verdict == "sound"
        assert ("reach" in found) is not bench.can.shared, "one process is no service"
        assert all(check.detail for check in found.values())

    def test_a_queue_that_nobody_has_used_is_empty(self, bench: Bench) -> None:
        if answers(bench, "depth", lambda: bench.desk.depth(bench.name)):
            assert bench.desk.depth(bench.name) == 0

    def test_depth_counts_what_waits(self, bench: Bench) -> None:
        if answers(bench, "depth", lambda: bench.desk.depth(bench.name)):
            bench.send(*ids(5))

            bench.wait_for_depth(5)

    def test_depth_does_not_count_what_is_done(self, bench: Bench) -> None:
        if answers(bench, "depth", lambda: bench.desk.depth(bench.name)):
            bench.send(*ids(5))
            bench.take_all(3)

            bench.wait_for_depth(2)

    def test_a_queue_without_messages_has_no_age(self, bench: Bench) -> None:
        if answers(bench, "oldest_age", lambda: bench.desk.oldest_age(bench.name)):
            assert bench.desk.oldest_age(bench.name) is None

    def test_the_age_is_the_first_messages(self, bench: Bench) -> None:
        if answers(bench, "oldest_age", lambda: bench.desk.oldest_age(bench.name)):
            first, _ = bench.send(*ids(2))
            age = bench.desk.oldest_age(bench.name)
            assert age is not None
            assert age >= timedelta(0)
            assert bench.take_all(1) == [first]
            left = bench.desk.oldest_age(bench.name)
            assert left is not None
            bench.take_all(1)

            assert bench.desk.oldest_age(bench.name) is None

    def test_a_purge_empties_the_queue_and_says_of_how_many(self, bench: Bench) -> None:
        if answers(bench, "purge", lambda: bench.desk.purge(bench.name)):
            bench.send(*ids(4))

            assert bench.desk.purge(bench.name) == 4
            [later] = bench.send(*ids(1))
            assert bench.take_all(1) == [later]

    def test_a_purge_leaves_other_queues_alone(self, bench: Bench) -> None:
        if answers(bench, "purge", lambda: bench.desk.purge(bench.name)):
            other = bench.make_app(queue=f"{bench.name}-other")
            [theirs] = bench.send(*ids(1), app=other)
            bench.send(*ids(1))

            bench.desk.purge(bench.name)

            with bench.receiver(app=other) as receiver:
                assert receiver.take() == [theirs]

    def test_a_wiped_queue_is_there_for_whoever_comes_next(self, bench: Bench) -> None:
        """An administrator deletes the queue itself; the rows send again what was in it."""
        bench.send(*ids(3))
        with bench.app.connection_for_write() as connection:
            bound = bench.queue(connection.default_channel)
            bound.declare()  # kombu deletes what it knows of
            bound.delete()

        [later] = bench.send(*ids(1))

        assert bench.take_all(1) == [later]

    def test_an_urgent_message_overtakes_or_the_broker_does_not_say_so(self, bench: Bench) -> None:
        most, least = bench.broker.urgency
        slow, urgent = ids(2)
        for document, priority in ((slow, least), (urgent, most)):
            bench.publish(messages.good(document_id=document), priority=priority)

        first, last = bench.take_all(2)

        assert {first, last} == {slow, urgent}
        if bench.can.priorities or bench.can.ordered:  # else either may have come first
            assert (first == urgent) == bench.can.priorities


def answers(bench: Bench, capability: str, question: Callable[[], object]) -> bool:
    """Return whether the broker says that it can; if not, the question has to be refused."""
    if bench.can.table()[capability]:
        return True
    with pytest.raises(BrokerCannot, match=capability.replace("_", " ")):
        question()
    return False
