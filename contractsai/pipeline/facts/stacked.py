"""Labels on lines of their own, and the values that stand below them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from contractsai.pipeline.draft import Span
from contractsai.pipeline.facts.address_lines import (
    MOST_LINES,
    address_of_lines,
    blank_lines,
    lines_of,
)
from contractsai.pipeline.facts.answers import begins_with_firm
from contractsai.pipeline.facts.rows import bare
from contractsai.pipeline.lexicon.labels import Label, label_of

_LABEL: Final = 70  # characters
_VALUE: Final = 90
_SENTENCE: Final = 6  # words behind which a full stop ends a sentence


@dataclass(frozen=True, slots=True)
class Stacked:
    """A label's line, and what stands below it."""

    label: Label
    value: Span
    start: int


def stacked(text: str) -> Iterator[Stacked]:
    """Yield what stands below each line that is a label, blank lines between them or not."""
    lines = lines_of(text)
    for number, line in enumerate(lines):
        label = _label(text, line)
        if label is None and number:
            yield from _captioned(text, lines[number - 1], line)
            continue
        below = lines[number + 1 : number + 1 + MOST_LINES]
        if label is None or not below or blank_lines(text, line, below[0]) > 1:
            continue
        if label.kind in {"address", "address_part"}:
            value = address_of_lines(text, line, below)
        elif label.kind == "parties":
            value = _firms(text, below)
        else:
            value = _value(text, below[0])
        if value is not None:
            yield Stacked(label, value, line[0])


def _captioned(text: str, above: Span, line: Span) -> Iterator[Stacked]:
    """Yield a line that is named by the one below it: ``(name of the supplier)``."""
    if not text.startswith("(", line[0]) or not text.startswith(")", line[1] - 1):
        return
    label = _label(text, (line[0] + 1, line[1] - 1))
    value = bare(text, above)
    if label is not None and not blank_lines(text, above, line) and value[0] < value[1]:
        yield Stacked(label, value, above[0])


def _label(text: str, line: Span) -> Label | None:
    written = text[slice(*line)]
    return label_of(written) if len(written) <= _LABEL and "|" not in written else None


def _firms(text: str, below: Sequence[Span]) -> Span | None:
    """Return the lines that each begin with a firm."""
    firms = list(takewhile(lambda line: begins_with_firm(text[slice(*line)]), below))
    return (firms[0][0], firms[-1][1]) if firms else None


def _value(text: str, line: Span) -> Span | None:
    written = text[slice(*line)]
    is_sentence = written.endswith(".") and len(written.split()) > _SENTENCE
    if len(written) > _VALUE or is_sentence or "|" in written or label_of(written):
        return None
    return line
