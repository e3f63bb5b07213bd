"""Terms made longer by agreement: "the term is extended for two years"."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from contractsai.domain.lengths import IN_MONTHS, Period, moved
from contractsai.domain.schedule import Terms, calendar_on

_ONE_DAY: Final = timedelta(days=1)


def prolonged(terms: Terms, by: Period, day: date) -> Terms:
    """Return *terms* with the term that runs on *day* longer; as they are if none has an end.

    Args:
        terms: what the contract said until then.
        by: how much longer.
        day: when it was agreed; before the start, or behind the end, counts as in the term there.
    """
    end = calendar_on(terms, day).term_to
    if end is None:
        return terms
    try:
        if terms.end is not None:
            return replace(terms, end=moved(end + _ONE_DAY, by) - _ONE_DAY)
        longer = _together(terms, by, end)
        return replace(terms, end=moved(end, by) - _ONE_DAY) if longer is None else longer
    except OverflowError:
        return terms


def _together(terms: Terms, by: Period, end: date) -> Terms | None:
    """Return *terms* with a longer first term, if it ends then and the sum is one length."""
    first = terms.first
    if terms.start is None or first is None or moved(terms.start, first) != end:
        return None
    if first.unit == by.unit:
        return replace(terms, first=Period(first.n + by.n, first.unit))
    if first.unit in IN_MONTHS and by.unit in IN_MONTHS:
        months = first.n * IN_MONTHS[first.unit] + by.n * IN_MONTHS[by.unit]
        return replace(terms, first=Period(months, "month"))
    return None
