"""Words that mean a clause only together: a beneficiary is one where no "no" stands by it.

A linear model adds what words say one by one. A rule asks for several things in one unit, and
for the absence of others; what it is worth is counted on the contracts of the training.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.rows import LOOKS, Floats, Rows

NO_RULE: Final = -5.0  # log odds of a category of which no rule holds


@dataclass(frozen=True, slots=True)
class Patterns:
    """Rules over parts, a part being a set of words and pairs of which one has to occur.

    Attributes:
        columns: that belong to a part, ascending.
        parts: (columns, bytes) the parts each belongs to, a bit a part.
        asks: (parts, rules) 1 where a rule needs the part, -1 where it forbids it.
        category: of each rule, ascending.
        log_odds: that a unit of which the rule holds is such a clause.
    """

    columns: npt.NDArray[np.int32]
    parts: npt.NDArray[np.uint8]
    asks: npt.NDArray[np.int8]
    category: npt.NDArray[np.int64]
    log_odds: Floats

    def holds(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Return (units, rules) whether each rule holds."""
        present = np.zeros((rows.units, self.parts.shape[1]), np.uint8)
        if len(self.columns):
            place = np.minimum(np.searchsorted(self.columns, rows.column), len(self.columns) - 1)
            known = self.columns[place] == rows.column
            unit = rows.line[known] // len(LOOKS)
            if len(unit):
                firsts = np.flatnonzero(np.diff(unit, prepend=-1))
                bits = self.parts[place[known]]
                present[unit[firsts]] = np.bitwise_or.reduceat(bits, firsts, axis=0)
        has = np.unpackbits(present, axis=1, count=len(self.asks)).astype(np.float32)
        # A forbidden part takes away more than all needed ones together can give.
        weights = np.where(self.asks < 0, -len(self.asks), self.asks).astype(np.float32)
        return np.asarray(has @ weights == (self.asks > 0).sum(axis=0))

    def log_odds_of(self, rows: Rows, categories: int) -> tuple[Floats, Floats]:
        """Return the (units, categories) log odds by the best rule, and how many rules hold."""
        holds = self.holds(rows)
        best = np.full((rows.units, categories), NO_RULE, np.float32)
        number = np.zeros((rows.units, categories), np.float32)
        if len(self.category):
            firsts = np.flatnonzero(np.diff(self.category, prepend=-1))
            value = np.where(holds, self.log_odds, np.float32(NO_RULE))
            best[:, self.category[firsts]] = np.maximum.reduceat(value, firsts, axis=1)
            counted = np.add.reduceat(holds.astype(np.float32), firsts, axis=1)
            number[:, self.category[firsts]] = counted
        return best, number
