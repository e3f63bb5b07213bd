"""The committed model: whole, of one piece, small, and quick to load."""

import json
import shutil
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from contractsai.pipeline.clauses.model.store import (
    ARRAYS,
    PAGE,
    SHIPPED,
    WORDS,
    BrokenModel,
    arrays_sha256,
    load_model,
    shipped_model,
)
from contractsai.pipeline.lexicon.categories import CATEGORIES

FILES = (WORDS, ARRAYS, PAGE)
LARGEST = 2_000_000  # bytes on disk
MOST_MEMORY = 30_000_000  # bytes


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def test_the_shipped_model_is_small() -> None:
    assert sum((SHIPPED / name).stat().st_size for name in FILES) < LARGEST


def test_the_shipped_model_takes_little_memory() -> None:
    """Each analysis process holds one; 200 MB are promised for all of it."""
    tracemalloc.start()
    try:
        load_model(SHIPPED)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < MOST_MEMORY


def test_the_model_is_read_once_a_process() -> None:
    assert shipped_model() is shipped_model()


def test_another_vocabulary_is_refused_by_name(copy: Path) -> None:
    """With shifted words every score is wrong, and none looks it."""
    words = (copy / WORDS).read_text("utf-8").split("\n")
    (copy / WORDS).write_text("\n".join([*words[1:-1], words[0], ""]), "utf-8")

    with pytest.raises(BrokenModel, match=r"the vocabulary .* not trained together"):
        load_model(copy)


def test_other_arrays_are_refused_by_name(copy: Path) -> None:
    with np.load(copy / ARRAYS) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["bias"] = arrays["bias"] + 1
    np.savez_compressed(copy / ARRAYS, **arrays)

    with pytest.raises(BrokenModel, match=r"the arrays .* not trained together"):
        load_model(copy)


def test_a_model_of_other_categories_is_refused(copy: Path) -> None:
    page = json.loads((copy / PAGE).read_text("utf-8"))
    page["categories"] = page["categories"][1:]
    (copy / PAGE).write_text(json.dumps(page), "utf-8")

    with pytest.raises(BrokenModel, match="other categories"):
        load_model(copy)


def test_equal_arrays_have_equal_hashes_and_others_have_others() -> None:
    """The hash is of values and shapes: a file may be packed anew."""
    one = {"a": np.arange(6), "b": np.zeros(2, np.float32)}

    assert arrays_sha256(one) == arrays_sha256(dict(reversed(one.items())))
    assert arrays_sha256(one) != arrays_sha256({**one, "a": np.arange(6).reshape(2, 3)})
    assert arrays_sha256(one) != arrays_sha256({**one, "b": np.zeros(2, np.float64)})


def test_probabilities_rise_with_the_scores() -> None:
    """An isotonic table is what makes a confidence mean something."""
    model = shipped_model()

    for table in (model.candidate_table, model.presence_table):
        assert np.all(np.diff(table.log_odds) > 0)
        assert np.all(np.diff(table.probability) >= 0)
        assert 0 < table.probability[0] < table.probability[-1] < 1


def test_decisions_leave_room_for_a_person() -> None:
    thresholds = shipped_model().thresholds

    assert 0 < thresholds.absent < thresholds.likely < thresholds.present < 1


def test_nothing_is_found_in_nothing() -> None:
    found = shipped_model().find("", ())

    assert found.candidates == ()
    assert set(found.presence) == set(CATEGORIES)
    assert max(found.presence.values()) < 1
