"""The cells of a register."""

from typing import Any

import pytest

from contractsai.application.register_columns import (
    BY_LABEL,
    COLUMNS,
    MAX_CELL,
    cells,
    own_names,
    plain,
)


def row(**values: Any) -> dict[str, Any]:
    return {
        "path": "a.pdf",
        "member": None,
        "facts": {column.name: [] for column in COLUMNS if column.is_fact},
        "status": "not_started",
        "term_to": None,
        "notice_by": None,
        "next_deadline": None,
        "confidence": None,
        "look_at": [],
        "own": {},
    } | values


def test_headings_are_told_apart_whatever_their_letters() -> None:
    """Columns are found again by them."""
    assert len(BY_LABEL) == len(COLUMNS)


def test_every_column_has_a_cell() -> None:
    told = cells(row())

    assert list(told) == [column.name for column in COLUMNS]
    assert (told["file"], told["status"], told["confidence"]) == ("a.pdf", "not started", "")


def test_a_member_and_its_deadline() -> None:
    told = cells(
        row(
            member="b\u202e.pdf",
            confidence=0.5,
            next_deadline={"date": "2026-03-03", "what": "the term ends"},
            look_at=["unsigned", "Term"],
        )
    )

    assert told["file"] == "a.pdf › b\\u202e.pdf"  # noqa: RUF001 - as in a report
    assert (told["next_deadline"], told["next_deadline_is"]) == ("2026-03-03", "the term ends")
    assert (told["confidence"], told["look_at"]) == ("0.50", "unsigned, Term")


def test_several_values_stand_on_a_line_each() -> None:
    facts = row()["facts"] | {"party": [{"text": "Acme\nInc."}, {"text": "Beta"}]}

    assert cells(row(facts=facts))["party"] == "Acme\nInc.\nBeta"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  a \t b \r\n\n c ", "a b\nc"),
        ("a\x0b\x07\ufffeb", "a\nb"),
        ("x" * (MAX_CELL + 1), "x" * MAX_CELL),
    ],
)
def test_a_cell_holds_what_a_sheet_gives_back(text: str, told: str) -> None:
    assert plain(text) == told


def test_peoples_own_columns_come_behind_those_that_all_have() -> None:
    rows = [{"own": {"Tag": "x", "Zone": "y"}}, {"own": {"Cost": "z", "title": "no column"}}]

    assert own_names(rows) == ["Owner", "Tag", "Note", "Cost", "Zone"]
