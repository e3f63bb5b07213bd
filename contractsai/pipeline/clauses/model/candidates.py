"""The places where a clause may stand, and what tells the right ones from the wrong ones.

A linear model sees one unit at a time. Here each of its better units is seen in its document:
against the others of its category, against its neighbours, under its headings.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.patterns import NO_RULE
from contractsai.pipeline.clauses.model.rows import Floats, Ints

MOST: Final = 20  # candidates of a category
_LEAST: Final = -6.0  # log odds: what is less likely for the words alone is no candidate,
_ALWAYS: Final = 3  # but for the best few: words say little of rare clauses
_NOTHING: Final = -9.0  # log odds of a unit that is not there
_REACH: Final = 3  # units to each side
_LEAST_SPREAD: Final = 0.1  # of the log odds of a document's units: divides, so never 0


@dataclass(frozen=True, slots=True)
class Priors:
    """What is usual for a category, over the contracts that the model was trained on.

    Attributes:
        rate: log odds that a contract has it.
        count: marked strings in a contract that has it.
        near: the three categories whose units it shares most.
    """

    rate: Floats
    count: Floats
    near: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scores:
    """What linear models, rules and descriptions say of one document.

    Attributes:
        said: (units, categories) log odds by what a unit says.
        headed: (units, categories) log odds by the headings over it.
        document: (categories) log odds by all words of the document.
        lengths: (units) words.
        cues: (units, categories) number of words that are cues.
        cue_value: the same, by the value of the words in the row of the unit.
        ruled: (units, categories) log odds by the best of the rules that hold.
        rules: (units, categories) number of rules that hold.
        told: (texts, 2, units, categories) how far it says what is written of the category.
    """

    said: Floats
    headed: Floats
    document: Floats
    lengths: Ints
    cues: Floats
    cue_value: Floats
    ruled: Floats
    rules: Floats
    told: Floats


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of features, by category, the likeliest first."""

    category: Ints
    unit: Ints
    features: Floats


class Best(NamedTuple):
    """The best units of each category.

    Attributes:
        order: (rank, categories) all of them; the others name those that are candidates.
    """

    order: Ints
    unit: Ints
    category: Ints
    rank: Ints


def candidates_of(scores: Scores, priors: Priors) -> Candidates:
    """Return the best units of each category with their features."""
    said = scores.said
    if not len(said):
        return Candidates(
            np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, _COLUMNS), np.float32)
        )
    order = np.argsort(-said, axis=0, kind="stable")[:MOST]
    chosen = np.take_along_axis(said, order, axis=0) >= _LEAST
    chosen[:_ALWAYS] = True
    rank, category = np.nonzero(chosen.T)[::-1]
    unit = order[rank, category]
    best = Best(order, unit, category, rank)
    return Candidates(category, unit, _features(scores, priors, best))


def _features(scores: Scores, priors: Priors, chosen: Best) -> Floats:
    said, headed = scores.said, scores.headed
    order, unit, category, rank = chosen
    units, categories = said.shape
    everyone = np.arange(categories)
    best = said[order[0], everyone]
    second = said[order[1], everyone] if len(order) > 1 else np.full(categories, _NOTHING)
    own = said[unit, category]
    padded = np.pad(said, ((_REACH, _REACH), (0, 0)), constant_values=_NOTHING)
    around = padded[unit[:, None] + np.arange(2 * _REACH + 1), category[:, None]]
    probability = 1 / (1 + np.exp(-said))
    middle = said.mean(axis=0)
    spread = said.std(axis=0) + _LEAST_SPREAD
    described = scores.told[0, 0]  # by its definition; terms would let trees name the category
    others = said[unit].copy()
    others[np.arange(len(unit)), category] = _NOTHING
    columns = (
        own,
        rank,
        own - best[category],
        best[category],
        own - np.where(rank == 0, second[category], best[category]),
        around[:, _REACH - 1],
        around[:, _REACH + 1],
        around[:, _REACH - 2],
        around[:, _REACH + 2],
        np.delete(around, _REACH, axis=1).max(axis=1),
        probability.sum(axis=0)[category],
        headed[unit, category],
        headed.max(axis=0)[category],
        scores.document[category],
        priors.rate[category],
        priors.count[category],
        np.log1p(scores.lengths[unit]),
        unit / units,
        np.full(len(unit), np.log(units)),
        others.max(axis=1, initial=_NOTHING),
        probability.sum(axis=1)[unit],
        *(said[unit, priors.near[category, i]] for i in range(3)),
        scores.cues[unit, category],
        scores.cue_value[unit, category],
        scores.cues.max(axis=0)[category],
        scores.cue_value.max(axis=0)[category],
        own - middle[category],
        (own - middle[category]) / spread[category],
        best[category] - middle[category],
        scores.ruled[unit, category],
        scores.ruled.max(axis=0)[category],
        scores.rules[unit, category],
        (scores.rules > 0).sum(axis=1)[unit],
        described[unit, category],
        described[unit, category] - described.max(axis=0)[category],
    )
    return np.column_stack(columns).astype(np.float32)


_COLUMNS: Final = 37


def presence_features(
    found: Candidates, log_odds: Floats, scores: Scores, priors: Priors
) -> Floats:
    """Return one row a category: what speaks for such a clause in the document.

    *log_odds* are those of each candidate, after all that is known of it.
    """
    categories = len(priors.rate)
    ranked = _ranked(found.category, log_odds, categories)
    units = len(scores.said)
    columns = (
        ranked[:, 0],
        ranked[:, 1],
        ranked[:, 2],
        _any_of(ranked),
        scores.ruled.max(axis=0, initial=NO_RULE),
        scores.rules.max(axis=0, initial=0),
        scores.said.max(axis=0, initial=_NOTHING),
        scores.headed.max(axis=0, initial=_NOTHING),
        scores.document,
        priors.rate,
        priors.count,
        np.full(categories, np.log1p(units)),
        *(ranked[priors.near[:, i], 0] for i in range(3)),
        *scores.told.max(axis=2, initial=0.0).reshape(-1, categories),
    )
    return np.column_stack(columns).astype(np.float32)


def _ranked(category: Ints, log_odds: Floats, categories: int) -> Floats:
    """Return (categories, rank) log odds, the best first."""
    ranked = np.full((categories, MOST), _NOTHING, np.float32)
    order = np.lexsort((-log_odds, category))
    category, value = category[order], log_odds[order]
    firsts = np.searchsorted(category, np.arange(categories))
    ranked[category, np.arange(len(category)) - firsts[category]] = value
    return ranked


def _any_of(ranked: Floats) -> npt.NDArray[np.float64]:
    """Return the log odds that any of a category is right, were they independent."""
    probability = 1 / (1 + np.exp(-ranked.astype(np.float64)))
    any_of_them = -np.log1p(-np.clip(probability, 0, 1 - 1e-6)).sum(axis=1)
    return np.asarray(np.log(np.expm1(any_of_them) + 1e-6))
