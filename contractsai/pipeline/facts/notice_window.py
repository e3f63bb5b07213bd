"""How early a notice against a renewal counts: "not more than 120 and not less than 60 days"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from contractsai.domain.lengths import Period
from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.facts.period_facts import FoundPeriod, period_facts
from contractsai.pipeline.lexicon.periods import PeriodMention, find_periods, find_ranges
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_SURE: Final = 0.7
_AT_MOST: Final = Cue(
    re.compile(
        r"\b(?:(?:no|not)\s+(?:more|earlier|sooner|greater)\s+than|at\s+most|at\s+the\s+earliest"
        r"|earliest)\s+",
        _I,
    ),
    ("no", "at", "earliest"),
    holds=("than", "most", "earliest"),
    within=60,
)
_NEAR: Final = 50  # characters
_END: Final = Cue(
    re.compile(r"\b(?:renew|non-?renew|exten[ds]|expir|end\s+of|last\s+day\s+of|anniversary)", _I),
    ("renew", "non", "exten", "expir", "end", "last", "anniversary"),
)
_NOTICE: Final = re.compile(r"\b(?:notice|notif|writing|written|elects?)", _I)
_BEFORE: Final = re.compile(r"\b(?:before|prior|preceding|in\s+advance)\b", _I)
_NOT_EARLIER: Final = re.compile(r"\b(?:less|later|fewer)\s+than\b|\bat\s+least\b", _I)


@lru_cache(maxsize=1)  # the renewal asks for the same text
def notice_ranges(text: str) -> tuple[tuple[PeriodMention, PeriodMention], ...]:
    """Return the earliest and the latest time of notices "between 120 and 60 days before"."""
    found: dict[int, tuple[PeriodMention, PeriodMention]] = {}
    done = -1
    for cue in matches(_END, text):
        if cue.start() < done:
            continue
        start, done = sentence_around(text, cue.span())
        if not (_BEFORE.search(text, start, done) and _NOTICE.search(text, start, done)):
            continue
        for first, last in find_ranges(text, start, done):
            late, early = sorted((first, last), key=lambda item: Period(item.n, item.unit).about)
            is_before = _BEFORE.search(text, last.end, min(done, last.end + _NEAR))
            if is_before and early.unit != "year" and (early.n, early.unit) != (late.n, late.unit):
                found[last.start] = early, late
    return tuple(found.values())


def find_notice_windows(draft: Draft) -> list[Fact]:
    """Return how long before the end of a term a notice counts at the earliest."""
    return list(period_facts("notice_window", _found(draft.text)))


def _found(text: str) -> Iterator[FoundPeriod]:
    yield from (FoundPeriod(early, "range", _SURE) for early, _ in notice_ranges(text))
    for cue in matches(_AT_MOST, text):
        start, end = sentence_around(text, cue.span())
        for period in find_periods(text, cue.end(), min(end, cue.end() + _NEAR))[:1]:
            is_window = (
                period.unit != "year"
                and _NOTICE.search(text, start, end)
                and _END.pattern.search(text, start, end)
                and _BEFORE.search(text, period.end, end)
                and _NOT_EARLIER.search(text, start, end)
            )
            if is_window:
                yield FoundPeriod(period, "at_most", _SURE)
