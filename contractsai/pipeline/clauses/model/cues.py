"""Words that a clause is known by, counted: they tell of rare clauses as much as of usual ones."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.rows import LOOKS, Floats, Rows


@dataclass(frozen=True, slots=True)
class Cues:
    """Which columns are cues of which categories.

    Attributes:
        columns: ascending.
        speaks: (columns, categories) 1 where the column is a cue of the category.
    """

    columns: npt.NDArray[np.int32]
    speaks: npt.NDArray[np.int8]

    def count(self, rows: Rows) -> tuple[Floats, Floats]:
        """Return the (units, categories) number of cues, and the sum of their values."""
        shape = rows.units, self.speaks.shape[1]
        number, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        place = np.minimum(np.searchsorted(self.columns, rows.column), len(self.columns) - 1)
        is_cue = self.columns[place] == rows.column
        unit = rows.line[is_cue] // len(LOOKS)
        if len(unit):
            speaks = self.speaks[place[is_cue]].astype(np.float32)
            firsts = np.flatnonzero(np.diff(unit, prepend=-1))
            number[unit[firsts]] = np.add.reduceat(speaks, firsts, axis=0)
            weighted = speaks * rows.value[is_cue, None]
            value[unit[firsts]] = np.add.reduceat(weighted, firsts, axis=0)
        return number, value
