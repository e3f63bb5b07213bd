"""What was not acknowledged is not lost; what was, does not come back."""

from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite
from contractsai.testing.conformance.brokers.delivery import ids
from contractsai.testing.conformance.brokers.receiver import id_of


class RedeliveryConformance(BenchSuite):
    """Receivers that go before they have acknowledged."""

    def test_who_leaves_gives_back_what_it_holds_or_the_broker_says_so(self, bench: Bench) -> None:
        [sent] = bench.send(*ids(1))
        with bench.receiver() as leaving:
            [held] = leaving.hold()
        assert id_of(held) == sent

        [later] = bench.send(*ids(1))

        expected = [sent, later] if bench.can.redelivers else [later]
        assert sorted(bench.take_all(len(expected))) == sorted(expected)
        assert bench.can.redelivers or bench.takes_in_silence() == []

    def test_what_one_holds_no_other_gets(self, bench: Bench) -> None:
        sent = bench.send(*ids(2))
        with bench.receiver() as one, bench.receiver() as other:
            [held] = one.hold()

            [taken] = other.take()

            assert {id_of(held), taken} == set(sent)
            held.ack()

    def test_what_is_put_back_comes_again(self, bench: Bench) -> None:
        [sent] = bench.send(*ids(1))
        with bench.receiver() as receiver:
            [message] = receiver.hold()
            message.requeue()

            assert receiver.take() == [sent]

    def test_what_is_rejected_is_gone(self, bench: Bench) -> None:
        [_] = bench.send(*ids(1))
        with bench.receiver() as receiver:
            [message] = receiver.hold()
            message.reject()
            [later] = bench.send(*ids(1))

            assert receiver.take() == [later]

    def test_a_killed_receiver_loses_nothing_or_the_broker_says_so(self, bench: Bench) -> None:
        """SIGKILL: it says no goodbye. The row brings back what the broker does not."""
        bench.return_soon()
        if not bench.has_server:
            assert not bench.can.redelivers, "nobody else could have taken it"
            return
        sent = bench.send(*ids(2))
        with bench.taker(2, acknowledges=False) as taker:
            taker.kill()
            taker.wait()

        expected = sent if bench.can.redelivers else []
        assert sorted(bench.take_all(len(expected)) or bench.takes_in_silence()) == sorted(expected)

    def test_what_was_acknowledged_does_not_come_back_with_what_was_not(self, bench: Bench) -> None:
        """What a killed receiver held tells that the time is over in which others stay away."""
        bench.return_soon()
        bench.send(*ids(2))
        bench.take_all(2)
        expected: list[str] = []
        if bench.has_server:
            held = bench.send(*ids(1))
            with bench.taker(1, acknowledges=False) as taker:
                taker.kill()
                taker.wait()
            expected += held if bench.can.redelivers else []
        expected += bench.send(*ids(1))

        assert sorted(bench.take_all(len(expected))) == sorted(expected)

    def test_what_a_killed_receiver_had_acknowledged_is_gone(self, bench: Bench) -> None:
        bench.return_soon()
        bench.send(*ids(2))
        if bench.has_server:
            with bench.taker(2, acknowledges=True) as taker:
                taker.kill()
                taker.wait()
        else:
            bench.take_all(2)
        [later] = bench.send(*ids(1))

        assert bench.take_all(1) == [later]
