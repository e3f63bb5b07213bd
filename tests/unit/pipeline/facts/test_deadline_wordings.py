"""The calendar of contracts in words of their own: it is right, errs early, or is silent."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from support.deadline_wordings import SILENT, WORDINGS, Wording

from contractsai.application.schedules import DutyDue, Schedule, schedules
from contractsai.domain.findings import Analysis, Band

Analyse = Callable[[str], tuple[Analysis, ...]]


def calendar_of(analysis: Analysis, day: str) -> Schedule:
    """Return the calendar of an analysis on a day."""
    found = analysis.to_json()
    given = [one for one in found["findings"] if one["band"] != Band.UNLIKELY]
    line = {"path": "a.txt", "member": None, "document_id": "d", "outcome": found["outcome"]}
    [schedule] = schedules([line | {"findings": given}], as_of=date.fromisoformat(day))
    return schedule


def is_right(right: Any, told: Any) -> bool:
    """Return whether *told* is what is right: a value, one of two words, or within two days."""
    told = told.isoformat() if isinstance(told, date) else told
    if isinstance(right, tuple) and told is not None:
        return told in right or (right[0][0].isdigit() and right[0] <= told <= right[1])
    return bool(told == right)


def is_told(right: dict[str, Any], duties: tuple[DutyDue, ...]) -> bool:
    """Return whether some duty is the right one."""
    return any(all(is_right(right[key], getattr(duty, key)) for key in right) for duty in duties)


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.name)
def test_a_calendar_is_right_in_other_words_too(analyse: Analyse, wording: Wording) -> None:
    """What is not understood is silent: a wrong day is worse than none."""
    [analysis] = analyse(wording.text)

    for right in wording.days:
        schedule = calendar_of(analysis, right["as_of"])
        for key in right.keys() - {"as_of", "duties"}:
            told = getattr(schedule.calendar, key)
            if right[key] == SILENT:
                assert told in (None, "unknown"), key
            else:
                assert is_right(right[key], told), (key, told)
        assert all(is_told(duty, schedule.duties) for duty in right.get("duties", ()))


def test_there_are_enough_wordings_and_hardly_any_is_silent() -> None:
    silent = [one.name for one in WORDINGS if any(SILENT in day.values() for day in one.days)]

    assert len(WORDINGS) > 40
    assert silent == ["fixed-calendar-day", "end-of-month", "received-by"]
