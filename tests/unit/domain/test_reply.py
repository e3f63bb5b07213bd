"""Replies to requests that may be sent again."""

from dataclasses import replace

from contractsai.domain.ids import ReplyId
from contractsai.domain.reply import ABANDONED, KEPT, Reply
from contractsai.testing.builders import NOW

ASKED = Reply(ReplyId("a" * 64), "f" * 64, NOW, NOW)


def test_a_request_that_nobody_answers_is_abandoned_after_a_while() -> None:
    """Whoever took it on is gone, and its caller still waits."""
    assert not ASKED.is_abandoned(NOW)
    assert ASKED.is_abandoned(NOW + ABANDONED)
    assert not replace(ASKED, answer=b"").is_abandoned(NOW + ABANDONED)
    assert not replace(ASKED, taken_at=NOW + ABANDONED).is_abandoned(NOW + ABANDONED)


def test_a_key_is_free_again_after_a_day() -> None:
    assert not replace(ASKED, answer=b"").is_forgotten(NOW)
    assert replace(ASKED, answer=b"").is_forgotten(NOW + KEPT)


def test_who_carries_it_out_again_makes_the_same_of_it() -> None:
    """And the next request under the same key something else."""
    again = replace(ASKED, taken_at=NOW + ABANDONED)

    assert again.seed == ASKED.seed
    assert replace(ASKED, at=NOW + KEPT).seed != ASKED.seed
    assert len(ASKED.seed) == 32
