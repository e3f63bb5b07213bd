"""What a passage about the governing law says of the places in it: none, one, one of several."""

import re
from typing import Final

from contractsai.pipeline.draft import Span
from contractsai.pipeline.lexicon.places import PLACE, place_code

_I: Final = re.IGNORECASE
_PLACES: Final = re.compile(PLACE, _I)
_ENDS: Final = re.compile(
    (
        r"[.;](?=\s)|\b(?:without|excluding|except|regardless|notwithstanding"
        r"|exclusive|applicable|as\s+(?:such|applied|they|those)|courts?"
        r"|irrespective|and\s+(?:the|any)\s+(?:dispute|parties|venue)"
        r"|where|which|other\s+than|(?:but|and)\s+not|rather\s+than|instead\s+of)\b"
    ),
    _I,
)
# "shall not be governed by", and nothing that takes it back: "but by the laws of".
_NOT_GOVERNED: Final = re.compile(
    r"\b(?:(?:shall|will|is|are|may|must|does|do|can)\s*not|never|cannot|neither|nor|no\s+longer)\b"
    r"(?![^.;]{0,120}\b(?:but|instead|rather)\b)[^.;]{0,80}"
    r"\b(?:govern|constru|interpret|subject|control|enforc|appl)\w{0,6}\b[^.;,]{0,40}$",
    _I,
)
_NOT_BY: Final = re.compile(
    r"(?<!whether\sor\s)\b(?:not|never|other\s+than|exclud(?:es?|ed|ing)|exclusive\s+of"
    r"|except(?:\s+for|ing)?|rather\s+than|instead\s+of|regard\s+to|reference\s+to|effect\s+to"
    r"|regardless\s+of|irrespective\s+of|as\s+opposed\s+to)\s+"
    r"(?:by\s+|under\s+|in\s+accordance\s+with\s+|subject\s+to\s+|to\s+){0,2}"
    r"(?:the\s+|any\s+|such\s+)?(?:\w+\s+){0,2}$",
    _I,
)
_APPLIES_NOT: Final = re.compile(
    r"(?:(?!\blaws?\b)[^.;]){0,80}?\b(?:(?:shall|will|do|does)\s+not\s+(?:apply|govern|control)|(?:is|are)\s+"
    r"(?:hereby\s+)?(?:expressly\s+)?(?:excluded|disclaimed|inapplicable|waived))\b",
    _I,
)
_OR: Final = re.compile(
    r"[\s,\]]*(?:/|\bor\b|\band/or\b|\]\s*\[)[\s,\[]*"
    r"(?:(?!(?:except|provided|courts?|unless|to\s+the\s+extent)\b)\w+[\s,]+){0,14}$",
    _I,
)
_CONFLICTS: Final = re.compile(r"\W*(?:of\s+)?(?:the\s+)?(?:conflicts?|choice)\b", _I)
_PROCEDURAL: Final = re.compile(r"(?<!\band\s)\bprocedural\s*$", _I)
_FURTHER: Final = 110  # characters from one place to its alternative
# "a contract made in Ohio and governed by the law of that State": the place stands before.
_THAT: Final = re.compile(r"\s*(?:that|such|the\s+said|said)\s+(?:state|country|province)\b", _I)
# "for the purposes of Clause 17 of those clauses the law of Ireland applies".
_PURPOSE: Final = re.compile(r"\bfor\s+(?:the\s+)?purposes?\s+of\s+(?:(?!this\b)[^.;,]){1,80}$", _I)
_TO_ANOTHER: Final = re.compile(
    r"[^.;]{0,60}\b(?:appl(?:y|ies)|governs?)\s+(?:only\s+)?(?:to\s+)?(?:the|those|these|such)\s+"
    r"(?:(?!agreement|contract|terms|lease|order|letter|document)[\w-]+\s+){0,3}"
    r"(?:clauses|transfers?|processing|data|employment|works|software|licen[sc]es)\b",
    _I,
)
# "hosts the tests under a separate contract that is subject to Finnish law".
_ANOTHER_PAPER: Final = re.compile(
    r"\ban?(?:other|\s+(?:separate|different|earlier|prior))\s+(?:\w+\s+){0,2}"
    r"(?:agreement|contract|lease|order|arrangement|deed)\b[^.;]{0,80}$",
    _I,
)
_LINE: Final = re.compile(r"\n[ \t]*\n|\|")


def is_negated(text: str, before: str, end: int) -> bool:
    """Return whether a law is named to be ruled out: "not", "other than", "excluding".

    Args:
        text: the contract.
        before: what stands before the law in its sentence.
        end: where the words that name a law end, and the place begins or has just ended.
    """
    if _PROCEDURAL.search(before):
        return True  # how a dispute is heard, not how it is decided
    is_out = _NOT_BY.search(before) and not _CONFLICTS.match(text, end)
    return bool(is_out or _NOT_GOVERNED.search(before) or _APPLIES_NOT.match(text, end))


def places_of_law(text: str, start: int, limit: int) -> list[tuple[str, Span]]:
    """Return the place named from *start* on, with those it leaves a choice between.

    The first state counts, else the first country; one place alone is a choice that was made.
    """
    limit = min(len(text), limit)
    line = _LINE.search(text, start, limit)
    limit = line.start() if line else limit
    end = _ENDS.search(text, start, limit)
    stop = end.start() if end else limit
    found = _places(text, start, stop)
    if not found:
        return []
    states = [place for place in found if "-" in place[0]]
    first = found[0]
    if states and first[0] == states[0][0].split("-")[0]:
        first = states[0]
    chosen = [first]
    for place in _places(text, first[1][1], min(len(text), limit + _FURTHER)):
        between = text[chosen[-1][1][1] : place[1][0]]
        if len(between) > _FURTHER or not _OR.match(between):
            break
        if all(place[0] not in one[0] and one[0] not in place[0] for one in chosen):
            chosen.append(place)
    return chosen


def _places(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    return [
        (code, match.span())
        for match in _PLACES.finditer(text, start, max(start, end))
        if (code := place_code(" ".join(match[0].split())))
    ]


def named_before(text: str, before: str, match: re.Match[str]) -> tuple[str, Span] | None:
    """Return the place that "the law of that State" refers back to in its sentence."""
    if _THAT.match(text, match.end()) is None:
        return None
    found = _places(text, match.start() - len(before), match.start())
    return found[-1] if found else None


def is_of_another(before: str, after: str) -> bool:
    """Return whether a law governs a part alone: clauses that transfers of data rest on."""
    return bool(_PURPOSE.search(before) or _TO_ANOTHER.match(after))


def is_of_another_paper(before: str) -> bool:
    """Return whether the words before a law say it of a contract that this one only names."""
    return _ANOTHER_PAPER.search(before) is not None
