"""Boosted trees as arrays: all trees of a forest side by side, walked level by level."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_ROWS_AT_ONCE: Final = 4_096  # keeps the memory of a large document small


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
        cells, line = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        at = np.broadcast_to(roots.ravel(), (len(rows), trees))
        for _ in range(self.depth):  # `take` from flat arrays: three times as fast as indices
            goes_left = cells.take(feature.take(at) + line) <= threshold.take(at)
            at = np.where(goes_left, left.take(at), right.take(at))
        total: npt.NDArray[np.float64] = self.value.take(at).sum(axis=1, dtype=np.float64)
        return (total + self.baseline).astype(np.float32)
