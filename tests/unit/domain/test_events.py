"""Marks: which commits somebody has seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.events import LARGEST, Mark


def test_a_mark_sees_what_ended_before_and_not_what_was_open() -> None:
    mark = Mark(oldest=5, next=9, open=(5, 7))

    assert [number for number in range(12) if mark.sees(number)] == [0, 1, 2, 3, 4, 6, 8]


@given(st.integers(0, 2**62), st.lists(st.integers(0, 50), max_size=5, unique=True))
def test_a_mark_comes_back_as_it_was(oldest: int, still_open: list[int]) -> None:
    """A client keeps it as text, and gives it to another process."""
    mark = Mark(oldest, oldest + 51, tuple(oldest + it for it in still_open))

    assert Mark.read(str(mark)) == mark


@pytest.mark.parametrize(
    "text",
    ["", "1", "a-b", "1-2-", "-1-2", "2-1", "1-5-7", "4-5-3", f"1-{LARGEST}", "1-٢", "1-2" * 300],
)
def test_what_makes_no_mark_is_none(text: str) -> None:
    """It comes from outside, and no database is asked about it."""
    assert Mark.read(text) is None
