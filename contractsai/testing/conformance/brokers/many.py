"""Many messages, many senders, many receivers."""

import threading

from contractsai.domain.ids import DocumentId
from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite
from contractsai.testing.conformance.brokers.delivery import ids
from contractsai.testing.eventually import PATIENCE_SECONDS
from contractsai.testing.fuzz import messages

LOOKED_AT = 300


class CrowdConformance(BenchSuite):
    """Nothing is lost in a crowd, and nothing is handed out twice."""

    def test_a_burst_arrives_whole(self, bench: Bench) -> None:
        """A folder of ten thousand documents that a relay tells of at once."""
        sent = ids(bench.burst)
        bench.publish(*(messages.good(document_id=each) for each in sent))

        seen = bench.burst
        if bench.can.depth and bench.can.purge:  # the rest is counted, which takes less long
            bench.wait_for_depth(bench.burst)
            seen = min(LOOKED_AT, bench.burst)
        taken = bench.take_all(seen)
        left = bench.desk.purge(bench.name) if seen < bench.burst else 0

        assert len(set(taken)) == seen
        assert set(taken) <= set(sent)
        assert left + seen == bench.burst

    def test_receivers_share_and_none_gets_what_another_got(self, bench: Bench) -> None:
        sent = bench.send(*ids(60))
        taken: list[str] = []
        with bench.receiver() as one, bench.receiver() as two, bench.receiver() as three:
            for _ in range(20):
                for receiver in (one, two, three):
                    taken += receiver.take()

        assert sorted(taken) == sorted(sent)

    def test_a_receiver_gets_no_more_at_once_than_it_asked_for(self, bench: Bench) -> None:
        """A worker with its hands full leaves the rest to others."""
        sent = bench.send(*ids(3))
        with bench.receiver(prefetch=1) as full, bench.receiver(prefetch=1) as free:
            [held] = full.hold()
            for _ in range(3):
                full.look()

            taken = free.take(2)

            held.ack()
        assert len({*taken, *sent}) == 3

    def test_many_senders_at_once_lose_nothing(self, bench: Bench) -> None:
        """The threads of the API share one sender."""
        sender, sent = bench.sender(), ids(80)

        def send(part: int) -> None:
            for each in sent[part::4]:
                sender.enqueue(DocumentId(each))

        threads = [threading.Thread(target=send, args=(part,)) for part in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_SECONDS)

        assert sorted(bench.take_all(80)) == sorted(sent)
