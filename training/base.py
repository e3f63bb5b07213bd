"""The first stage: linear models over the words of a unit, its headings and its document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.candidates import Priors, Scores
from contractsai.pipeline.clauses.model.document import Prior
from contractsai.pipeline.clauses.model.first_stage import FirstStage
from contractsai.pipeline.clauses.model.linear import Linear
from contractsai.pipeline.clauses.model.rows import LOOKS, rows_of
from contractsai.pipeline.lexicon.categories import CATEGORIES
from training.corpus import Contract
from training.cues import cues_of
from training.descriptions import Texts, descriptions_of
from training.fit import fit_linear
from training.patterns import patterns_of
from training.vocabulary import (
    document_columns,
    document_idf,
    document_matrix,
    numbered,
    unit_matrix,
    vocabulary_of,
    words_known,
)

# Chosen by cross-validation on the folds of the evaluation kit.
UNIT_STRENGTH: Final = 12.0
HEADING_STRENGTH: Final = 1.0
DOCUMENT_STRENGTH: Final = 10.0
STEPS: Final = 30


@dataclass(frozen=True, slots=True)
class Base:
    """The linear models, with all they need to score a contract."""

    words: list[str]
    first: FirstStage
    priors: Priors

    def scores(self, contract: Contract) -> Scores:
        """Return what an analysis of *contract* would compute."""
        return self.first.scores(contract.text, contract.units)[1]


def fit_base(contracts: Sequence[Contract], *, texts: Texts) -> Base:
    """Return the first stage, trained on *contracts* and on *texts* about the categories."""
    words = words_known(contracts)
    numbers = numbered(contracts, words)
    vocabulary = vocabulary_of(numbers, words)
    target = np.concatenate([contract.target for contract in contracts])
    rows = [rows_of(item, vocabulary) for item in numbers]
    weights = np.zeros((len(vocabulary.idf), len(CATEGORIES)))
    bias = np.zeros((len(LOOKS), len(CATEGORIES)))
    for look, strength in enumerate((UNIT_STRENGTH, HEADING_STRENGTH)):
        matrix = unit_matrix(rows, len(vocabulary.idf), look)
        some, bias[look] = fit_linear(matrix, target, strength=strength, steps=STEPS)
        weights += some  # each look has columns of its own; in those of the other it stays at 0
    marked = np.stack([contract.marked for contract in contracts])
    columns = document_columns(numbers, len(words))
    idf = document_idf(numbers, columns)
    document, document_bias = fit_linear(
        document_matrix(numbers, columns, idf),
        marked,
        strength=DOCUMENT_STRENGTH,
        steps=STEPS,
    )
    quantised = Linear.quantised(document, document_bias)
    return Base(
        words,
        FirstStage(
            vocabulary,
            Linear.quantised(weights, bias),
            Prior(columns, idf, quantised.weights, quantised.steps, quantised.bias),
            cues_of(vocabulary),
            patterns_of(vocabulary, rows, target),
            descriptions_of(words, numbers, texts),
        ),
        priors_of(contracts, marked),
    )


def priors_of(contracts: Sequence[Contract], marked: npt.NDArray[np.bool_]) -> Priors:
    """Return how usual each category is, and which others share its units."""
    having = marked.sum(axis=0)
    counts = np.stack([contract.meets.sum(axis=0) for contract in contracts]).sum(axis=0)
    target = np.concatenate([contract.target for contract in contracts]).astype(np.float64)
    shared = target.T @ target
    np.fill_diagonal(shared, 0)
    sizes = np.maximum(target.sum(axis=0), 1)
    near = np.argsort(-shared / np.sqrt(np.outer(sizes, sizes)), axis=1, kind="stable")[:, :3]
    return Priors(
        rate=np.log((having + 0.5) / (len(contracts) - having + 0.5)).astype(np.float32),
        count=(counts / np.maximum(having, 1)).astype(np.float32),
        near=near,
    )
