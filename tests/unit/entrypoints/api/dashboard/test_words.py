"""Instants, sizes and numbers in words."""

from datetime import UTC, datetime, timedelta

import pytest

from contractsai.entrypoints.api.dashboard.words import ago, duration, instant, plural, rate, size

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (0.25, "0.2 s"),
        (9.94, "9.9 s"),
        (12.6, "13 s"),
        (60, "1 min"),
        (3660, "1 h 1 min"),
        (90_000, "1 d 1 h"),
        (86_401, "1 d"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(-3, "just now"), (0.4, "just now"), (7.9, "7 s ago"), (3600, "1 h ago")]
)
def test_an_instant_is_told_by_how_long_ago_it_was(seconds: float, words: str) -> None:
    """A clock that runs ahead makes nothing happen in the future."""
    assert ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_an_instant_is_told_in_full() -> None:
    assert instant(NOW) == "2026-03-03 12:00:00 UTC"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (68_400, "68 kB"),
        (5 * 10**9, "5.0 GB"),
        (10**18, "1000000 TB"),
    ],
)
def test_a_size_is_told_in_two_figures(count: int, words: str) -> None:
    assert size(count) == words


def test_numbers_of_things() -> None:
    assert plural(1, "document") == "1 document"
    assert plural(10_000, "document") == "10,000 documents"
    assert plural(2, "crash", "crashes") == "2 crashes"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 a minute"),
        (6, "6 a day"),
        (24, "1 an hour"),
        (1440, "1 a minute"),
        (144_000, "100 a minute"),
    ],
)
def test_how_often_is_told_by_a_span_in_which_it_happens(count: int, words: str) -> None:
    assert rate(count, timedelta(days=1)) == words
