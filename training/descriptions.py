"""Two texts on each category: what CUAD tells its labellers, and the terms that lawyers use."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.descriptions import (
    WHOLE,
    Descriptions,
    distinct_stems,
    measure,
)
from contractsai.pipeline.clauses.model.rows import UNKNOWN, Numbers
from contractsai.pipeline.clauses.model.words import words_of
from contractsai.pipeline.lexicon.categories import CATEGORIES
from training.terms import TERMS

DESCRIPTIONS: Final = "category_descriptions.csv"
Texts = Sequence[Sequence[str]]  # each a text a category, in the order of the categories
_ENDINGS: Final = (
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("es", "e"),
    ("s", ""),
)
_NO_PLURAL: Final = ("ss", "us", "is")
_SHORTEST_STEM: Final = 3
_LEAST_WORD: Final = 4  # letters: shorter words are stems as they are


def read_descriptions(folder: Path) -> list[str]:
    """Return the name and the description of each category, in order.

    Raises:
        ValueError: a category has none.
    """
    with (folder / DESCRIPTIONS).open(encoding="utf-8-sig", newline="") as stream:
        rows = [[_value(cell) for cell in row] for row in csv.reader(stream)]
    known = {row[0]: f"{row[0]} {row[1]}" for row in rows}
    for category in CATEGORIES.values():
        if category.label not in known:
            raise ValueError(f"{folder / DESCRIPTIONS} describes no '{category.label}'")
    return [known[category.label] for category in CATEGORIES.values()]


def texts_of(folder: Path) -> Texts:
    """Return both texts: those of *folder*, and the terms."""
    return read_descriptions(folder), [TERMS.get(name, "") for name in CATEGORIES]


def descriptions_of(words: Sequence[str], numbers: Sequence[Numbers], texts: Texts) -> Descriptions:
    """Return *texts* over the vocabulary *words*, measured on the units of *numbers*.

    A stem is worth the square of the logarithm of how few units have it (it counts once for the
    text and once for the unit), less the more categories a text says it of: what is said of all
    tells none.
    """
    stems, stem = _stems(words, texts)
    says = np.stack([_says(text, stems) for text in texts], axis=1)
    units = sum(item.units for item in numbers)
    rarity = np.log((1 + units) / (1 + _holding(numbers, stem, len(stems))))
    said_of = np.maximum(says.sum(axis=2), 1)
    own = np.log((len(CATEGORIES) + 1) / (1 + said_of)) / np.log((len(CATEGORIES) + 1) / 2)
    worth = says * (rarity**2)[:, None, None] * own[:, :, None]
    whole = worth.sum(axis=0)
    shares = np.rint(WHOLE * worth / np.where(whole > 0, whole, 1)).astype(np.uint16)
    blank = np.zeros((len(texts), 2, len(CATEGORIES)), np.float32)
    return _measured(Descriptions(stem, shares, blank, blank), numbers)


def stem_of(word: str) -> str:
    """Return *word* without the endings of inflection: plural, past, -ing.

    A stemmer that also takes off -er, -able and -ation (Snowball's) told categories apart less
    well: a licensor is no license.
    """
    if not word[0].isalpha() or len(word) < _LEAST_WORD:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            if ending == "s" and word.endswith(_NO_PLURAL):
                continue
            word = word[: -len(ending)] + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > _LEAST_WORD else word


def _value(cell: str) -> str:
    """Return what stands behind the name of its column, which CUAD repeats in every cell."""
    return cell.partition(":")[2].strip()


def _stems(words: Sequence[str], texts: Texts) -> tuple[dict[str, int], npt.NDArray[np.int16]]:
    """Return the stems that the texts say, by number, and that of each word."""
    said = {stem_of(word) for text in texts for line in text for word in words_of(line)}
    own = [stem_of(word) for word in words]
    stems = {stem: number for number, stem in enumerate(sorted(said & set(own)))}
    return stems, np.array([*(stems.get(stem, UNKNOWN) for stem in own), UNKNOWN], np.int16)


def _says(text: Sequence[str], stems: Mapping[str, int]) -> npt.NDArray[np.float64]:
    """Return (stems, categories) 1 where the text of a category has the stem."""
    says = np.zeros((len(stems), len(CATEGORIES)))
    for category, line in enumerate(text):
        found = {stems.get(stem_of(word), UNKNOWN) for word in words_of(line)} - {UNKNOWN}
        says[sorted(found), category] = 1
    return says


def _holding(
    numbers: Sequence[Numbers], stem: npt.NDArray[np.int16], stems: int
) -> npt.NDArray[np.int64]:
    """Return how many units have each stem."""
    holding = np.zeros(stems, np.int64)
    for item in numbers:
        holding += np.bincount(distinct_stems(item, stem, stems)[1], minlength=stems)
    return holding


def _measured(plain: Descriptions, numbers: Sequence[Numbers]) -> Descriptions:
    """Return *plain* with the mean and the deviation of what units say."""
    every = np.concatenate([measure(plain.heard(item), item.lengths) for item in numbers], axis=2)
    spread = every.std(axis=2, dtype=np.float64)
    return Descriptions(
        plain.stem,
        plain.shares,
        every.mean(axis=2, dtype=np.float64).astype(np.float32),
        np.where(spread > 0, spread, np.inf).astype(np.float32),
    )
