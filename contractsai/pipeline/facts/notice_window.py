"""How early a notice against a renewal counts: "not more than 120 and not less than 60 days"."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.facts.period_facts import FoundPeriod, period_facts
from contractsai.pipeline.lexicon.periods import find_periods
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
)
_NEAR: Final = 50  # characters
_ENDS: Final = re.compile(r"\b(?:renew|non-?renew|exten[ds]|expir|end\s+of|anniversary)", _I)
_NOTICE: Final = re.compile(r"\b(?:notice|notif|writing|written|elects?)", _I)
_BEFORE: Final = re.compile(r"\b(?:before|prior|preceding|in\s+advance)\b", _I)
_NOT_EARLIER: Final = re.compile(r"\b(?:less|later|fewer)\s+than\b|\bat\s+least\b", _I)


def find_notice_windows(draft: Draft) -> list[Fact]:
    """Return how long before the end of a term a notice counts at the earliest."""
    return list(period_facts("notice_window", _found(draft.text)))


def _found(text: str) -> Iterator[FoundPeriod]:
    for cue in matches(_AT_MOST, text):
        start, end = sentence_around(text, cue.span())
        for period in find_periods(text, cue.end(), min(end, cue.end() + _NEAR))[:1]:
            is_window = (
                period.unit != "year"
                and _NOTICE.search(text, start, end)
                and _ENDS.search(text, start, end)
                and _BEFORE.search(text, period.end, end)
                and _NOT_EARLIER.search(text, start, end)
            )
            if is_window:
                yield FoundPeriod(period, "at_most", _SURE)
