"""What a broker says of itself."""

import pytest

from contractsai.adapters.brokers.broker import Broker
from contractsai.broker_plugins import installed, schemes
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite


class ClaimConformance(BenchSuite):
    """The declaration is whole, and is where the service looks for it."""

    def test_it_is_installed_as_a_plug_in(self, bench: Bench) -> None:
        """Whoever imports it by hand has tried something else than users get."""
        assert bench.broker in installed().values()

    def test_its_urls_lead_to_it(self, bench: Bench) -> None:
        scheme = bench.under_test.url.partition("://")[0]

        assert scheme in bench.broker.schemes
        assert schemes()[scheme] == bench.broker.schemes[scheme]

    def test_every_scheme_is_dialled_or_refused_with_a_reason(self, bench: Bench) -> None:
        for scheme in bench.broker.schemes.values():
            assert bool(scheme.kombu) != bool(scheme.refusal)

    def test_it_says_when_to_take_it(self, bench: Bench) -> None:
        assert isinstance(bench.broker, Broker)
        assert bench.broker.name
        assert bench.broker.hint

    def test_who_tells_an_age_says_how_and_nobody_else(self, bench: Bench) -> None:
        assert bench.can.oldest_age == (bench.broker.sent_at is not None)

    def test_a_url_that_cannot_be_read_is_refused_at_start(self, bench: Bench) -> None:
        """By the name of the variable, and without the password in it."""
        scheme = bench.under_test.url.partition("://")[0]
        if not bench.broker.schemes[scheme].has_host or bench.broker.schemes[scheme].is_socket:
            return
        with pytest.raises(UnsafeConfiguration) as refusal:
            bench.options(f"{scheme}://user:hunter2@host:notaport/")

        assert "CELERY_BROKER_URL" in str(refusal.value)
        assert "hunter2" not in str(refusal.value)

    def test_another_process_reaches_it_or_it_says_that_none_does(self, bench: Bench) -> None:
        bench.send("a" * 32)
        if bench.can.shared and not bench.can.depth:
            with bench.taker(1, acknowledges=True):
                return

        if bench.can.depth:
            assert bench.seen_elsewhere() == int(bench.can.shared)
        assert bench.take_all(1) == ["a" * 32]
