"""What every broker must do, and must not claim: subclass `BrokerConformance`.

class TestMyBroker(BrokerConformance):
    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls) -> Iterator[BrokerUnderTest]:
        with my_server() as server:
            yield BrokerUnderTest(server.url, kill=server.kill, start=server.start)

Each test has queues of its own on it; the server is shared, and killed by some of them. What the
broker's `Capabilities` say is tried both ways: who says it cannot must indeed not.
"""

import pytest

from contractsai.testing.conformance.brokers.bench import Bench, BrokerUnderTest
from contractsai.testing.conformance.brokers.claims import ClaimConformance
from contractsai.testing.conformance.brokers.delivery import DeliveryConformance
from contractsai.testing.conformance.brokers.many import CrowdConformance
from contractsai.testing.conformance.brokers.outages import OutageConformance
from contractsai.testing.conformance.brokers.questions import QuestionConformance
from contractsai.testing.conformance.brokers.redelivery import RedeliveryConformance
from contractsai.testing.conformance.brokers.strangers import StrangerConformance
from contractsai.testing.conformance.brokers.talk import TalkConformance

__all__ = ["Bench", "BrokerConformance", "BrokerUnderTest"]


class BrokerConformance(
    ClaimConformance,
    DeliveryConformance,
    RedeliveryConformance,
    CrowdConformance,
    StrangerConformance,
    QuestionConformance,
    TalkConformance,
    OutageConformance,
):
    """All of it: one suite, so that no two brokers can disagree."""

    @pytest.fixture(scope="class")
    @classmethod
    def broker_under_test(cls) -> BrokerUnderTest:
        """Yours to give."""
        raise NotImplementedError("a subclass says which broker, by a fixture of this name")
