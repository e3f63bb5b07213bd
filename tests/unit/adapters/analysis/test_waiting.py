from typing import Any

import pytest

from contractsai.adapters.analysis.conversation import ProcessAnswer
from contractsai.adapters.analysis.messages import Digest
from contractsai.adapters.analysis.waiting import TimeLimit, Waiting
from contractsai.domain.errors import AnalysisTimedOut

DIGEST = ProcessAnswer(Digest("ab"))


class Child:
    """One that answers at once, or never."""

    def __init__(self, answer: ProcessAnswer | None) -> None:
        self.answer = answer

    def receive(self, *, timeout_seconds: float) -> ProcessAnswer | None:
        return self.answer


def wait(answer: ProcessAnswer | None, limit: TimeLimit) -> ProcessAnswer:
    child: Any = Child(answer)
    return Waiting(lambda: None, every_seconds=60).wait(child, limit=limit, stage="read")


def test_what_reading_takes_is_gone_for_the_analysis() -> None:
    """A document has one limit, whatever it spends it on."""
    limit = TimeLimit(60)

    assert wait(DIGEST, limit) is DIGEST

    assert 0 < limit.left < limit.seconds == 60


def test_where_nothing_is_left_nobody_waits() -> None:
    """The limit that people set is the one that they are told."""
    limit = TimeLimit(60)
    limit.left = 0

    with pytest.raises(AnalysisTimedOut, match="no result after 60 s, in stage read"):
        wait(None, limit)
