"""Rules over words of a unit: all that is asked for, and nothing that is forbidden."""

import numpy as np
import pytest

from contractsai.pipeline.clauses.model.patterns import NO_RULE, Patterns
from contractsai.pipeline.clauses.model.rows import Rows

BENEFICIARY, NO, EXCEPT = range(3)


@pytest.fixture
def patterns() -> Patterns:
    """Columns 2, 5 and 7 are the parts; two rules of category 0, one of category 2."""
    return Patterns(
        columns=np.array([2, 5, 7], np.int32),
        parts=np.packbits(np.eye(3, dtype=bool), axis=1),
        asks=np.array([[1, 1, 0], [-1, 0, 1], [0, 1, 0]], np.int8),
        category=np.array([0, 0, 2]),
        log_odds=np.array([-1, 2, 1], np.float32),
    )


def rows(*units: list[int]) -> Rows:
    """Return what units say, by column; a heading's line stands between those of two units."""
    line = np.concatenate([np.full(len(columns), 2 * i) for i, columns in enumerate(units)])
    column = np.concatenate([np.array(columns, np.int64) for columns in units])
    return Rows(line.astype(np.int64), column, np.ones(len(line), np.float32), len(units))


def test_a_rule_holds_where_all_is_said_and_nothing_forbidden(patterns: Patterns) -> None:
    holds = patterns.holds(rows([2], [2, 5], [2, 5, 7], [1, 3], [7]))

    assert holds.tolist() == [
        [True, False, False],
        [False, False, True],
        [False, True, True],
        [False, False, False],
        [False, False, False],
    ]


def test_the_best_rule_of_a_category_speaks_for_it(patterns: Patterns) -> None:
    log_odds, number = patterns.log_odds_of(rows([2, 7], [1], [5]), categories=3)

    assert log_odds.tolist() == [[2, NO_RULE, NO_RULE], [NO_RULE] * 3, [NO_RULE, NO_RULE, 1]]
    assert number.tolist() == [[2, 0, 0], [0, 0, 0], [0, 0, 1]]


def test_a_document_without_units_has_no_rules(patterns: Patterns) -> None:
    nothing = Rows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32), 0)

    log_odds, number = patterns.log_odds_of(nothing, categories=3)

    assert log_odds.shape == number.shape == (0, 3)
