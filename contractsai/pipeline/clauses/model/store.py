"""The model on disk: a list of words, arrays, and a page that says what belongs together."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.calibration import Table
from contractsai.pipeline.clauses.model.candidates import Priors
from contractsai.pipeline.clauses.model.clauses import ClauseModel, Presence, Thresholds
from contractsai.pipeline.clauses.model.cues import Cues
from contractsai.pipeline.clauses.model.descriptions import Descriptions
from contractsai.pipeline.clauses.model.document import Prior
from contractsai.pipeline.clauses.model.first_stage import FirstStage
from contractsai.pipeline.clauses.model.linear import Linear
from contractsai.pipeline.clauses.model.patterns import Patterns
from contractsai.pipeline.clauses.model.rows import Vocabulary
from contractsai.pipeline.clauses.model.trees import Forest
from contractsai.pipeline.lexicon.categories import CATEGORIES

Arrays: TypeAlias = Mapping[str, npt.NDArray[Any]]
WORDS: Final = "clauses.words.txt"
ARRAYS: Final = "clauses.npz"
PAGE: Final = "clauses.json"
SHIPPED: Final = Path(__file__).parent


class BrokenModel(Exception):
    """The files of the model do not belong together, or not to this code."""


@cache
def shipped_model() -> ClauseModel:
    """Return the model that came with the package, read once a process."""
    return load_model(SHIPPED)


def load_model(folder: Path) -> ClauseModel:
    """Return the model in *folder*.

    Raises:
        BrokenModel: a file was changed, or the model knows other categories than this code.
    """
    page = json.loads((folder / PAGE).read_text("utf-8"))
    words = (folder / WORDS).read_bytes()
    _check("the vocabulary", page["vocabulary_sha256"], hashlib.sha256(words).hexdigest())
    with np.load(folder / ARRAYS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    _check("the arrays", page["arrays_sha256"], arrays_sha256(arrays))
    if page["categories"] != list(CATEGORIES):
        raise BrokenModel("the model was trained for other categories; train it again")
    return _model(page, words.decode("utf-8").split("\n")[:-1], arrays)


def save_model(
    folder: Path, *, version: str, words: list[str], arrays: Arrays, thresholds: Thresholds
) -> None:
    """Write a model; equal arguments give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = "".join(f"{word}\n" for word in words).encode()
    page = {
        "version": version,
        "categories": list(CATEGORIES),
        "vocabulary_sha256": hashlib.sha256(listed).hexdigest(),
        "arrays_sha256": arrays_sha256(arrays),
        "thresholds": {
            "present": thresholds.present,
            "likely": thresholds.likely,
            "absent": thresholds.absent,
        },
    }
    (folder / WORDS).write_bytes(listed)
    (folder / PAGE).write_text(json.dumps(page, indent=2) + "\n", "utf-8")
    with (folder / ARRAYS).open("wb") as stream:
        ordered: dict[str, Any] = {name: arrays[name] for name in sorted(arrays)}
        np.savez_compressed(stream, **ordered)


def arrays_sha256(arrays: Arrays) -> str:
    """Return a hash of names, types, shapes and values: of what is stored, not how."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _check(what: str, expected: str, found: str) -> None:
    if expected != found:
        raise BrokenModel(
            f"{what} of the clause model should have the hash {expected[:12]}, but has "
            f"{found[:12]}: the files were not trained together; restore or train them again"
        )


def _model(page: Mapping[str, Any], words: list[str], arrays: Arrays) -> ClauseModel:
    return ClauseModel(
        version=page["version"],
        first=_first_stage(words, arrays),
        priors=Priors(arrays["rate"], arrays["count"], arrays["near"]),
        candidates=_forest(arrays),
        candidate_table=_table("candidate", arrays),
        presence=Presence(arrays["presence_weights"], float(arrays["presence_bias"])),
        presence_table=_table("presence", arrays),
        thresholds=Thresholds(**page["thresholds"]),
    )


def _first_stage(words: list[str], arrays: Arrays) -> FirstStage:
    return FirstStage(
        vocabulary=Vocabulary(
            words={word: number for number, word in enumerate(words)},
            pairs=arrays["pairs"],
            columns=arrays["columns"],
            first_pair=int(arrays["first_pair"]),
            idf=arrays["idf"],
            listed=tuple(words),
        ),
        linear=Linear(arrays["weights"], arrays["steps"], arrays["bias"]),
        prior=Prior(
            arrays["document_columns"],
            arrays["document_idf"],
            arrays["document_weights"],
            arrays["document_steps"],
            arrays["document_bias"],
        ),
        cues=Cues(arrays["cue_columns"], arrays["cue_speaks"]),
        patterns=Patterns(
            arrays["pattern_columns"],
            arrays["pattern_parts"],
            arrays["pattern_asks"],
            arrays["pattern_category"],
            arrays["pattern_log_odds"],
        ),
        descriptions=Descriptions(
            arrays["description_stem"],
            arrays["description_shares"],
            arrays["description_middle"],
            arrays["description_spread"],
        ),
    )


def _forest(arrays: Arrays) -> Forest:
    return Forest(
        feature=arrays["candidate_feature"],
        threshold=arrays["candidate_threshold"],
        left=arrays["candidate_left"],
        right=arrays["candidate_right"],
        value=arrays["candidate_value"],
        baseline=float(arrays["candidate_baseline"]),
        depth=int(arrays["candidate_depth"]),
    )


def _table(name: str, arrays: Arrays) -> Table:
    return Table(arrays[f"{name}_log_odds"], arrays[f"{name}_probability"])
