"""The second stage: units in their document, the presence of clauses, and honest probabilities.

It learns from scores of contracts that the first stage had not seen, and is calibrated on its
own scores of contracts that it had not seen either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from contractsai.pipeline.clauses.model.calibration import Table
from contractsai.pipeline.clauses.model.candidates import (
    Candidates,
    Priors,
    Scores,
    candidates_of,
    presence_features,
)
from contractsai.pipeline.clauses.model.clauses import Presence, Thresholds
from contractsai.pipeline.clauses.model.rows import Floats
from contractsai.pipeline.clauses.model.trees import Forest
from contractsai.pipeline.lexicon.categories import BASE_RATES, CATEGORIES
from training.boost import fit_forest
from training.corpus import Contract

CANDIDATE_FOREST: Final = {"trees": 240, "leaves": 31}
PRESENCE_STRENGTH: Final = 1.0
PRESENCE_TILT: Final = 3e-3  # so that what is unlikely is told in order, in four decimals
PRESENT_PRECISION: Final = 0.96  # of decisions that nobody looks at
ABSENT_PRECISION: Final = 0.965
_KNOTS: Final = 60  # points of a calibration table
_DECIDED: Final = np.array([name in BASE_RATES for name in CATEGORIES])
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """A contract with the scores of a first stage that had not seen it."""

    contract: Contract
    fold: int
    scores: Scores
    priors: Priors


@dataclass(frozen=True, slots=True)
class Second:
    """Everything after the linear models."""

    candidates: Forest
    candidate_table: Table
    presence: Presence
    presence_table: Table
    thresholds: Thresholds
    figures: Mapping[str, float]


def fit_second(seen: Sequence[Seen]) -> Second:
    """Return the second stage, trained on *seen*."""
    found = [candidates_of(item.scores, item.priors) for item in seen]
    rows = np.concatenate([item.features for item in found])
    right = np.concatenate(
        [_meets(item.contract, one) for item, one in zip(seen, found, strict=True)]
    )
    fold = np.concatenate(
        [np.full(len(one.unit), item.fold) for item, one in zip(seen, found, strict=True)]
    )
    honest = _out_of_fold(rows, right, fold, CANDIDATE_FOREST)
    ends = np.cumsum([len(one.unit) for one in found])[:-1]
    present_rows = np.concatenate(
        [
            presence_features(one, log_odds, item.scores, item.priors)[_DECIDED]
            for item, one, log_odds in zip(seen, found, np.split(honest, ends), strict=True)
        ]
    )
    present = np.concatenate([item.contract.marked[_DECIDED] for item in seen])
    cell_fold = np.repeat([item.fold for item in seen], int(_DECIDED.sum()))
    cells = np.zeros(len(present), np.float32)
    for one in np.unique(cell_fold):
        held = cell_fold == one
        fitted = fit_presence(present_rows[~held], present[~held])
        cells[held] = fitted.log_odds(present_rows[held])
    presence_table = fit_table(cells, present, tilt=PRESENCE_TILT)
    probability = presence_table(cells)
    thresholds = choose_thresholds(probability, present)
    return Second(
        fit_forest(rows, right, **CANDIDATE_FOREST),
        fit_table(honest, right),
        fit_presence(present_rows, present),
        presence_table,
        thresholds,
        {"candidates": len(rows), "right": int(right.sum()), "cells": len(present)},
    )


def fit_presence(rows: Floats, present: Flags) -> Presence:
    """Return a logistic regression; its columns are of very different sizes."""
    middle, size = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64)
    size = np.where(size > 0, size, 1.0)
    fitted = LogisticRegression(C=PRESENCE_STRENGTH, max_iter=500).fit(
        (rows - middle) / size, present
    )
    weights = fitted.coef_[0] / size
    return Presence(weights.astype(np.float32), float(fitted.intercept_[0] - weights @ middle))


def fit_table(log_odds: Floats, right: Flags, *, tilt: float = 1e-4) -> Table:
    """Return an isotonic curve, as a line through points so that no two scores tie for long.

    *tilt* is what the line rises over its whole length where the curve is level.
    """
    curve = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(log_odds, right)
    knots = np.unique(np.quantile(log_odds, np.linspace(0, 1, _KNOTS) ** 0.5))
    middles = (knots[1:] + knots[:-1]) / 2
    edges = np.searchsorted(np.sort(log_odds), knots)
    level = curve.predict(np.sort(log_odds))
    means = np.array([level[low : max(high, low + 1)].mean() for low, high in pairwise(edges)])
    points = np.concatenate([[knots[0]], middles, [knots[-1]]])
    values = np.concatenate([[level[0]], means, [level[-1]]])
    values = np.maximum.accumulate(values) + np.linspace(0, tilt, len(values))
    return Table(points.astype(np.float32), np.clip(values, 0.0005, 0.9995).astype(np.float32))


def choose_thresholds(probability: Floats, present: Flags) -> Thresholds:
    """Return the thresholds that decide most at the precision that is owed."""
    order = np.argsort(-probability, kind="stable")
    ranked, right = probability[order], present[order]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    sure = np.flatnonzero(precision >= PRESENT_PRECISION)
    missing = np.cumsum(~right[::-1]) / np.arange(1, len(right) + 1)
    gone = np.flatnonzero(missing >= ABSENT_PRECISION)
    f1 = 2 * np.cumsum(right) / (np.arange(1, len(right) + 1) + right.sum())
    highest = float(ranked[sure[-1]]) if len(sure) else 1.0
    lowest = float(ranked[::-1][gone[-1]]) if len(gone) else 0.0
    likely = float(ranked[int(np.argmax(f1))])
    return Thresholds(
        present=round(max(highest, 0.5), 4),
        likely=round(min(max(likely, lowest), highest), 4),
        absent=round(min(lowest, likely), 4),
    )


def _meets(contract: Contract, found: Candidates) -> Flags:
    return contract.meets[found.unit, found.category]


def _out_of_fold(
    rows: Floats, target: Flags, fold: npt.NDArray[np.int64], size: Mapping[str, int]
) -> Floats:
    scores = np.zeros(len(rows), np.float32)
    for one in np.unique(fold):
        held = fold == one
        scores[held] = fit_forest(rows[~held], target[~held], **size).log_odds(rows[held])
    return scores
