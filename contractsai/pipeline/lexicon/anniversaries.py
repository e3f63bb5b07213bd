"""Years told by the anniversary at their end: "until the fifth (5th) anniversary"."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.lexicon.numbers import ORDINALS
from contractsai.pipeline.lexicon.periods import PeriodMention
from contractsai.pipeline.matching import Cue, matches

_WORDS: Final = "|".join(
    word.replace("-", r"[\s-]") for word in sorted(ORDINALS, key=len, reverse=True)
)
_DIGITS: Final = r"\d{1,2}\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)"
_ANNIVERSARY: Final = Cue(re.compile(r"\banniversary\b", re.IGNORECASE), ("anniversary",))
_BEFORE: Final = re.compile(
    rf"(?<!\w)(?:(?P<word>{_WORDS})\s{{0,3}}(?:\(\s?{_DIGITS}\s?\))?|(?P<digits>\d{{1,2}})"
    r"\s?(?:s\s?t|n\s?d|r\s?d|t\s?h))[\s-]{0,3}(?:(?:year|annual)\s{1,3})?$",
    re.IGNORECASE,
)
_WITHIN: Final = 60  # characters before the word


def find_anniversaries(
    text: str, start: int = 0, end: int | None = None
) -> Iterator[PeriodMention]:
    """Yield the numbered anniversaries between *start* and *end*, each as so many years."""
    for match in matches(_ANNIVERSARY, text, start, end):
        number = _BEFORE.search(text, max(start, match.start() - _WITHIN), match.start())
        if number is None:
            continue
        word = " ".join((number["word"] or "").lower().split()).replace(" ", "-")
        years = ORDINALS[word] if word else int(number["digits"])
        if years:
            yield PeriodMention(number.start(), match.end(), years, "year")
