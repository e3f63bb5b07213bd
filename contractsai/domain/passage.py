"""The sentence of a text that shows best why it was found."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from contractsai.domain.findings import MAX_QUOTE
from contractsai.domain.search import Term
from contractsai.domain.words import MAX_WORD, folded

_LETTERS: Final = r"[^\W_]*"
_EDGE: Final = r"(?![^\W_])"
_GAP: Final = r"[\W_]+"
_LEAST: Final = 60  # characters; a heading goes on with what it is the heading of
_TRIES: Final = 200  # places of one term that are looked at
_END: Final = re.compile(r"[.!?][\"'”)]*\s+(?=[\"'“(]?[^\W_a-z])|\n+")
_NO_END: Final = re.compile(
    r"\b(?:[A-Z]|Art|Co|Corp|Dr|Inc|Ltd|Mr|Mrs|Ms|No|Nos|Sec|St|no|p|pp|vs)$|(?:^|\n)\d{1,2}$"
)
"""Before a full stop: an abbreviation, or the number of a section at the beginning of its line."""


def best_sentence(text: str, terms: Sequence[Term]) -> tuple[int, int] | None:
    """Return where the sentence begins and ends that holds most of *terms*, the first of equals.

    A sentence of more than 500 characters is cut around what was found in it; a short one, such
    as a heading, goes on with the next. None if nothing of
    *terms* stands in *text*.
    """
    plain = folded(text)
    spans = [list(islice(_spans(term, plain), _TRIES)) for term in terms]
    starts = [[start for start, _ in found] for found in spans]
    best: tuple[int, int, int] | None = None
    for start, end in sorted({span for found in spans for span in found}):
        if best is not None and start < best[2]:
            continue  # in the best one so far
        first, last = _around(text, start, end)
        held = sum(bisect_left(at, first) < bisect_left(at, last) for at in starts)
        if best is None or held > best[0]:
            best = held, first, last
    return None if best is None else best[1:]


def _spans(term: Term, plain: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of *term* stand in a folded text."""
    pattern = re.compile(_GAP.join(_word(term, number) for number in range(len(term.words))))
    at = 0
    while (found := pattern.search(plain, at)) is not None:
        at = found.start()
        if at == 0 or not plain[at - 1].isalnum():
            yield found.span()
        at += 1


def _word(term: Term, number: int) -> str:
    """Return the pattern of a word and its end; it begins where a word does, if asked there."""
    word = term.words[number]
    goes_on = len(word) == MAX_WORD or (term.is_open and number == len(term.words) - 1)
    return word + (_LETTERS if goes_on else "") + _EDGE


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a span; of a long one whole words, `MAX_QUOTE` in all."""
    room = max(0, MAX_QUOTE - (end - start)) // 2
    low, high = max(0, start - room), min(len(text), end + room)
    first = low if low == 0 else _behind_word(text, low, start)
    last = high if high == len(text) else max(end, text.rfind(" ", end, high))
    for found in _END.finditer(text, low, high):
        is_line = text[found.start()] == "\n"
        if not is_line and _NO_END.search(text[max(0, found.start() - 6) : found.start()]):
            continue
        if found.end() <= start:
            first = found.end()
        elif found.start() >= max(end, first + _LEAST):
            return first, found.start() + (0 if is_line else 1)
    return first, last


def _behind_word(text: str, low: int, start: int) -> int:
    """Return where the first whole word begins, of those from *low* to *start*."""
    return text.find(" ", low, start) + 1 or low
