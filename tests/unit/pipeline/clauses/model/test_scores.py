"""The arithmetic of the model, against the plain way of writing it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.pipeline.clauses.model.calibration import Table
from contractsai.pipeline.clauses.model.clauses import Presence
from contractsai.pipeline.clauses.model.cues import Cues
from contractsai.pipeline.clauses.model.descriptions import WHOLE, Descriptions
from contractsai.pipeline.clauses.model.linear import Linear
from contractsai.pipeline.clauses.model.rows import LOOKS, UNKNOWN, Numbers, Rows
from contractsai.pipeline.clauses.model.trees import MOST_LEAVES, Forest

SEEDS = st.integers(0, 2**32 - 1)


def random_rows(random: np.random.Generator, units: int, columns: int) -> tuple[Rows, np.ndarray]:
    dense = random.random((units * len(LOOKS), columns)).astype(np.float32)
    dense[random.random(dense.shape) < 0.7] = 0
    line, column = np.nonzero(dense)
    return Rows(line, column, dense[line, column], units), dense


@given(SEEDS)
def test_eight_bits_lose_at_most_half_a_step_a_weight(seed: int) -> None:
    random = np.random.default_rng(seed)
    weights = random.normal(size=(20, 3)) * (1, 10, 0)

    linear = Linear.quantised(weights, np.zeros((2, 3)))

    assert np.all(np.abs(linear.weights * linear.steps - weights) <= linear.steps / 2 + 1e-6)


@given(SEEDS, st.integers(0, 12))
def test_sparse_scores_are_those_of_the_whole_matrix(seed: int, units: int) -> None:
    random = np.random.default_rng(seed)
    rows, dense = random_rows(random, units, columns=9)
    linear = Linear.quantised(random.normal(size=(9, 4)), random.normal(size=(2, 4)))

    scores = linear.log_odds(rows)

    plain = dense @ (linear.weights * linear.steps)
    assert scores == pytest.approx(plain.reshape(units, 2, 4) + linear.bias, abs=1e-4)


def test_the_words_that_spoke_for_a_unit_are_named_by_what_they_gave() -> None:
    linear = Linear.quantised(np.array([[1.0], [-2.0], [2.0]]), np.zeros((2, 1)))
    rows = Rows(np.array([0, 0, 1]), np.array([0, 1, 2]), np.array([1, 1, 0.75], np.float32), 1)

    terms = linear.terms(rows, unit=0, category=0, most=3)

    assert [column for column, _ in terms] == [2, 0]
    assert terms[0][1] == pytest.approx(1.5, abs=0.02)


def test_a_forest_adds_what_the_leaves_of_its_trees_say() -> None:
    """One tree asks about column 0; the other is a leaf."""
    forest = Forest(
        feature=np.array([[0, 0, 0], [0, 0, 0]], np.int16),
        threshold=np.array([[0.5, 0, 0], [0, 0, 0]], np.float32),
        left=np.array([[1, 1, 2], [0, 0, 0]], np.int16),
        right=np.array([[2, 1, 2], [0, 0, 0]], np.int16),
        value=np.array([[0, -1, 2], [0.25, 0, 0]], np.float32),
        baseline=-3.0,
        depth=1,
    )

    scores = forest.log_odds(np.array([[0.5], [0.6]], np.float32))

    assert scores.tolist() == [-3.75, -0.75]
    assert len(forest.log_odds(np.zeros((0, 1), np.float32))) == 0


def random_forest(random: np.random.Generator, trees: int, splits: int) -> Forest:
    """Trees that grow at one random leaf at a time, so that some paths are long."""
    shape = trees, 2 * splits + 1
    own = np.tile(np.arange(shape[1], dtype=np.int16), (trees, 1))
    left, right = own.copy(), own.copy()
    depth = np.zeros(shape, np.int64)
    for tree in range(trees):
        leaves = [0]
        for split in range(splits):
            node = leaves.pop(int(random.integers(len(leaves))))
            below = [2 * split + 1, 2 * split + 2]
            left[tree, node], right[tree, node] = below
            depth[tree, below] = depth[tree, node] + 1
            leaves += below
    return Forest(
        feature=random.integers(0, 3, shape).astype(np.int16),
        threshold=random.random(shape).astype(np.float32),
        left=left,
        right=right,
        value=random.integers(-8, 8, shape).astype(np.float32),
        baseline=0.5,
        depth=int(depth.max()),
    )


def walked(forest: Forest, tree: int, row: np.ndarray) -> float:
    node = 0
    while forest.left[tree, node] != node:
        goes_left = row[forest.feature[tree, node]] <= forest.threshold[tree, node]
        node = int((forest.left if goes_left else forest.right)[tree, node])
    return float(forest.value[tree, node])


@given(SEEDS, st.integers(0, MOST_LEAVES - 1), st.integers(1, 4), st.integers(0, 5))
def test_a_forest_walks_every_path_to_its_leaf(
    seed: int, splits: int, trees: int, lines: int
) -> None:
    random = np.random.default_rng(seed)
    forest = random_forest(random, trees, splits)
    rows = random.random((lines, 3)).astype(np.float32)

    scores = forest.log_odds(rows)

    plain = [0.5 + sum(walked(forest, tree, row) for tree in range(trees)) for row in rows]
    assert scores.tolist() == plain


@given(SEEDS, st.integers(0, MOST_LEAVES - 1))
def test_a_row_at_a_threshold_goes_left_and_one_that_is_no_number_right(
    seed: int, splits: int
) -> None:
    random = np.random.default_rng(seed)
    forest = random_forest(random, 3, splits)
    rows = random.choice(forest.threshold.ravel(), (4, 3))
    rows[0, 0] = np.nan

    scores = forest.log_odds(rows)

    assert scores.tolist() == [0.5 + sum(walked(forest, i, row) for i in range(3)) for row in rows]


def test_rows_are_walked_in_parts_without_a_seam() -> None:
    random = np.random.default_rng(0)
    forest = random_forest(random, 2, 9)
    rows = random.random((1_100, 3)).astype(np.float32)

    scores = forest.log_odds(rows)

    assert scores.tolist() == [0.5 + sum(walked(forest, i, row) for i in range(2)) for row in rows]


def test_a_tree_with_more_leaves_than_bits_is_refused() -> None:
    forest = random_forest(np.random.default_rng(0), 1, MOST_LEAVES)

    with pytest.raises(ValueError, match="31 leaves"):
        forest.log_odds(np.zeros((1, 3), np.float32))


def test_a_calibrated_probability_never_falls_as_the_score_rises() -> None:
    table = Table(np.array([-2, 0, 2], np.float32), np.array([0.1, 0.1, 0.9], np.float32))

    probability = table(np.linspace(-5, 5, 50, dtype=np.float32))

    assert np.all(np.diff(probability) >= 0)
    assert (probability[0], probability[-1]) == pytest.approx((0.1, 0.9))


def test_cues_are_counted_by_unit_and_category() -> None:
    """Column 1 is a cue of both categories, column 3 of the second; heading lines have none."""
    cues = Cues(np.array([1, 3], np.int32), np.array([[1, 1], [0, 1]], np.int8))
    rows = Rows(
        np.array([0, 0, 1, 4, 4]), np.array([1, 3, 5, 0, 3]), np.full(5, 0.5, np.float32), 3
    )

    number, value = cues.count(rows)

    assert number.tolist() == [[1, 2], [0, 0], [0, 1]]
    assert value.tolist() == [[0.5, 1.0], [0, 0], [0, 0.5]]


def random_descriptions(random: np.random.Generator, words: int, stems: int) -> Descriptions:
    """Two texts on three categories."""
    return Descriptions(
        stem=np.append(random.integers(-1, stems, words), UNKNOWN).astype(np.int16),
        shares=random.integers(0, WHOLE, (stems, 2, 3)).astype(np.uint16),
        middle=np.zeros((2, 2, 3), np.float32),
        spread=np.ones((2, 2, 3), np.float32),
    )


def numbers_by_unit(said: list[list[int]]) -> Numbers:
    unit = np.repeat(np.arange(len(said)), [len(words) for words in said])
    word = np.array([word for words in said for word in words], np.int64)
    nothing = np.zeros(0, np.int64)
    return Numbers(unit, word, nothing, nothing, len(said))


@given(SEEDS, st.lists(st.lists(st.integers(-1, 9), max_size=30), max_size=8))
def test_a_unit_is_told_the_shares_of_its_distinct_stems(seed: int, said: list[list[int]]) -> None:
    described = random_descriptions(np.random.default_rng(seed), words=10, stems=4)

    heard = described.heard(numbers_by_unit(said))

    for unit, words in enumerate(said):
        stems = {int(described.stem[word]) for word in words} - {UNKNOWN}
        assert heard[unit].tolist() == described.shares[sorted(stems)].sum(axis=0).tolist()


def test_what_a_unit_tells_is_measured_from_the_mean_and_for_its_length() -> None:
    """Word 0 is half of the one text; nine more words of the second unit say nothing."""
    described = Descriptions(
        stem=np.array([0, UNKNOWN, UNKNOWN], np.int16),
        shares=np.array([[[WHOLE // 2, 0]]], np.uint16),
        middle=np.array([[[0.25, 0.0], [0.0, 0.0]]], np.float32),
        spread=np.array([[[0.125, np.inf], [0.1, np.inf]]], np.float32),
    )

    told = described.told(numbers_by_unit([[0], [0, *[1] * 8], [1]]))

    assert told[0, 0, :, 0].tolist() == [2, 2, -2]
    assert told[0, 1, :, 0] == pytest.approx([0.5 / 5**0.5 / 0.1, 0.5 / 9**0.5 / 0.1, 0])
    assert not told[0, :, :, 1].any()


def test_presence_weighs_what_is_known_of_a_category() -> None:
    presence = Presence(np.array([2, -1], np.float32), bias=0.5)

    assert presence.log_odds(np.array([[1, 1], [0, 2]], np.float32)).tolist() == [1.5, -1.5]
