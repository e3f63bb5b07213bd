"""The text under analysis, with what the fact stages need to point into it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from contractsai.domain.findings import MAX_QUOTE, Evidence, JsonValue, Kind
from contractsai.pipeline.lexicon.dates import DateMention, find_dates

Span = tuple[int, int]
ANSWER: Final = 0.35
"""A fact or a clause below that confidence is a candidate: shown to nobody, and nothing follows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered or titled section: where it begins, and what a person would call it."""

    start: int
    name: str


@dataclass(frozen=True)
class Draft:
    """A normalised text and its outline, and what several stages ask of it, made once.

    Attributes:
        preamble: the span that introduces the parties; empty (0, 0) if there is none.
        day_first: whether 04/05/2024 is in May; None if nobody knows.
    """

    text: str
    page_starts: tuple[int, ...] | None
    language: str
    headings: tuple[Heading, ...] = ()
    preamble: Span = (0, 0)
    day_first: bool | None = None

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """The complete dates of the whole text, in order."""
        return tuple(find_dates(self.text, day_first=self.day_first))

    def page_of(self, offset: int) -> int | None:
        """Return the page, from 1, that holds *offset*; None for media without pages."""
        return None if self.page_starts is None else bisect_right(self.page_starts, offset)

    def section_of(self, offset: int) -> str | None:
        """Return the last heading at or before *offset*."""
        index = bisect_right(self.headings, offset, key=lambda heading: heading.start)
        return self.headings[index - 1].name if index else None

    def evidence(self, span: Span) -> Evidence:
        """Return *span* without the blanks at its ends, with its page and section."""
        start, end = trimmed(self.text, span)
        quote = self.text[start:end][:MAX_QUOTE]
        return Evidence(self.page_of(start), start, end, quote, self.section_of(start))


@dataclass(frozen=True, slots=True)
class Fact:
    """A finding before it has an id.

    Attributes:
        spans: where it stands; none for what is derived.
        because: the facts it was derived from.
        reasons: what else speaks for it, as the report's ``because`` tells it.
        is_open: whether the text itself leaves it open, so that its confidence stays as it is,
            however often such facts were right elsewhere.
    """

    name: str
    value: str
    normal: JsonValue
    confidence: float
    method: str
    spans: tuple[Span, ...] = ()
    because: tuple["Fact", ...] = field(default=())
    kind: Kind = Kind.FACT
    reasons: tuple[dict[str, JsonValue], ...] = ()
    is_open: bool = False


def squeezed(text: str) -> str:
    """Return *text* on one line, every run of white space as one blank."""
    return " ".join(text.split())


def trimmed(text: str, span: Span) -> Span:
    """Return *span* without the white space at its ends."""
    piece = text[slice(*span)]
    start = span[0] + len(piece) - len(piece.lstrip())
    return start, max(start, span[1] - (len(piece) - len(piece.rstrip())))
