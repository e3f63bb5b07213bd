"""Every day to know of, in the order of time."""

from datetime import date
from typing import Any

import pytest
from support.lines import line

from contractsai.application.diary import Diary, Entry, Nearness, What, diary

YEAR = {"n": 1, "unit": "year"}
DAYS_30 = {"n": 30, "unit": "day"}
RENEWS: dict[str, Any] = {
    "effective_date": "2024-03-01",
    "term": YEAR,
    "renewal_term": {**YEAR, "successive": True},
    "notice_period": DAYS_30,
}
"""Its terms begin on the first of March; notice is due by the end of January."""


def on(day: str, *lines: dict[str, Any]) -> Diary:
    return diary(lines, as_of=date.fromisoformat(day))


def told(found: Diary) -> list[tuple[str, str, str]]:
    return [(str(item.day), item.what.value, item.slot) for item in found.entries]


def only(found: Diary, what: What) -> Entry:
    [entry] = [item for item in found.entries if item.what is what]
    return entry


def test_days_come_in_the_order_of_time() -> None:
    """Of all contracts together; a term that goes on is no end."""
    other = line("b.txt", expiration_date="2026-02-01")

    assert told(on("2026-01-15", other, line(**RENEWS))) == [
        ("2026-01-29", "notice_by", "notice"),
        ("2026-02-01", "term_to", "end"),
        ("2026-03-01", "renewal", "end"),
    ]


def test_a_notice_that_was_missed_is_told_beside_the_next_one() -> None:
    """The next one takes the place that it had in a calendar: it moves, and is not doubled."""
    assert told(on("2026-01-30", line(**RENEWS))) == [
        ("2026-01-29", "missed", "missed"),
        ("2026-03-01", "renewal", "end"),
        ("2027-01-29", "notice_by", "notice"),
    ]


def test_a_last_notice_that_was_missed_keeps_its_place() -> None:
    """Nothing comes behind it, so the day that somebody noted is the one that was missed."""
    once = RENEWS | {"renews": "once", "effective_date": "2025-03-01"}

    assert told(on("2026-01-30", line(**once)))[0] == ("2026-01-29", "missed", "notice")


def test_every_kind_of_day_is_told() -> None:
    facts = RENEWS | {"notice_window": {"n": 60, "unit": "day"}}
    option: dict[str, Any] = {
        "effective_date": "2026-01-01",
        "term": YEAR,
        "option_notice": DAYS_30,
    }

    assert told(on("2026-01-15", line(**facts)))[0] == ("2025-12-30", "window_opens", "window")
    assert told(on("2026-01-15", line(**option)))[0] == ("2026-12-01", "option_by", "option")
    assert told(on("2030-01-15", line(expiration_date="2026-02-01"))) == [
        ("2026-02-01", "expired_on", "end")
    ]


def test_each_day_has_its_arithmetic_and_the_words_that_it_stands_on() -> None:
    """A notice stands on the length of the notice, an end does not."""
    found = on("2026-01-15", line(**RENEWS, party="Acme, Inc."))

    notice, renewal = only(found, What.NOTICE), only(found, What.RENEWAL)
    assert notice.arithmetic == (
        "2026-03-01 (1 year from 2024-03-01, then 1 year), less one day, less 30 days"
    )
    assert [ground.words for ground in notice.grounds] == [
        "effective_date of a.txt",
        "term of a.txt",
        "renewal_term of a.txt",
        "notice_period of a.txt",
    ]
    assert "notice_period" not in {ground.name for ground in renewal.grounds}
    assert (notice.parties, notice.content, notice.days_left) == (
        ("Acme, Inc.",),
        "bytes of a.txt",
        14,
    )


DUTY: dict[str, Any] = {
    "who": "Supplier",
    "what": "Send a list",
    "first": "2026-01-20",
    "after": None,
}


@pytest.mark.parametrize(
    ("every", "days", "turns"),
    [
        (None, ["2026-01-20"], ["once"]),
        ("year", ["2026-01-20", "2027-01-20"], ["2026", "2027"]),
        (
            "quarter",
            ["2026-01-20", "2026-04-20", "2026-07-20", "2026-10-20"],
            ["2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"],
        ),
        ("month", ["2026-01-20", "2026-02-20"], ["2026-01", "2026-02"]),
    ],
)
def test_a_duty_is_told_with_each_of_its_days(
    every: str | None, days: list[str], turns: list[str]
) -> None:
    """Each turn has a name of its own, so that another day in it moves it."""
    found = on("2026-01-20", line(duty={**DUTY, "every": every}))
    entries = [item for item in found.entries if item.what is What.DUTY]
    first = entries[0]
    assert [item.turn for item in entries] == list(range(len(entries)))
    assert [str(item.day) for item in entries][: len(days)] == days
    assert [item.slot.split(" ", 2)[2] for item in entries][: len(turns)] == turns
    assert (first.who, first.does, first.every) == ("Supplier", "Send a list", every)
    assert [ground.words for ground in first.grounds] == ["duty of a.txt"]


def test_a_duty_is_known_by_who_does_what() -> None:
    """Not by its day, nor by how it is spaced: a day that was corrected moves it."""
    [first] = on("2026-01-01", line(duty={**DUTY, "every": None})).entries
    moved = {**DUTY, "every": None, "first": "2026-02-20", "what": "send  a list"}
    [second] = on("2026-01-01", line(duty=moved)).entries
    [other] = on("2026-01-01", line(duty={**DUTY, "every": None, "what": "pay"})).entries

    assert first.slot == second.slot
    assert first.slot != other.slot


def test_a_day_is_missed_past_soon_or_later() -> None:
    near = on("2026-01-30", line(**RENEWS)).entries
    over = on("2030-01-15", line(expiration_date="2026-02-01")).entries
    unclear = on("2030-01-15", line(expiration_date="2026-02-01", renews="repeatedly")).entries
    today = on("2026-02-01", line(expiration_date="2026-02-01")).entries

    assert [item.nearness for item in near] == [Nearness.MISSED, Nearness.SOON, Nearness.LATER]
    assert [item.nearness for item in over] == [Nearness.PAST]
    assert [item.nearness for item in unclear] == [Nearness.UNCLEAR]
    assert [item.nearness for item in today] == [Nearness.SOON]


def test_a_doubtful_finding_makes_its_day_ask_for_a_look() -> None:
    doubtful = line(expiration_date="2026-02-01", duty={**DUTY, "every": None})
    for finding in doubtful["findings"]:
        finding["band"] = "look_here"

    assert [item.is_sure for item in on("2026-01-01", doubtful).entries] == [False, False]


def test_courses_are_of_the_term_that_runs() -> None:
    """Drawn by what the contract said once, a renewed contract would look expired."""
    [course] = on("2026-01-30", line(**RENEWS)).courses

    assert (course.begins, course.notice, course.ends) == (
        date(2025, 3, 1),
        date(2026, 1, 29),
        date(2026, 3, 1),
    )


def test_an_expired_contract_keeps_its_beginning() -> None:
    facts: dict[str, Any] = {"effective_date": "2024-03-01", "expiration_date": "2026-02-01"}
    lines = [line("b.txt", **facts), line("a.txt", agreement_date="2024-03-01")]

    [course] = on("2030-01-15", *lines).courses

    assert (course.begins, course.ends, course.is_sure) == (
        date(2024, 3, 1),
        date(2026, 2, 1),
        True,
    )


def test_an_amendment_has_no_days_of_its_own() -> None:
    """They are the contract's: once for both."""
    both: dict[str, Any] = {"parties": ("Acme, Inc.", "Globex LLC"), "agreement_date": "2023-07-01"}
    master = line("m.txt", title="SUPPLY AGREEMENT", expiration_date="2027-06-30", **both)
    said = {"amends": "Supply Agreement", "amends_date": "2023-07-01"}
    paper = line("p.txt", new_end="2028-06-30", **said, **both)

    [entry] = on("2026-01-01", master, paper).entries

    assert (str(entry.day), entry.contract.path) == ("2028-06-30", "m.txt")
    assert {ground.path for ground in entry.grounds} == {"m.txt", "p.txt"}


def test_what_was_not_read_has_no_days() -> None:
    assert (
        on("2026-01-01", line(expiration_date="2026-02-01") | {"outcome": "failed"}).entries == ()
    )
