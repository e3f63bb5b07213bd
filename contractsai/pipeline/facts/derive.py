"""What follows from other facts; never surer than the least sure of them."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from contractsai.pipeline.draft import ANSWER, Fact
from contractsai.pipeline.facts.expiry import UNTIL

_DERIVED_TRUST: Final = 0.9  # the words of the term may put the last day otherwise
_APART_TRUST: Final = 0.6  # the term begins on a day that the text only describes
_SURE_START: Final = 0.8
_MONTHS: Final = {"month": 1, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}


def derive(facts: Iterable[Fact], *, starts_apart: bool = False) -> list[Fact]:
    """Return the expiration date (start + term) and the last day to stop a renewal.

    Args:
        facts: what was found.
        starts_apart: whether the term runs from another day than the agreement's own.
    """
    given = list(facts)
    derived = []
    end = _best(given, "expiration_date")
    if end is None:
        end = _expiry(given, _APART_TRUST if starts_apart else _DERIVED_TRUST)
        if end is not None:
            derived.append(end)
    deadline = _deadline(given, end)
    return derived if deadline is None else [*derived, deadline]


def without_impossible_ends(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts without a day before the start, where the text has another end to tell.

    Where it has none, the day stays: a person is told that the two are at odds.
    """
    given = list(facts)
    starts = [
        fact.normal
        for name in ("effective_date", "agreement_date")
        if (fact := _best(given, name)) is not None
        and isinstance(fact.normal, str)
        and fact.confidence >= _SURE_START
    ]
    kept = [
        fact
        for fact in given
        if fact.method != UNTIL
        or not isinstance(fact.normal, str)
        or fact.normal > min(starts, default="")
    ]
    has_another = _best(kept, "expiration_date") or _best(kept, "term")
    return kept if has_another else given


def _best(facts: Iterable[Fact], name: str) -> Fact | None:
    named = [fact for fact in facts if fact.name == name and fact.confidence >= ANSWER]
    return max(named, key=lambda fact: fact.confidence, default=None)


def _expiry(facts: list[Fact], trust: float) -> Fact | None:
    start = _best(facts, "effective_date") or _best(facts, "agreement_date")
    term = _best(facts, "term")
    if start is None or term is None or not isinstance(start.normal, str):
        return None
    day = moved(start.normal, term, forward=True)
    if day is None:
        return None
    return _fact("expiration_date", day, (start, term), trust)


def _deadline(facts: list[Fact], end: Fact | None) -> Fact | None:
    notice, renewal = _best(facts, "notice_period"), _best(facts, "renewal_term")
    if end is None or notice is None or renewal is None or not isinstance(end.normal, str):
        return None
    day = moved(end.normal, notice, forward=False)
    return None if day is None else _fact("notice_deadline", day, (end, notice), _DERIVED_TRUST)


def _fact(name: str, day: date, sources: tuple[Fact, ...], trust: float) -> Fact:
    least = min(source.confidence for source in sources)
    confidence = round(max(least * trust, min(least, ANSWER)), 4)
    shown = f"{day.day} {day:%B %Y}"
    return Fact(name, shown, day.isoformat(), confidence, "derived", because=sources)


def moved(iso: str, period: Fact, *, forward: bool) -> date | None:
    """Return the day that lies one period from *iso*; None if there is no such day."""
    match period.normal:
        case {"n": int() as count, "unit": str() as unit}:
            signed = count if forward else -count
        case _:
            return None
    try:
        start = date.fromisoformat(iso)
        if unit in _DAYS:
            return start + timedelta(days=signed * _DAYS[unit])
        months = start.year * 12 + start.month - 1 + signed * _MONTHS[unit]
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, last))
    except (ValueError, OverflowError):
        return None
