"""Logistic regression and isotonic regression in a few lines: the same numbers on every run."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np

_ROUNDS: Final = 30  # Newton's method needs fewer than ten
_STILL: Final = 1e-9
_DECIMALS: Final = 3
_LEAST_IN_BLOCK: Final = 12  # values behind a point of a table

Features = Mapping[str, float]


def fit(rows: Sequence[Features], right: Sequence[bool], *, penalty: float) -> dict[str, Any]:
    """Return bias and weights of a logistic model with an L2 penalty on the weights."""
    names = sorted({name for row in rows for name in row})
    columns = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names) + 1))
    matrix[:, -1] = 1.0
    for number, row in enumerate(rows):
        for name, value in row.items():
            matrix[number, columns[name]] = value
    target = np.asarray(right, dtype=float)
    ridge = np.full(len(names) + 1, penalty)
    ridge[-1] = 1e-6
    weights = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (chance - target) + ridge * weights
        spread = chance * (1 - chance)
        step = np.linalg.solve((matrix * spread[:, None]).T @ matrix + np.diag(ridge), gradient)
        weights -= step
        if float(np.abs(step).max()) < _STILL:
            break
    rounded = [round(float(weight), _DECIMALS) for weight in weights]
    return {"bias": rounded[-1], "weights": dict(zip(names, rounded[:-1], strict=True))}


def isotonic(scores: Sequence[float], right: Sequence[bool]) -> dict[str, list[float]]:
    """Return points of the best increasing curve from scores to shares of right values.

    Blocks are merged until each holds enough values to mean something; a share is drawn to
    the mean by one value of each kind, so that no table ever promises certainty.
    """
    pairs = sorted(zip(scores, right, strict=True))
    blocks = [
        [score, float(sum(good)), float(len(good))]
        for score, same in groupby(pairs, key=lambda pair: pair[0])
        for good in [[pair[1] for pair in same]]
    ]
    pooled: list[list[float]] = []  # weighted mean score, right, all
    for score, good, count in blocks:
        pooled.append([score, good, count])
        while len(pooled) > 1 and (
            pooled[-2][1] * pooled[-1][2] >= pooled[-1][1] * pooled[-2][2]
            or pooled[-2][2] < _LEAST_IN_BLOCK
        ):
            last = pooled.pop()
            held = pooled[-1]
            total = held[2] + last[2]
            held[0] = (held[0] * held[2] + last[0] * last[2]) / total
            held[1], held[2] = held[1] + last[1], total
    if len(pooled) > 1 and pooled[-1][2] < _LEAST_IN_BLOCK:
        last = pooled.pop()
        held = pooled[-1]
        total = held[2] + last[2]
        held[0] = (held[0] * held[2] + last[0] * last[2]) / total
        held[1], held[2] = held[1] + last[1], total
    return {
        "scores": [round(block[0], _DECIMALS) for block in pooled],
        "shares": [round((block[1] + 0.5) / (block[2] + 1), _DECIMALS) for block in pooled],
    }
