"""The sentence around a place: the evidence a person wants to read."""

import re
from typing import Final

from contractsai.pipeline.draft import Span

_REACH: Final = 1_500  # characters to each side
_ENDS: Final = (
    r"(?=\s+[\"“(]?[A-Z0-9])"
    r"(?<![A-Z].)(?<!\bNo.)(?<!\bInc.)(?<!\bLtd.)(?<!\bCorp.)(?<!\bCo.)(?<!\bSec.)(?<!\bArt.)(?<!\bRs.)"
    r"(?<!\bFr.)(?<!\bkr.)(?<!\bDr.)(?<!\bMr.)(?<!\bMrs.)(?<!\bMs.)"
)
# Each way begins with one sign, of which `re` finds the next at once.
_BREAK: Final = re.compile(rf"\.{_ENDS}|;{_ENDS}|\n[ \t]*\n")
_NUMBER: Final = re.compile(r"\s*(?:\(?[a-zA-Z0-9]{1,3}(?:\.\d{1,2}){0,3}[.)]\s+)?")


def sentence_around(text: str, span: Span) -> Span:
    """Return the span of the sentence that holds *span*, without its number."""
    low, high = max(0, span[0] - _REACH), min(len(text), span[1] + _REACH)
    start = low
    for match in _BREAK.finditer(text, low, span[0]):
        start = match.end()
    after = _BREAK.search(text, span[1], high)
    end = high if after is None else after.end() if text[after.start()] in ".;" else after.start()
    number = _NUMBER.match(text, start, span[0])
    return (number.end() if number else start), end
