"""What is sent arrives."""

import uuid

from contractsai.domain.lifecycle import State
from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite
from contractsai.testing.conformance.brokers.receiver import id_of
from contractsai.testing.fuzz import messages
from contractsai.testing.world import World


def ids(count: int) -> list[str]:
    """Return so many ids of documents that nobody else has."""
    return [uuid.uuid4().hex for _ in range(count)]


class DeliveryConformance(BenchSuite):
    """One sender, one receiver."""

    def test_a_message_arrives(self, bench: Bench) -> None:
        [sent] = bench.send(*ids(1))

        assert bench.take_all(1) == [sent]

    def test_a_message_waits_for_whoever_comes_later(self, bench: Bench) -> None:
        """Nobody listens when it is sent."""
        sent = bench.send(*ids(3))

        assert set(bench.take_all(3)) == set(sent)

    def test_a_message_comes_to_whoever_waits_already(self, bench: Bench) -> None:
        with bench.receiver() as receiver:
            receiver.look()
            [sent] = bench.send(*ids(1))

            assert receiver.take() == [sent]

    def test_messages_keep_their_order_or_the_broker_does_not_say_so(self, bench: Bench) -> None:
        """Who promises none may deliver in any order, and still delivers each."""
        sent = bench.send(*ids(30))

        taken = bench.take_all(30)

        assert taken == sent if bench.can.ordered else sorted(taken) == sorted(sent)

    def test_what_was_acknowledged_does_not_come_back(self, bench: Bench) -> None:
        first = bench.send(*ids(2))
        assert sorted(bench.take_all(2)) == sorted(first)
        [later] = bench.send(*ids(1))

        assert bench.take_all(1) == [later]

    def test_a_message_that_is_sent_twice_arrives_twice(self, bench: Bench) -> None:
        """The row knows that it is the same document; a broker that guessed would lose a resend."""
        [sent] = ids(1)
        bench.send(sent, sent)

        assert bench.take_all(2) == [sent, sent]

    def test_a_message_that_is_sent_twice_runs_a_document_once(self, bench: Bench) -> None:
        """What keeps duplicates harmless is the row, whatever the broker does."""
        world, [sent] = World(), ids(1)
        [document] = world.submit("a.pdf")
        bench.send(sent, sent)

        for taken in bench.take_all(2):
            assert taken == sent
            world.run(document)

        ended = world.document(document)
        assert (ended.state, ended.attempt) == (State.COMPLETED, 1)

    def test_queues_of_other_services_stay_theirs(self, bench: Bench) -> None:
        other = bench.make_app(queue=f"{bench.name}-other")
        [theirs] = bench.send(*ids(1), app=other)
        [ours] = bench.send(*ids(1))

        assert bench.take_all(1) == [ours]
        with bench.receiver(app=other) as receiver:
            assert receiver.take() == [theirs]

    def test_a_queue_may_have_letters_of_any_language(self, bench: Bench) -> None:
        """Or the broker's plug-in spells it so that it works."""
        app = bench.make_app(queue=f"{bench.name}-Verträge")
        [sent] = bench.send(*ids(1), app=app)

        with bench.receiver(app=app) as receiver:
            assert receiver.take() == [sent]

    def test_fields_of_a_later_version_do_no_harm_in_any_language(self, bench: Bench) -> None:
        [sent] = ids(1)
        bench.publish(messages.good(document_id=sent, note="żółw 🐢 \u202e\x00 契約"))

        assert bench.take_all(1) == [sent]

    def test_a_message_of_ours_needs_no_field_that_an_earlier_version_had_not(
        self, bench: Bench
    ) -> None:
        [sent] = ids(1)
        content = messages.good(document_id=sent)
        bare = messages.Content(content.headers, content.body.replace(', "schema": 1', ""))
        assert "schema" not in bare.body
        bench.publish(bare)

        assert bench.take_all(1) == [sent]

    def test_the_largest_message_of_ours_arrives(self, bench: Bench) -> None:
        [sent] = ids(1)
        bench.publish(messages.good(document_id=sent, more="x" * 15_000))

        assert bench.take_all(1) == [sent]

    def test_a_receiver_goes_on_after_a_long_silence_of_senders(self, bench: Bench) -> None:
        """Empty looks use nothing up."""
        with bench.receiver() as receiver:
            for _ in range(5):
                receiver.look()
            sent = bench.send(*ids(2))

            assert sorted(receiver.take(2)) == sorted(sent)

    def test_headers_arrive_written_anew(self, bench: Bench) -> None:
        """Nothing that a sender adds reaches Celery: no chain, no limit, no address for replies."""
        [sent] = ids(1)
        content = messages.good(document_id=sent)
        forged = {"timelimit": [1, 1], "eta": "2000-01-01T00:00:00", "retries": 99, "x": "y"}
        bench.publish(
            messages.Content(
                {**content.headers, **forged}, content.body, properties={"reply_to": "somewhere"}
            )
        )

        with bench.receiver() as receiver:
            [message] = receiver.hold()
            message.ack()

        assert id_of(message) == sent
        assert all(message.headers.get(name) != value for name, value in forged.items())
        assert "reply_to" not in message.properties
