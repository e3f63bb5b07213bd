"""What follows from other facts; never surer than the least sure of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from contractsai.domain.lengths import moved, period_of
from contractsai.pipeline.draft import ANSWER, Fact
from contractsai.pipeline.facts.expiry import UNTIL

_DERIVED_TRUST: Final = 0.9  # the words of the term may put the last day otherwise
_APART_TRUST: Final = 0.6  # the term begins on a day that the text only describes
_SURE_START: Final = 0.8
_NOTHING: Final = timedelta()
_ONE_DAY: Final = timedelta(days=1)
NAMED_START: Final = "rule:expiry.named_start"
COUNTED: Final = frozenset({"derived", NAMED_START})
"""How an end is found that no contract names: it is an anniversary."""


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
    term, extension = _best(facts, "term"), _best(facts, "extension")
    if start is None or term is None:
        return None
    sources = (start, term) if extension is None else (start, term, extension)
    day: date | None = None
    for source in sources[1:]:
        day = _moved(start if day is None else day.isoformat(), source)
        if day is None:
            return None
    return None if day is None else _fact("expiration_date", day, sources, trust)


def _deadline(facts: list[Fact], end: Fact | None) -> Fact | None:
    """Return the last safe day to stop a renewal, as the calendar counts it: it errs early.

    What counts from a day has its last full day before the anniversary; a day that the text names
    is that day.
    """
    notice, renews = _best(facts, "notice_period"), _best(facts, "renews")
    is_denied = renews is not None and renews.normal == "no"
    if end is None or notice is None or is_denied or _best(facts, "renewal_term") is None:
        return None
    day = _moved(end, notice, back=True, less=_ONE_DAY if end.method in COUNTED else _NOTHING)
    return None if day is None else _fact("notice_deadline", day, (end, notice), _DERIVED_TRUST)


def _fact(name: str, day: date, sources: tuple[Fact, ...], trust: float) -> Fact:
    least = min(source.confidence for source in sources)
    confidence = round(max(least * trust, min(least, ANSWER)), 4)
    shown = f"{day.day} {day:%B %Y}"
    return Fact(name, shown, day.isoformat(), confidence, "derived", because=sources)


def anniversary(start: Fact | str, period: Fact) -> date | None:
    """Return the day that lies one period after *start*; None if there is no such day."""
    return _moved(start, period)


def _moved(
    start: Fact | str, period: Fact, *, back: bool = False, less: timedelta = _NOTHING
) -> date | None:
    iso = start.normal if isinstance(start, Fact) else start
    length = period_of(period.normal)
    if length is None or not isinstance(iso, str):
        return None
    try:
        return moved(date.fromisoformat(iso) - less, length, back=back)
    except (ValueError, OverflowError):
        return None
