"""Entity tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from contractsai.entrypoints.api.etags import Verdict, judge, tags


def headers(*lines: tuple[str, str]) -> Headers:
    return Headers(raw=[(name.encode(), value.encode()) for name, value in lines])


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('"1"', ['"1"']),
        (' "1" ,  W/"2",""', ['"1"', 'W/"2"', '""']),
        ('"a,b", "c"', ['"a,b"', '"c"']),
        ("1", []),
        ('"1" "2"', []),
        ('"1",', []),
        ('w/"1"', []),
        ("", []),
        ("*", []),
    ],
)
def test_a_list_of_tags_is_read_whole_or_not_at_all(header: str, found: list[str]) -> None:
    assert tags(header) == found


@given(st.text())
def test_whatever_is_sent_is_read(header: str) -> None:
    assert all(tag.endswith('"') for tag in tags(header))


@pytest.mark.parametrize(
    ("name", "value", "tag", "verdict"),
    [
        ("if-none-match", '"1"', '"1"', Verdict.UNCHANGED),
        ("if-none-match", '"2", W/"1"', '"1"', Verdict.UNCHANGED),
        ("if-none-match", '"1"', 'W/"1"', Verdict.UNCHANGED),
        ("if-none-match", "*", '"1"', Verdict.UNCHANGED),
        ("if-none-match", '"2"', '"1"', Verdict.SEND),
        ("if-none-match", "1", '"1"', Verdict.SEND),
        ("if-match", '"2", "1"', '"1"', Verdict.SEND),
        ("if-match", "*", '"1"', Verdict.SEND),
        ("if-match", '"2"', '"1"', Verdict.CHANGED),
        ("if-match", 'W/"1"', '"1"', Verdict.CHANGED),
        ("if-match", 'W/"1"', 'W/"1"', Verdict.CHANGED),
        ("if-match", "1", '"1"', Verdict.CHANGED),
    ],
)
def test_tags_are_compared_as_the_standard_has_it(
    name: str, value: str, tag: str, verdict: Verdict
) -> None:
    """Weakly to save a transfer, strongly to be sure of the bytes (RFC 9110, section 8.8.3.2)."""
    assert judge(headers((name, value)), tag) is verdict


def test_a_list_may_be_spread_over_lines() -> None:
    given_twice = headers(("if-none-match", '"1"'), ("if-none-match", '"2"'))

    assert judge(given_twice, '"2"') is Verdict.UNCHANGED


def test_if_match_comes_first() -> None:
    both = headers(("if-match", '"2"'), ("if-none-match", '"1"'))

    assert judge(both, '"1"') is Verdict.CHANGED
