"""Labels on lines of their own, and the values that stand below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span, trimmed
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form

_WITHIN: Final = 60_000  # characters in which forms are looked for
_LABEL: Final = 70  # characters
_VALUE: Final = 90
_ADDRESS_LINE: Final = 60
_MOST: Final = 7  # lines of an address
_SENTENCE: Final = 6  # words behind which a full stop ends a sentence
_OTHER: Final = re.compile(
    r"[^\n]*(?:[:@|_]|\b(?:numbers?|no\.|(?:vat|tax|company|business)\s+id|contacts?|e-?mail|telephone|phone|tel|fax|attn|attention"
    r"|registration|registered|details|terms?|dates?|agreement|contract|particulars|schedule|part"
    r"|signatures?|signed|title|name|services?|currency|fees?|price|purpose|represented)\b)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-Z][a-z]+(?:\s[a-z]|$)")
_SMALL: Final = frozenset(
    {"of", "and", "the", "de", "du", "der", "des", "la", "le", "am", "an", "im", "in", "van"}
)


@dataclass(frozen=True, slots=True)
class Stacked:
    """A label's line, and what stands below it."""

    label: Label
    value: Span
    start: int


def stacked(text: str) -> Iterator[Stacked]:
    """Yield what stands below each line that is a label, blank lines between them or not."""
    lines = [line for line in _lines(text) if line[0] < line[1]]
    for number, line in enumerate(lines):
        label = _label(text, line)
        below = lines[number + 1 : number + 1 + _MOST]
        if label is None or not below or _gap(text, line, below[0]) > 1:
            continue
        if label.kind in {"address", "address_part"}:
            value = _address(text, line, below)
        else:
            value = _value(text, below[0])
        if value is not None:
            yield Stacked(label, value, line[0])


def end_of_lines(text: str, end: int, start: int) -> int:
    """Return where an address ends that begins on a label's own line and may go on below it.

    Args:
        text: the contract.
        end: where the line of the label ends.
        start: where it starts.
    """
    indent = _indent(text, start)
    for _ in range(_MOST):
        if not text.startswith("\n", end):
            return end
        stop = text.find("\n", end + 1)
        line = (end + 1, len(text) if stop < 0 else stop)
        written = text[slice(*line)].strip()
        is_below = text.endswith(",", 0, end) or _indent(text, line[0]) > indent
        if not written or not is_below or not _is_address_line(text, trimmed(text, line)):
            return end
        end = trimmed(text, line)[1]
    return end


def _lines(text: str) -> Iterator[Span]:
    position = 0
    for piece in text[:_WITHIN].split("\n"):
        yield trimmed(text, (position, position + len(piece)))
        position += len(piece) + 1


def _label(text: str, line: Span) -> Label | None:
    written = text[slice(*line)]
    return label_of(written) if len(written) <= _LABEL and "|" not in written else None


def _gap(text: str, line: Span, following: Span) -> int:
    """Return how many blank lines stand between two lines."""
    return text.count("\n", line[1], following[0]) - 1


def _value(text: str, line: Span) -> Span | None:
    written = text[slice(*line)]
    is_sentence = written.endswith(".") and len(written.split()) > _SENTENCE
    if len(written) > _VALUE or is_sentence or "|" in written or label_of(written):
        return None
    return line


def _address(text: str, label: Span, below: Sequence[Span]) -> Span | None:
    """Return the lines of an address: as far apart from each other as the first from its label."""
    gap = _gap(text, label, below[0])
    end = label[1]
    for line, before in zip(below, [label, *below], strict=False):
        if _gap(text, before, line) > gap or not _is_address_line(text, line):
            break
        end = line[1]
    return (below[0][0], end) if end > label[1] else None


def _is_address_line(text: str, line: Span) -> bool:
    written = text[slice(*line)]
    if len(written) > _ADDRESS_LINE and written.count(",") < 2:  # noqa: PLR2004
        return False
    if label_of(written) or _OTHER.match(written) or _NUMBERED.match(written):
        return False
    if ends_in_legal_form(written) or len(written) > _VALUE:
        return False
    words = written.split()
    return all(word in _SMALL or not word[0].islower() for word in words)


def _indent(text: str, start: int) -> int:
    return len(text[start : start + 80]) - len(text[start : start + 80].lstrip(" \t"))
