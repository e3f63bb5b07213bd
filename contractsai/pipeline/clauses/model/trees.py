"""Boosted trees as arrays: all trees of a forest side by side, walked level by level."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
_ROWS_AT_ONCE: Final = 1_024  # keeps the memory of a large document small
_LEVELS_TOGETHER: Final = 6  # below them, only the paths that have not ended are walked on


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as (trees, nodes) arrays; a leaf is its own child.

    Attributes:
        feature: column that a node asks about.
        threshold: rows at or below it go left.
        value: what a leaf adds to the log odds.
        depth: steps from the root to the deepest leaf.
    """

    feature: npt.NDArray[np.int16]
    threshold: Floats
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: Floats
    baseline: float
    depth: int

    def log_odds(self, rows: Floats) -> Floats:
        """Return the log odds of each row."""
        parts = [
            self._some(rows[start : start + _ROWS_AT_ONCE])
            for start in range(0, len(rows), _ROWS_AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _some(self, rows: Floats) -> Floats:
        trees, nodes = self.feature.shape
        roots = np.arange(trees)[:, None] * nodes
        feature, threshold = self.feature.ravel().astype(np.intp), self.threshold.ravel()
        left, right = (self.left + roots).ravel(), (self.right + roots).ravel()
        is_leaf = left == np.arange(left.size)
        cells, line = rows.ravel(), np.repeat(np.arange(len(rows)) * rows.shape[1], trees)

        def below(at: Ints, line: Ints) -> Ints:
            """Return the next nodes; `take` from flat arrays is three times as fast as indices."""
            goes_left = cells.take(feature.take(at) + line) <= threshold.take(at)
            chosen: Ints = np.where(goes_left, left.take(at), right.take(at))
            return chosen

        at = np.tile(roots.ravel(), len(rows))
        for _ in range(min(_LEVELS_TOGETHER, self.depth)):
            at = below(at, line)
        going = np.flatnonzero(~is_leaf.take(at))
        for _ in range(_LEVELS_TOGETHER, self.depth):
            at[going] = below(at.take(going), line.take(going))
            going = going[~is_leaf.take(at.take(going))]
        leaves = self.value.take(at).reshape(-1, trees)
        total: npt.NDArray[np.float64] = leaves.sum(axis=1, dtype=np.float64)
        return (total + self.baseline).astype(np.float32)
