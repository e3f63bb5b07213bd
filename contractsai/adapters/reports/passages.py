"""Evidence as a person reads it: the words, some text around them, and where they stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

_AROUND: Final = 110  # characters of text on either side of a short quote
_LONG: Final = 160  # a longer quote explains itself


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a finding stands: the quote, and what comes before and after it."""

    where: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text; *labels* name the findings that stand there, none for plain text."""

    text: str
    labels: str


def passage(place: Mapping[str, Any], text: str | None) -> Passage:
    """Return *place* ready to read; without the text there is no context."""
    page = "" if place["page"] is None else f"page {place['page']}"
    section = f"§ {place['section']}" if place["section"] else ""
    where = " · ".join(part for part in (page, section) if part)
    before, after = "", ""
    if text is not None and place["end"] - place["start"] <= _LONG:
        before, after = _before(text, place["start"]), _after(text, place["end"])
    return Passage(where, before, " ".join(place["quote"].split()), after)


def pieces(text: str, findings: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[Piece]:
    """Return the whole text cut where evidence begins and ends.

    Args:
        text: of one document.
        findings: a label and the places of each.
    """
    spans = [(place["start"], place["end"], label) for label, found in findings for place in found]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span[:2])})
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for start, end, label in spans:
        opening.setdefault(start, []).append(label)
        closing.setdefault(end, []).append(label)
    return list(_cut(text, edges, opening, closing))


def _cut(
    text: str,
    edges: Sequence[int],
    opening: Mapping[int, Sequence[str]],
    closing: Mapping[int, Sequence[str]],
) -> Iterator[Piece]:
    running: list[str] = []
    for edge, following in pairwise(edges):
        for label in closing.get(edge, ()):
            running.remove(label)
        running += opening.get(edge, ())
        yield Piece(text[edge:following], ", ".join(dict.fromkeys(running)))


def _before(text: str, start: int) -> str:
    """Return whole words before *start*, from the beginning of its paragraph at the most."""
    piece = text[max(start - _AROUND, 0) : start]
    paragraph = piece.rpartition("\n\n")
    is_cut = not paragraph[1] and start > _AROUND
    words = paragraph[2]
    if is_cut:
        words = f"… {words.partition(' ')[2]}"
    return _with_blank_behind(words)


def _after(text: str, end: int) -> str:
    piece = text[end : end + _AROUND]
    paragraph = piece.partition("\n\n")
    words = paragraph[0]
    if not paragraph[1] and end + _AROUND < len(text):
        words = f"{words.rpartition(' ')[0]} …"
    return _with_blank_behind(words[::-1])[::-1]


def _with_blank_behind(words: str) -> str:
    """Return *words* on one line, with a blank behind them only where there was white space."""
    blank = " " if words[-1:].isspace() else ""
    return " ".join(words.split()) + blank if words.strip() else ""
