"""A contract's calendar on a given day: pure calculation, and no clock in it.

The rules, which ``docs/deadlines.md`` states for people: what counts from a day ends on its
anniversary; months end on their last day where the day does not exist; a deadline errs early, so it
is counted from the last full day of a term. A day that the contract itself names is that day.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import Final

from contractsai.domain.lengths import IN_MONTHS, Period, moved

_ONE_DAY: Final = timedelta(days=1)


class Status(StrEnum):
    """Where a contract stands on a day."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    RENEWED = "renewed"
    EXPIRED = "expired"
    OPEN_ENDED = "open_ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says of its time, whatever the day.

    Attributes:
        start: the first day of the first term.
        first: how long that is, where it counts from the start.
        end: its last full day, where the contract names one; that beats `first`.
        stays: whether it goes on until somebody ends it, once the first term is over.
        renewal: the length of a later term; None if nothing renews.
        renewals: how many later terms there can be; None for as many as nobody stops.
        renews_somehow: whether it renews, but for how long nobody found: no end is certain.
        notice: how long before the end of a term somebody has to say that it shall not renew.
        window: how long before that end such a notice counts at the earliest.
        option: how long before the end of the first term an option to extend has to be used.
    """

    start: date | None = None
    first: Period | None = None
    end: date | None = None
    stays: bool = False
    renewal: Period | None = None
    renewals: int | None = None
    renews_somehow: bool = False
    notice: Period | None = None
    window: Period | None = None
    option: Period | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What somebody puts into a calendar on one day; ``docs/deadlines.md`` says it of each.

    Attributes:
        arithmetic: a sentence for a person, by the name of the date that it explains.
    """

    status: Status
    term_from: date | None = None
    term_to: date | None = None
    notice_by: date | None = None
    missed: date | None = None
    next_notice_by: date | None = None
    window_opens: date | None = None
    option_by: date | None = None
    expired_on: date | None = None
    arithmetic: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Term:
    """One term: its first day, its end as people write it, its last full day, and why."""

    number: int
    start: date | None
    end: date
    last: date
    why: str


def calendar_on(terms: Terms, day: date) -> Calendar:
    """Return the calendar of a contract on *day*."""
    try:
        return _on(terms, day)
    except OverflowError:  # a term of 9,999 years has no end in anybody's calendar
        return Calendar(Status.UNKNOWN, term_from=terms.start)


def _on(terms: Terms, day: date) -> Calendar:
    if terms.end is None and (terms.start is None or terms.first is None):
        if not terms.stays:
            return Calendar(Status.UNKNOWN, term_from=terms.start)
        is_early = terms.start is not None and day < terms.start
        return Calendar(Status.NOT_STARTED if is_early else Status.OPEN_ENDED, terms.start)
    term = _running(terms, day)
    if day > term.last:
        if terms.stays:
            return Calendar(Status.OPEN_ENDED, term.last + _ONE_DAY)
        if terms.renews_somehow:
            return Calendar(Status.UNKNOWN, term_to=term.end, arithmetic={"term_to": term.why})
        return Calendar(
            Status.EXPIRED, None, term.end, expired_on=term.end, arithmetic={"term_to": term.why}
        )
    status = Status.RENEWED if term.number else Status.RUNNING
    if term.start is not None and day < term.start:
        status = Status.NOT_STARTED
    return _with_deadlines(terms, term, day, status)


def _with_deadlines(terms: Terms, term: _Term, day: date, status: Status) -> Calendar:
    why = {"term_to": term.why}
    dates: dict[str, date] = {}

    def tell(name: str, of: _Term, before: Period) -> None:
        dates[name] = moved(of.last, before, back=True)
        why[name] = _because(of, before)

    if terms.notice is not None and _may_follow(terms, term.number):
        notice = terms.notice
        by = moved(term.last, notice, back=True)
        if day <= by:
            tell("notice_by", term, notice)
            if terms.window is not None:
                tell("window_opens", term, terms.window)
        elif _rolls(terms) and term.number:
            tell("notice_by", _first_to_stop(terms, term, day), notice)
        else:
            tell("missed", term, notice)
            if _may_follow(terms, term.number + 1):
                tell("next_notice_by", _nth(terms, term.number + 1), notice)
    if terms.option is not None and term.number == 0:
        tell("option_by", term, terms.option)
        if dates["option_by"] < day:
            del dates["option_by"], why["option_by"]
    return Calendar(status, term.start, term.end, arithmetic=why, **dates)


def _because(term: _Term, before: Period) -> str:
    less = "" if term.last == term.end else ", less one day"
    return f"{term.why}{less}, less {before}"


def _rolls(terms: Terms) -> bool:
    """Return whether a notice is as long as a later term: there is always another to stop."""
    return (
        terms.renewal is not None
        and terms.notice is not None
        and terms.notice.about >= terms.renewal.about
    )


def _first_to_stop(terms: Terms, term: _Term, day: date) -> _Term:
    """Return the first term at whose end a notice of *day* still counts."""
    assert terms.notice is not None  # noqa: S101 - whoever asks has one
    for number in count(term.number):
        later = _nth(terms, number)
        if moved(later.last, terms.notice, back=True) >= day:
            return later
    raise AssertionError("terms go on for ever")


def _may_follow(terms: Terms, number: int) -> bool:
    """Return whether another term follows the one of that number, if nobody stops it."""
    return terms.renewal is not None and (terms.renewals is None or number < terms.renewals)


def _running(terms: Terms, day: date) -> _Term:
    """Return the term that runs on *day*, the first if none has begun, the last if all are over."""
    first = _nth(terms, 0)
    if day <= first.last or terms.renewal is None:
        return first
    number = max(1, int((day - first.last).days / (terms.renewal.about * 1.05)))
    if terms.renewals is not None:
        number = min(number, terms.renewals)
    term = _nth(terms, number)
    while term.last < day and _may_follow(terms, number):
        number += 1
        term = _nth(terms, number)
    return term


def _nth(terms: Terms, number: int) -> _Term:
    """Return a term; the first has the number 0."""
    if terms.end is not None:
        return _named(terms, terms.end, number)
    assert terms.start is not None  # noqa: S101 - a term that is counted has a start
    start = _boundary(terms, number - 1) if number else terms.start
    end = _boundary(terms, number)
    why = f"{end} ({terms.first} from {terms.start}"
    if number:
        why += f", then {number} times {terms.renewal}" if number > 1 else f", then {terms.renewal}"
    return _Term(number, start, end, max(start, end - _ONE_DAY), why + ")")


def _boundary(terms: Terms, number: int) -> date:
    """Return the anniversary on which a counted term ends: counted from the first day of all.

    A contract of 31 August ends on 28 February and then on 31 August again.
    """
    assert terms.start is not None  # noqa: S101 - as `_nth` asks
    assert terms.first is not None  # noqa: S101 - as `_nth` asks
    if not number or terms.renewal is None:
        return moved(terms.start, terms.first)
    first, later = terms.first, terms.renewal.times(number)
    if first.unit in IN_MONTHS and later.unit in IN_MONTHS:
        months = first.n * IN_MONTHS[first.unit] + later.n * IN_MONTHS[later.unit]
        return moved(terms.start, Period(months, "month"))
    return moved(moved(terms.start, first), later)


def _named(terms: Terms, end: date, number: int) -> _Term:
    if not number or terms.renewal is None:
        return _Term(0, terms.start, end, end, f"{end} (the contract names this day)")
    behind = end + _ONE_DAY
    start = moved(behind, terms.renewal.times(number - 1)) if number > 1 else behind
    last = moved(behind, terms.renewal.times(number)) - _ONE_DAY
    times = f"{number} times {terms.renewal}" if number > 1 else str(terms.renewal)
    return _Term(number, start, last, last, f"{last} ({times} after {end})")
