"""The rules as they are written: readable, and about categories that exist."""

from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training needs the extra 'training'")

from contractsai.pipeline.clauses.model.rows import Vocabulary, numbers_of, rows_of
from contractsai.pipeline.lexicon.categories import CATEGORIES
from contractsai.pipeline.text.units import units_of
from training.patterns import parts_of, patterns_of
from training.rules import RULES

BENEFICIARY = "cuad.third_party_beneficiary"
TEXT = (
    "The insurer is an intended third party beneficiary of this Agreement.\n\n"
    "There are no third party beneficiaries of this Agreement.\n\n"
    "The goods are delivered to the buyer."
)


def vocabulary(text: str) -> Vocabulary:
    words = sorted(set(text.lower().replace(".", "").split()))
    index = {word: number for number, word in enumerate(words)}
    in_order = text.lower().replace(".", "").split()
    pairs = sorted({index[a] * len(words) + index[b] for a, b in pairwise(in_order)})
    size = len(words) + len(pairs)
    columns = np.full((2, len(words) + 1), -1, np.int32)
    columns[0, :-1] = np.arange(len(words))
    return Vocabulary(
        index, np.array(pairs), columns, len(words), np.ones(size, np.float32), tuple(words)
    )


@pytest.mark.parametrize("category", RULES)
def test_a_rule_needs_something_before_it_forbids_anything(category: str) -> None:
    assert category in CATEGORIES
    for rule in RULES[category]:
        assert not parts_of(rule)[0].startswith("!")
        assert all(part.strip() == part and part.strip("!") for part in parts_of(rule))


def test_a_rule_is_worth_what_it_was_right_about() -> None:
    """The sentence that denies beneficiaries is left alone; the one that names one is found."""
    known = vocabulary(TEXT)
    rows = rows_of(numbers_of(TEXT, units_of(TEXT), known.known), known)
    index = list(CATEGORIES).index(BENEFICIARY)
    target = np.zeros((rows.units, len(CATEGORIES)), bool)
    target[0, index] = True

    patterns = patterns_of(known, [rows], target)

    log_odds, number = patterns.log_odds_of(rows, len(CATEGORIES))
    assert number[:, index].tolist() == [2, 0, 0]
    assert log_odds[0, index] > log_odds[1, index] == log_odds[2, index]
