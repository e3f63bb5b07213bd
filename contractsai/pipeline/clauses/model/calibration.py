"""Probabilities out of log odds: a table made from scores of contracts the model had not seen."""

from dataclasses import dataclass

import numpy as np

from contractsai.pipeline.clauses.model.rows import Floats


@dataclass(frozen=True, slots=True)
class Table:
    """A rising curve through points; beyond its ends it is level.

    Attributes:
        log_odds: ascending.
        probability: never falling, within 0..1.
    """

    log_odds: Floats
    probability: Floats

    def __call__(self, log_odds: Floats) -> Floats:
        """Return the probability of each score."""
        return np.interp(log_odds, self.log_odds, self.probability).astype(np.float32)
