"""One logistic regression a category and look, in eight bits a weight."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.rows import LOOKS, Floats, Rows, add_by_line

_LARGEST: Final = 127


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights as (columns, categories) bytes; a category's are multiples of its step.

    Attributes:
        bias: (looks, categories).
    """

    weights: npt.NDArray[np.int8]
    steps: Floats
    bias: Floats

    @classmethod
    def quantised(cls, weights: npt.NDArray[np.float64], bias: npt.NDArray[np.float64]) -> Self:
        """Return the nearest model of eight bits."""
        largest = np.abs(weights).max(axis=0, initial=0.0)
        steps = np.where(largest > 0, largest, 1.0) / _LARGEST
        rounded = np.rint(weights / steps).astype(np.int8)
        return cls(rounded, steps.astype(np.float32), bias.astype(np.float32))

    def log_odds(self, rows: Rows) -> Floats:
        """Return the (units, looks, categories) log odds."""
        categories = self.weights.shape[1]
        scores = np.zeros((rows.units * len(LOOKS), categories), np.float32)
        add_by_line(scores, rows.line, lambda part: self._given(rows, part))
        return scores.reshape(-1, len(LOOKS), categories) * self.steps + self.bias

    def _given(self, rows: Rows, part: slice) -> Floats:
        """Return what some entries give to each category, in steps."""
        given = self.weights.take(rows.column[part], axis=0).astype(np.float32)
        given *= rows.value[part, None]  # in place: it is the largest array of an analysis
        return given

    def terms(self, rows: Rows, unit: int, category: int, most: int) -> list[tuple[int, float]]:
        """Return the columns that spoke most for *category* in *unit*, with what they gave."""
        first, end = np.searchsorted(rows.line, [unit * len(LOOKS), (unit + 1) * len(LOOKS)])
        columns = rows.column[first:end]
        given = self.weights[columns, category] * rows.value[first:end] * self.steps[category]
        order = np.argsort(-given, kind="stable")[:most]
        return [(int(columns[i]), float(given[i])) for i in order if given[i] > 0]
