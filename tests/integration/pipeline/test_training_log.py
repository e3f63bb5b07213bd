"""What was trained is what is committed."""

import json
from pathlib import Path

import numpy as np

from contractsai.pipeline.clauses.model.store import ARRAYS, PAGE, SHIPPED, arrays_sha256

LOG = Path(__file__).resolve().parents[3] / "training" / "clauses.log.json"
CONTRACTS = 408  # of CUAD that may be trained on; the others are kept apart


def test_the_committed_arrays_are_those_of_the_log() -> None:
    """Else nobody could say which contracts the model has seen."""
    log = json.loads(LOG.read_text("utf-8"))
    page = json.loads((SHIPPED / PAGE).read_text("utf-8"))
    with np.load(SHIPPED / ARRAYS) as stored:
        digest = arrays_sha256({name: stored[name] for name in stored.files})

    assert log["arrays_sha256"] == page["arrays_sha256"] == digest


def test_the_log_lists_every_contract_that_was_read() -> None:
    log = json.loads(LOG.read_text("utf-8"))
    folds = json.loads(LOG.with_name("folds.json").read_text("utf-8"))

    assert len(log["contracts"]) == CONTRACTS
    assert set(log["contracts"]) == set(folds)
