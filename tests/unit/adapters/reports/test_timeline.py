"""Days on a line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.adapters.reports.timeline import MAX_ROWS, Timeline, timeline
from contractsai.application.folder_overview import Course, Reference

TODAY = date(2026, 3, 3)


def course(
    ends: date | None, *, notice: date | None = None, begins: date | None = None, name: str = "a"
) -> Course:
    return Course(Reference(name, name, None, name), begins, notice, ends, is_sure=True)


def percent(text: str) -> float:
    return float(text.removesuffix("%"))


def drawn(*courses: Course, as_of: date | None = TODAY) -> Timeline:
    found = timeline(courses, as_of)
    assert found is not None
    return found


def test_no_day_no_drawing() -> None:
    assert timeline([], TODAY) is None


def test_later_is_further_right() -> None:
    first, second = drawn(course(date(2027, 1, 1)), course(date(2029, 1, 1))).rows

    assert percent(first.marks[0].x) < percent(second.marks[0].x)


def test_a_bar_reaches_from_the_beginning_to_the_end() -> None:
    [row] = drawn(course(date(2027, 1, 1), begins=date(2026, 6, 1))).rows

    assert percent(row.bar_x) + percent(row.bar_width) == pytest.approx(
        percent(row.marks[0].x), abs=0.02
    )


def test_what_is_still_to_come_is_drawn_before_what_has_passed() -> None:
    """Of a large archive the drawing has room for a few: those that can still be acted on."""
    past = [course(TODAY - timedelta(days=day), name=f"past {day}") for day in range(1, 40)]

    found = drawn(*past, course(TODAY + timedelta(days=9), name="coming"))

    assert [row.document.path for row in found.rows][:3] == ["coming", "past 1", "past 2"]
    assert len(found.rows) == MAX_ROWS
    assert found.left_out == 40 - MAX_ROWS


def test_the_notice_is_near_though_the_end_is_far() -> None:
    near = course(TODAY + timedelta(days=400), notice=TODAY + timedelta(days=90))
    far = course(TODAY + timedelta(days=91))
    past = course(TODAY - timedelta(days=1))

    rows = drawn(near, far, past).rows

    assert [row.nearness for row in rows] == ["soon", "later", "past"]


def test_without_a_day_to_judge_by_nothing_is_near_or_past() -> None:
    """A report that is made twice of the same lines is the same, whatever the day."""
    found = drawn(course(date(1999, 1, 1)), as_of=None)

    assert found.today is None
    assert [row.nearness for row in found.rows] == ["later"]


days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(st.lists(st.tuples(days, st.none() | days, st.none() | days), min_size=1, max_size=5), days)
def test_every_day_that_a_contract_may_name_fits(
    given_days: list[tuple[date, date | None, date | None]], as_of: date
) -> None:
    """Typing errors make years such as 0203 and 9999."""
    found = drawn(
        *(course(end, notice=notice, begins=begins) for end, notice, begins in given_days),
        as_of=as_of,
    )

    xs = [mark.x for row in found.rows for mark in row.marks]
    xs += [tick.x for tick in found.ticks]
    assert all(0 <= percent(x) <= 100 for x in xs)
    assert all(percent(row.bar_width) >= 0 for row in found.rows)
    assert len(found.ticks) <= 10
