"""What a category is about in a lawyer's words, compared with what a unit says.

A category that a dozen contracts have is described as well as one that all have. So this speaks
for the rare ones, of which the linear models know little, and learns nothing from labels.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.rows import (
    UNKNOWN,
    Floats,
    Ints,
    Numbers,
    add_by_line,
    distinct,
)

WHOLE: Final = 4096  # the shares of the stems of a text add up to about this
_SHORT: Final = 5  # words: a shorter unit is no denser for it


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Texts on each category, as the stems of their words.

    Attributes:
        stem: number of the stem of each word of the vocabulary, `UNKNOWN` for what no text
            says; then comes `UNKNOWN`, for words without a number.
        shares: (stems, texts, categories) how much of a text a stem is, in parts of `WHOLE`.
        middle: (texts, 2, categories) mean of what `told` measures, over all units of the training.
        spread: its standard deviation; infinite where there is no text.
    """

    stem: npt.NDArray[np.int16]
    shares: npt.NDArray[np.uint16]
    middle: Floats
    spread: Floats

    def told(self, numbers: Numbers) -> Floats:
        """Return how far each unit says what a text says: (texts, 2, units, categories).

        The first of the two is the share of the text that the unit has, the second that share
        for its length; both in standard deviations from the mean.
        """
        told = measure(self.heard(numbers), numbers.lengths)
        told -= self.middle[:, :, None]
        told /= self.spread[:, :, None]
        return told

    def heard(self, numbers: Numbers) -> Floats:
        """Return (units, texts, categories) shares in parts of `WHOLE`; each stem counts once.

        They are sums of whole numbers, so that no order of adding can change them.
        """
        unit, stem = distinct_stems(numbers, self.stem, len(self.shares))
        sums = np.zeros((numbers.units, *self.shares.shape[1:]), np.float32)
        add_by_line(
            sums, unit, lambda part: self.shares.take(stem[part], axis=0).astype(np.float32)
        )
        return sums


def distinct_stems(numbers: Numbers, stem: npt.NDArray[np.int16], stems: int) -> tuple[Ints, Ints]:
    """Return unit and stem, once for each of the *stems* that a unit has, unit after unit."""
    found = stem.take(numbers.word)
    known = found != UNKNOWN
    key = distinct(numbers.unit[known] * stems + found[known])
    unit = key // max(stems, 1)
    return unit, key - unit * stems


def measure(heard: Floats, lengths: Ints) -> Floats:
    """Return (texts, 2, units, categories): the shares, and the shares for the units' lengths."""
    share = heard.transpose(1, 0, 2) / np.float32(WHOLE)
    root = np.sqrt(np.maximum(lengths, _SHORT)).astype(np.float32)
    return np.stack([share, share / root[:, None]], axis=1)
