"""The judge of patterns, on patterns whose verdict is known."""

import re

import pytest
from support.regexes import is_nested, may_explode


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:a+)+",
        r"(?:a*)*b",
        r"(?:ab|a|b)*c",
        r"(?:\w+\s*)+:",
        r"(?:.*,)*x",
        r"(?:x?y?)*z",
        r"(?:written\s+|but\s+[^.]{0,40})*notice",
        r"(?:\w+\.?){1,9}$",
        r"(?i:k|K\b|\u212a)*(?:k+)*",
        rb"(?:a+)+",
    ],
)
def test_two_ways_around_a_loop_are_found(pattern: str | bytes) -> None:
    assert may_explode(re.compile(pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        r"a*a*b",
        r"(?:a+b)+",
        r"(?:\w+\s+){0,3}term",
        r"\d{1,2}(?:\.\d{1,2}){0,3}",
        r"(?:[^\n]{0,120}\n){0,14}",
        r"(?:a++b?)*",
        r"(?>a+|b)*",
        r"(?:(?=a)ab|(?!a)c)*",
        r"(x)?(?(1)a|b)*",
        r"[^()]{0,200}(?:\([^()]{0,80}\)[^()]{0,80})?",
        rb"(?:\d+,)*",
    ],
)
def test_one_way_around_each_loop_is_left_in_peace(pattern: str | bytes) -> None:
    """A judge that cries at everything is switched off."""
    assert not may_explode(re.compile(pattern))


def test_an_endless_repeat_in_an_endless_repeat_is_nested() -> None:
    assert is_nested(re.compile(r"(?:x|(?:ab+)c)*"))
    assert is_nested(re.compile(r"(?:(a|b+?)c)+"))
    assert not is_nested(re.compile(r"(?:ab+){0,3}(?:cd)*"))
