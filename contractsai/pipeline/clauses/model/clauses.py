"""The model of clauses as a whole: a text in; places and probabilities of every category out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from contractsai.pipeline.clauses.model.calibration import Table
from contractsai.pipeline.clauses.model.candidates import (
    Priors,
    candidates_of,
    presence_features,
)
from contractsai.pipeline.clauses.model.first_stage import FirstStage
from contractsai.pipeline.clauses.model.rows import Floats
from contractsai.pipeline.clauses.model.trees import Forest
from contractsai.pipeline.draft import Span
from contractsai.pipeline.lexicon.categories import CATEGORIES
from contractsai.pipeline.text.units import Unit

_NAMES: Final = tuple(CATEGORIES)
_TERMS: Final = 3  # words that are told as the reason of a candidate
_TOLD: Final = 0.2  # probability from which reasons are told


class Candidate(NamedTuple):
    """A place where a clause of a category may stand.

    Attributes:
        terms: the words that spoke most for it, with what they gave to the log odds.
    """

    category: str
    span: Span
    probability: float
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """A logistic regression over what is known of a category in a document.

    Attributes:
        weights: one for each column of `presence_features`.
    """

    weights: Floats
    bias: float

    def log_odds(self, rows: Floats) -> Floats:
        """Return the log odds of each row."""
        return (rows @ self.weights + np.float32(self.bias)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities of presence from which a decision is taken without a person."""

    present: float
    likely: float
    absent: float


@dataclass(frozen=True, slots=True)
class Found:
    """What the model says of one document.

    Attributes:
        candidates: by category, the likeliest first, those of a category not overlapping.
        presence: probability that the document has such a clause.
    """

    candidates: tuple[Candidate, ...]
    presence: dict[str, float]


@dataclass(frozen=True, slots=True)
class ClauseModel:
    """Committed arrays, ready to be used.

    Attributes:
        version: of the recipe, and the first digits of the arrays' hash.
    """

    version: str
    first: FirstStage
    priors: Priors
    candidates: Forest
    candidate_table: Table
    presence: Presence
    presence_table: Table
    thresholds: Thresholds

    def find(self, text: str, units: Sequence[Unit]) -> Found:
        """Return the candidates of every category among *units* of *text*."""
        rows, scores = self.first.scores(text, units)
        found = candidates_of(scores, self.priors)
        log_odds = self.candidates.log_odds(found.features)
        probability = self.candidate_table(log_odds)
        known = presence_features(found, log_odds, scores, self.priors)
        presence = self.presence_table(self.presence.log_odds(known))
        order = np.lexsort((found.unit, -probability, found.category))
        return Found(
            tuple(
                Candidate(
                    _NAMES[found.category[i]],
                    (units[found.unit[i]].start, units[found.unit[i]].end),
                    float(probability[i]),
                    self.first.terms(rows, int(found.unit[i]), int(found.category[i]), _TERMS)
                    if probability[i] >= _TOLD
                    else (),
                )
                for i in order
            ),
            {name: float(value) for name, value in zip(_NAMES, presence, strict=True)},
        )
