"""Boosted trees as arrays: all questions of a forest are asked at once, instead of node by node."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
MOST_LEAVES: Final = 31  # of a tree: a bit each, below the sign of 32 bits
_ROWS_AT_ONCE: Final = 512  # keeps the memory of a large document small
_MANTISSA, _BIAS = 23, 127  # of a float of 32 bits, whose exponent tells which bit is set


@dataclass(frozen=True)
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
        leaves = self._leaves.values_of(rows)
        total: npt.NDArray[np.float64] = leaves.sum(axis=1, dtype=np.float64)
        return (total + self.baseline).astype(np.float32)

    @cached_property
    def _leaves(self) -> "_Leaves":
        """Return the same trees as tables of the leaves that are left."""
        trees, nodes = self.feature.shape
        roots = np.arange(trees)[:, None] * nodes
        left, right = (self.left + roots).ravel(), (self.right + roots).ravel()
        splits = np.flatnonzero(left != np.arange(left.size))
        left, right = left[splits], right[splits]
        leaves = np.ones(trees * nodes, np.int64)  # below each node
        for _ in range(self.depth):
            leaves[splits] = leaves[left] + leaves[right]
        if leaves[roots].max(initial=0) > MOST_LEAVES:
            raise ValueError(f"a tree of the model has more than {MOST_LEAVES} leaves")
        first = np.zeros(trees * nodes, np.int64)  # leaf of its tree that is below each node
        for _ in range(self.depth):
            first[left] = first[splits]
            first[right] = first[splits] + leaves[left]
        tree = np.repeat(np.arange(trees), nodes)
        ends = np.flatnonzero((self.left + roots).ravel() == np.arange(trees * nodes))
        values = np.zeros((trees, MOST_LEAVES), np.float32)
        values[tree[ends], first[ends]] = self.value.ravel()[ends]
        # Whoever goes right at a node leaves the leaves below its left child behind.
        kept = ~(((1 << leaves[left]) - 1) << first[splits])
        asked, threshold = self.feature.ravel()[splits], self.threshold.ravel()[splits]
        tables = []
        for column in np.unique(asked):
            of = asked == column
            tables.append(_table(int(column), threshold[of], tree[splits[of]], kept[of], trees))
        return _Leaves(tables, values.ravel(), np.arange(trees) * MOST_LEAVES)


class _Table(NamedTuple):
    """What one column of a row says of all trees.

    Attributes:
        thresholds: ascending.
        kept: (thresholds + 1, trees) the leaves that remain for a row above so many of them, a bit
            each, the leftmost the lowest.
    """

    column: int
    thresholds: Floats
    kept: npt.NDArray[np.int32]


def _table(column: int, threshold: Floats, tree: Ints, kept: Ints, trees: int) -> _Table:
    thresholds = np.unique(threshold)
    table = np.full((len(thresholds) + 1, trees), -1, np.int32)
    row = np.searchsorted(thresholds, threshold) + 1
    np.bitwise_and.at(table, (row, tree), kept.astype(np.int32))
    return _Table(column, thresholds, np.bitwise_and.accumulate(table, axis=0))


@dataclass(frozen=True, slots=True)
class _Leaves:
    """Trees by what each column leaves of them.

    A row ends in the leftmost leaf that no node behind it has excluded: for every node that a row
    would go right at, whether it comes by or not, excludes the leaves below its left child, and of
    the others none lies to the left of the one where the row ends.

    Attributes:
        value: of each leaf, tree after tree.
        offset: where the leaves of each tree begin.
    """

    tables: Sequence[_Table]
    value: Floats
    offset: Ints

    def values_of(self, rows: Floats) -> Floats:
        """Return the (rows, trees) values of the leaves that the rows end in."""
        kept = np.full((len(rows), len(self.offset)), -1, np.int32)
        for column, thresholds, table in self.tables:
            kept &= table.take(np.searchsorted(thresholds, rows[:, column]), axis=0)
        lowest = kept & -kept
        leaf = (lowest.astype(np.float32).view(np.int32) >> _MANTISSA) - _BIAS
        return self.value.take(leaf + self.offset)
