"""The labelled contracts of CUAD as the pipeline reads them: text, units, and what was marked."""

import gzip
import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.lexicon.categories import CATEGORIES
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading
from contractsai.pipeline.text.units import Unit, units_of

CONTRACTS: Final = "contracts.jsonl.gz"
_MAX_CHARACTERS: Final = 8_000_000
_MEETS: Final = 0.5  # least Jaccard overlap of word sets, by CUAD's own rule
_PUNCTUATION: Final = str.maketrans("", "", ".,;:")

Words = frozenset[str]
Flags = npt.NDArray[np.bool_]
_WHITE: Final = np.array([code for code in range(0x3001) if chr(code).isspace()])


@dataclass(frozen=True, slots=True)
class Contract:
    """A labelled contract.

    Attributes:
        raw: the text as it was labelled; `text` is what the pipeline makes of it.
        meets: (units, categories) whether the unit is one of the marked strings, as CUAD counts.
        target: the same, and units that lie in a marked string or hold one.
        marked: (categories) whether anything is marked at all.
    """

    id: str
    raw: str
    text: str
    units: tuple[Unit, ...]
    meets: Flags
    target: Flags
    marked: Flags


def read_contracts(folder: Path) -> list[Contract]:
    """Return the contracts of *folder*, by id."""
    with gzip.open(folder / CONTRACTS, "rt", encoding="utf-8") as lines:
        rows = sorted(map(json.loads, lines), key=lambda row: str(row["id"]))
    return [_contract(row) for row in rows]


def _contract(row: Mapping[str, Any]) -> Contract:
    text = normalise(Reading((row["text"],)), max_characters=_MAX_CHARACTERS).text
    units = tuple(units_of(text))
    words = [words_as_compared(text[unit.start : unit.end]) for unit in units]
    starts = [unit.start for unit in units]
    shape = len(units), len(CATEGORIES)
    meets, target = np.zeros(shape, bool), np.zeros(shape, bool)
    marked = np.zeros(len(CATEGORIES), bool)
    place = _Places(row["text"], text)
    for index, category in enumerate(CATEGORIES.values()):
        for start, end in row["labels"].get(category.label, {}).get("spans", ()):
            marked[index] = True
            wanted = words_as_compared(row["text"][start:end])
            hits = [i for i, found in enumerate(words) if _overlap(wanted, found) >= _MEETS]
            meets[hits, index] = True
            target[[*hits, *_within(units, starts, place(start), place(end))], index] = True
    return Contract(row["id"], row["text"], text, units, meets, target, marked)


def words_as_compared(text: str) -> Words:
    """Return the word set that CUAD compares (Hendrycks et al. 2021, evaluate.py)."""
    return frozenset(text.translate(_PUNCTUATION).lower().replace("/", " ").split())


def _overlap(one: Words, other: Words) -> float:
    if not one or not other or not _MEETS <= len(one) / len(other) <= 1 / _MEETS:
        return 0.0  # sets of so different sizes cannot overlap enough
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _within(units: tuple[Unit, ...], starts: list[int], start: int, end: int) -> list[int]:
    """Return the units of which half lies in the span, or that hold half of it."""
    found = []
    for i in range(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)):
        shared = min(units[i].end, end) - max(units[i].start, start)
        if 2 * shared >= min(units[i].end - units[i].start, end - start) and shared > 0:
            found.append(i)
    return found


class _Places:
    """Offsets of a raw text in its normalised form: black signs are kept, white ones are not."""

    def __init__(self, raw: str, text: str) -> None:
        self._before = np.cumsum(_is_black(raw))
        self._black = np.flatnonzero(_is_black(text))

    def __call__(self, offset: int) -> int:
        if offset == 0 or not len(self._black):
            return 0
        number = int(self._before[offset - 1])
        return int(self._black[min(number, len(self._black) - 1)])


def _is_black(text: str) -> Flags:
    return ~np.isin(np.frombuffer(text.encode("utf-32-le"), np.uint32), _WHITE)
