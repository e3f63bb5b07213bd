"""What differs between two runs of a folder."""

from typing import Any

import pytest

from contractsai.application.changes import Change, Difference, changes


def line(
    path: str, content: str | None = "a", *, member: str | None = None, **more: Any
) -> dict[str, Any]:
    """Return a line of a report; *more* are its facts, or its outcome and reason."""
    outcome, reason = more.pop("outcome", "analysed"), more.pop("reason", None)
    findings = [
        {"id": "f1", "name": name, "value": str(normal), "normal": normal}
        | {"band": "sure", "confidence": 0.9}
        for name, normal in more.items()
    ]
    return {
        "path": path,
        "member": member,
        "sha256": content,
        "outcome": outcome,
        "reason": reason,
        "findings": findings,
    }


def told(now: list[Any], before: list[Any]) -> list[tuple[Any, ...]]:
    return [(item.change.value, item.path, item.other) for item in changes(now, before)]


def test_the_same_content_at_the_same_path_is_no_change() -> None:
    assert changes([line("a"), line("b", "b")], [line("b", "b"), line("a")]) == []


def test_a_path_and_a_content_that_nobody_knew_are_new() -> None:
    assert told([line("a"), line("b", "b")], [line("a")]) == [("new", "b", None)]


def test_the_same_content_at_another_path_has_moved() -> None:
    assert told([line("b")], [line("a")]) == [("moved", "b", "a")]


def test_what_is_still_there_was_copied() -> None:
    [item] = changes([line("a"), line("b")], [line("a")])

    assert (item.change, item.path, item.other, item.says) == (Change.NEW, "b", "a", "a copy")


def test_a_path_that_is_gone_with_its_content_is_gone() -> None:
    assert told([line("a")], [line("a"), line("b", "b")]) == [("gone", "b", None)]


def test_another_content_at_the_same_path_differs_in_facts() -> None:
    before = line("a", "a", effective_date="2026-01-01", term={"n": 1, "unit": "year"})
    after = line("a", "b", effective_date="2026-01-01", term={"n": 2, "unit": "year"}, title="X")

    [item] = changes([after], [before])

    assert item.change is Change.CHANGED
    assert item.differs == (Difference("title", "", "X"), Difference("term", "1 year", "2 years"))


def test_a_file_that_took_another_ones_name_is_told_as_what_it_is() -> None:
    """The draft moved away, and something new bears its name."""
    now = [line("a", "new"), line("b", "old")]

    assert told(now, [line("a", "old")]) == [("new", "a", None), ("moved", "b", "a")]


def test_two_files_that_changed_names_both_moved() -> None:
    now, before = [line("a", "1"), line("b", "2")], [line("a", "2"), line("b", "1")]

    assert told(now, before) == [("moved", "a", "b"), ("moved", "b", "a")]


def test_a_file_that_took_the_place_of_one_that_is_gone() -> None:
    assert told([line("a", "1")], [line("a", "2"), line("b", "1")]) == [
        ("gone", "a", None),
        ("moved", "a", "b"),
    ]


def test_members_of_a_file_are_documents_of_their_own() -> None:
    now = [line("m.eml", "1"), line("m.eml", "1", member="x.pdf")]

    assert [item.member for item in changes(now, [line("m.eml", "1")])] == ["x.pdf"]


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        ({"outcome": "failed", "reason": "not_a_file"}, {}, "not read: not a file"),
        ({}, {"outcome": "needs_ocr", "reason": "no_text"}, "read for the first time"),
    ],
)
def test_what_could_be_read_once_only_has_no_facts_to_compare(
    now: dict[str, Any], before: dict[str, Any], says: str
) -> None:
    [item] = changes([line("a", "2", title="X", **now)], [line("a", "1", title="Y", **before)])

    assert (item.change, item.says, item.differs) == (Change.CHANGED, says, ())


def test_what_has_no_content_is_known_by_its_path() -> None:
    lost = {"outcome": "failed", "reason": "missing"}

    assert changes([line("a", None, **lost)], [line("a", None, **lost)]) == []
    assert told([], [line("a", None, **lost)]) == [("gone", "a", None)]


def test_of_what_was_cancelled_nobody_knows() -> None:
    cancelled = line("a", None, outcome="skipped", reason="cancelled")

    assert changes([cancelled], [line("a")]) == []
    assert changes([cancelled], []) == []


def test_system_files_are_nobodys_contracts() -> None:
    system = line(".DS_Store", "x", outcome="skipped", reason="system_file")

    assert changes([system], []) == []
