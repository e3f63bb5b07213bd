"""Names that a template holds in the place of an answer: a merge field, a prompt in brackets."""

import re
from typing import Final

from contractsai.pipeline.matching import Cue

MERGE_FIELD: Final = re.compile("\u00ab[A-Za-z][A-Za-z0-9_]{0,60}\u00bb")
# What Word shows where nobody has filled in anything, in documents printed from it as well.
PROMPT: Final = Cue(
    re.compile(
        r"\b(?:click|tap)\s(?:or\stap\s)?(?:here\s)?to\senter\s(?:text|a\sdate)\b"
        r"|\bchoose\san\sitem\.|\berror!\s(?:no\sdocument|unknown\sdocument)\s",
        re.IGNORECASE,
    ),
    ("click", "tap", "choose", "error!"),
)
_INNER_CAPITAL: Final = re.compile(r"[a-z][A-Z]")
_OPENS: Final = "[\u00ab{"
_CLOSES: Final = "]\u00bb}"
# Languages that quote in guillemets: there a word in them may be just that.
_QUOTE_OTHERWISE: Final = frozenset({"en", "und"})


def is_merge_field(words: str, language: str) -> bool:
    """Return whether some words are what a mail merge has not filled in, guillemets included."""
    if not MERGE_FIELD.fullmatch(words):
        return False
    return language in _QUOTE_OTHERWISE or "_" in words or bool(_INNER_CAPITAL.search(words))


def is_left_open(text: str, span: tuple[int, int], language: str) -> bool:
    """Return whether what stands at *span* is the content of a gap to fill in, not a name."""
    start, end = span
    if text[end - 1 : end] in _CLOSES:
        end -= 1
    if text[start : start + 1] in _OPENS:
        start += 1
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or before not in _OPENS:
        return False
    if _OPENS.index(before) != _CLOSES.find(after):
        return False
    return before != "\u00ab" or is_merge_field(text[start - 1 : end + 1], language)
