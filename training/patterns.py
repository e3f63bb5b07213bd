"""What the rules of `training.rules` mean in a vocabulary, and what each is worth."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.patterns import Patterns
from contractsai.pipeline.clauses.model.rows import Rows, Vocabulary
from contractsai.pipeline.lexicon.categories import CATEGORIES
from training.cues import cue_pattern, names_of
from training.rules import RULES

_USUAL: Final = 0.1  # share of units that are such a clause, where a rule holds
_WEIGHT: Final = 3.0  # units that this is worth


def patterns_of(
    vocabulary: Vocabulary, rows: Sequence[Rows], target: npt.NDArray[np.bool_]
) -> Patterns:
    """Return the rules over the columns of *vocabulary*, each worth what it was right about."""
    rules = [(index, rule) for index, name in enumerate(CATEGORIES) for rule in RULES.get(name, ())]
    listed = sorted({part for _, rule in rules for part in parts_of(rule)})
    names = names_of(vocabulary)
    belongs = np.zeros((len(names), len(listed)), bool)
    for number, part in enumerate(listed):
        known = cue_pattern(part.removeprefix("!"))
        belongs[[i for i, name in enumerate(names) if known.fullmatch(name)], number] = True
    asks = np.zeros((len(listed), len(rules)), np.int8)
    for number, (_, rule) in enumerate(rules):
        for part in parts_of(rule):
            asks[listed.index(part), number] = -1 if part.startswith("!") else 1
    columns = np.flatnonzero(belongs.any(axis=1))
    plain = Patterns(
        columns.astype(np.int32),
        np.packbits(belongs[columns], axis=1),
        asks,
        np.array([index for index, _ in rules], np.int64),
        np.zeros(len(rules), np.float32),
    )
    holds = np.concatenate([plain.holds(item) for item in rows])
    right = (holds & target[:, plain.category]).sum(axis=0) + _WEIGHT * _USUAL
    share = right / (holds.sum(axis=0) + _WEIGHT)
    log_odds = np.log(share / (1 - share)).astype(np.float32)
    return Patterns(plain.columns, plain.parts, asks, plain.category, log_odds)


def parts_of(rule: str) -> list[str]:
    """Return the parts of a rule."""
    return rule.split(" + ")
