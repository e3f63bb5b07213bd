"""What amendments took the place of."""

from datetime import date
from typing import Any

from contractsai.application.superseded import new_end, superseded
from contractsai.testing.builders import a_line as line

YEAR = {"n": 1, "unit": "year"}
MASTER = line(
    "master.txt",
    "SUPPLY AGREEMENT",
    expiration_date="2026-07-01",
    term=YEAR,
    notice_period={"n": 30, "unit": "day"},
)


def told(*papers: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    return [
        (item.name, item.path, item.by_name, item.by_path, item.since.isoformat())
        for item in superseded(MASTER, papers)
    ]


def test_words_that_hold_no_longer_stay_as_evidence() -> None:
    """With the finding that said them, what took their place, and since when."""
    paper = line("first.txt", "FIRST AMENDMENT", agreement_date="2025-02-03", new_end="2027-03-31")

    [end, term] = superseded(MASTER, [paper])

    assert (end.name, end.value, end.path, end.finding) == (
        "expiration_date",
        "2026-07-01",
        "master.txt",
        "f4",
    )
    assert (end.by_name, end.by_value, end.by_path, end.by_finding) == (
        "new_end",
        "2027-03-31",
        "first.txt",
        "f5",
    )
    assert end.since == date(2025, 2, 3)
    assert (term.name, term.words) == ("term", str(YEAR))


def test_an_amendment_of_an_amendment_supersedes_that() -> None:
    first = line("first.txt", "A", agreement_date="2025-02-03", new_end="2027-03-31")
    second = line("second.txt", "B", agreement_date="2026-02-03", new_end="2029-03-31")

    assert told(first, second)[2:] == [
        ("new_end", "first.txt", "new_end", "second.txt", "2026-02-03")
    ]


def test_what_is_said_again_or_for_the_first_time_supersedes_nothing() -> None:
    paper = line(
        "first.txt",
        "A",
        agreement_date="2025-02-03",
        notice_period={"n": 30, "unit": "day"},
        renews="repeatedly",
    )

    assert told(paper) == []


def test_an_extension_moves_the_end_and_leaves_the_term() -> None:
    paper = line("first.txt", "A", agreement_date="2025-02-03", extension=YEAR)

    assert told(paper) == [
        ("expiration_date", "master.txt", "extension", "first.txt", "2025-02-03")
    ]


def test_a_changed_notice_is_told() -> None:
    paper = line(
        "first.txt", "A", agreement_date="2025-02-03", notice_period={"n": 60, "unit": "day"}
    )

    assert told(paper) == [
        ("notice_period", "master.txt", "notice_period", "first.txt", "2025-02-03")
    ]


def test_where_nothing_renews_any_more_there_is_no_notice_to_give() -> None:
    """Told once, also if the next amendment says so again."""
    first = line("first.txt", "A", agreement_date="2025-02-03", renews="no")
    second = line("second.txt", "B", agreement_date="2026-02-03", renews="by_agreement")

    assert told(first, second) == [
        ("notice_period", "master.txt", "renews", "first.txt", "2025-02-03"),
        ("renews", "first.txt", "renews", "second.txt", "2026-02-03"),
    ]


def test_another_day_in_an_amendment_is_no_end_unless_a_person_says_so() -> None:
    """It may be the end of a period of orders, or of the amendment itself."""
    paper = line("first.txt", "A", agreement_date="2025-02-03", expiration_date="2025-06-30")
    by_a_person = {
        **paper,
        "findings": [{**finding, "method": "human"} for finding in paper["findings"]],
    }

    assert new_end(paper) is None
    found = new_end(by_a_person)
    assert found is not None
    assert found["normal"] == "2025-06-30"
