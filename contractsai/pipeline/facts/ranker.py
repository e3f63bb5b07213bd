"""Small logistic models over named features, and tables that make confidences honest.

Both are numbers in ``facts/ranker.json``, made by ``python -m training.facts``.
"""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, Final

from contractsai.domain.findings import DECIMALS

Features = Mapping[str, float]
_FILE: Final = "ranker.json"
_LIMIT: Final = 30.0  # of a logit: beyond it a float's exponential says no more


@dataclass(frozen=True, slots=True)
class Ranker:
    """A logistic model; a feature it does not know weighs nothing."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Features, odds: float = 0.0) -> float:
        """Return the probability that a candidate is right; *odds* are added log odds."""
        known = self.weights
        logit = (
            self.bias + odds + sum(known.get(name, 0.0) * value for name, value in features.items())
        )
        return 1.0 / (1.0 + exp(-max(-_LIMIT, min(_LIMIT, logit))))


@dataclass(frozen=True, slots=True)
class Table:
    """An increasing step-free curve through points: raw score to share of right values."""

    scores: Sequence[float]
    shares: Sequence[float]

    def read(self, score: float) -> float:
        """Return the share at *score*, by the line between the points around it."""
        index = bisect_right(self.scores, score)
        if index in (0, len(self.scores)):
            return self.shares[min(index, len(self.shares) - 1)]
        low, high = self.scores[index - 1], self.scores[index]
        part = (score - low) / (high - low)
        return self.shares[index - 1] + part * (self.shares[index] - self.shares[index - 1])


@cache
def ranker(name: str) -> Ranker:
    """Return the model of that name."""
    model = _numbers()["rankers"].get(name, {"bias": 0.0, "weights": {}})
    return Ranker(model["bias"], model["weights"])


@cache
def table(name: str) -> Table | None:
    """Return the calibration of that fact's confidence, None if nobody measured it."""
    points = _numbers()["tables"].get(name)
    return None if points is None else Table(points["scores"], points["shares"])


def calibrated(name: str, score: float) -> float:
    """Return the confidence that a score of that fact is worth."""
    known = table(name)
    return round(score if known is None else known.read(score), DECIMALS)


@cache
def _numbers() -> Mapping[str, Any]:
    stored: Mapping[str, Any] = json.loads(
        files("contractsai.pipeline.facts").joinpath(_FILE).read_text("utf-8")
    )
    return stored
