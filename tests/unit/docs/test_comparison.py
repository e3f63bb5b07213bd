"""The page that compares: every row of ours names a test that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| this |")]
THEIRS = [
    line
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| this |", "| | ", "| --- |"))
]


@pytest.mark.parametrize("row", ROWS)
def test_what_we_promise_is_shown_by_a_test_that_is_there(row: str) -> None:
    """A promise without one is an opinion."""
    names = re.findall(r"`(test_\w+)`", row)
    places = [ROOT / place for place in re.findall(r"`(tests/[\w/.]+)`", row)]
    text = "".join(place.read_text(encoding="utf-8") for place in places if place.is_file())

    assert places
    assert [place for place in places if not place.exists()] == []
    assert [name for name in names if f"def {name}(" not in text] == []


@pytest.mark.parametrize("row", THEIRS)
def test_what_others_promise_is_said_by_their_own_pages(row: str) -> None:
    """Whoever reads it can look it up."""
    assert re.search(r"\]\(https://[\w./-]+\) \|$", row)


def test_there_is_a_row_of_ours_in_each_table() -> None:
    assert len(ROWS) == PAGE.count("| --- | --- | --- |") > 0


def test_every_table_has_a_row_of_each() -> None:
    """What is left out is where a reader suspects the worst."""
    everybody = ["this", "Celery alone", "Procrastinate", "Dramatiq", "RQ", "Temporal"]
    tables = PAGE.split("| --- | --- | --- |")[1:]

    assert [re.findall(r"^\| ([\w ]+) \|", table, re.MULTILINE) for table in tables] == [
        everybody
    ] * len(tables)
