"""Train the model of clauses: ``python -m training.clauses --data ../shared/data/cuad --out ...``.

Two runs on the same data with the same versions give the same arrays, byte for byte.
"""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from contractsai.pipeline.clauses.model.store import SHIPPED, arrays_sha256, save_model
from training import base as first_stage
from training import boost, second
from training.base import Base, fit_base
from training.corpus import Contract, read_contracts
from training.descriptions import texts_of
from training.second import Second, Seen, fit_second
from training.vocabulary import (
    DOCUMENT_CONTRACTS,
    LEAST_CONTRACTS,
    LEAST_CONTRACTS_PAIR,
)

RECIPE: Final = "clauses-3"  # raised with every change of what is trained
LOG: Final = Path(__file__).with_name("clauses.log.json")
FOLDS: Final = Path(__file__).with_name("folds.json")
FitBase = Callable[[Sequence[Contract]], Base]


def train(
    contracts: Sequence[Contract], folds: Mapping[str, int], *, fit: FitBase
) -> tuple[Base, Second]:
    """Return both stages; the second learns from contracts that its first had not seen."""
    seen: list[Seen] = []
    for fold in sorted({folds[contract.id] for contract in contracts}):
        base = fit([contract for contract in contracts if folds[contract.id] != fold])
        seen += [
            Seen(contract, fold, base.scores(contract), base.priors)
            for contract in contracts
            if folds[contract.id] == fold
        ]
    return fit(contracts), fit_second(seen)


def arrays_of(base: Base, stage: Second) -> dict[str, npt.NDArray[Any]]:
    """Return everything that the model needs but its words."""
    first = base.first
    arrays: dict[str, npt.NDArray[Any]] = {
        "pairs": first.vocabulary.pairs,
        "columns": first.vocabulary.columns,
        "first_pair": np.array(first.vocabulary.first_pair),
        "idf": first.vocabulary.idf,
        "weights": first.linear.weights,
        "steps": first.linear.steps,
        "bias": first.linear.bias,
        "document_columns": first.prior.columns,
        "document_idf": first.prior.idf,
        "document_weights": first.prior.weights,
        "document_steps": first.prior.steps,
        "document_bias": first.prior.bias,
        "rate": base.priors.rate,
        "count": base.priors.count,
        "near": base.priors.near,
    }
    forest = stage.candidates
    arrays |= {
        "candidate_feature": forest.feature,
        "candidate_threshold": forest.threshold,
        "candidate_left": forest.left,
        "candidate_right": forest.right,
        "candidate_value": forest.value,
        "candidate_baseline": np.array(forest.baseline),
        "candidate_depth": np.array(forest.depth),
        "presence_weights": stage.presence.weights,
        "presence_bias": np.array(stage.presence.bias),
        "cue_columns": first.cues.columns,
        "cue_speaks": first.cues.speaks,
        "pattern_columns": first.patterns.columns,
        "pattern_parts": first.patterns.parts,
        "pattern_asks": first.patterns.asks,
        "pattern_category": first.patterns.category,
        "pattern_log_odds": first.patterns.log_odds,
        "description_stem": first.descriptions.stem,
        "description_shares": first.descriptions.shares,
        "description_middle": first.descriptions.middle,
        "description_spread": first.descriptions.spread,
    }
    for name, table in (("candidate", stage.candidate_table), ("presence", stage.presence_table)):
        arrays |= {f"{name}_log_odds": table.log_odds, f"{name}_probability": table.probability}
    return arrays


def write_model(folder: Path, base: Base, stage: Second) -> str:
    """Write the model and return the hash of its arrays."""
    arrays = arrays_of(base, stage)
    digest = arrays_sha256(arrays)
    save_model(
        folder,
        version=f"{RECIPE}-{digest[:8]}",
        words=base.words,
        arrays=arrays,
        thresholds=stage.thresholds,
    )
    return digest


def log_of(contracts: Sequence[Contract], stage: Second, digest: str) -> dict[str, Any]:
    """Return what a reader needs to judge a training run, and to repeat it."""
    return {
        "recipe": RECIPE,
        "arrays_sha256": digest,
        "data": "CUAD v1, The Atticus Project, CC BY 4.0",
        "settings": {
            "least_contracts": LEAST_CONTRACTS,
            "least_contracts_pair": LEAST_CONTRACTS_PAIR,
            "document_contracts": DOCUMENT_CONTRACTS,
            "unit_strength": first_stage.UNIT_STRENGTH,
            "heading_strength": first_stage.HEADING_STRENGTH,
            "document_strength": first_stage.DOCUMENT_STRENGTH,
            "steps": first_stage.STEPS,
            "trees": boost.SETTINGS,
            "candidate_forest": second.CANDIDATE_FOREST,
            "presence_strength": second.PRESENCE_STRENGTH,
            "presence_tilt": second.PRESENCE_TILT,
            "precision": (second.PRESENT_PRECISION, second.ABSENT_PRECISION),
        },
        "figures": dict(stage.figures),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
        },
        "contracts": [contract.id for contract in contracts],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the contracts of a folder, or on all but one fold of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of contracts.jsonl.gz")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder of the model")
    parser.add_argument("--log", type=Path, default=LOG, help="file of the training log")
    parser.add_argument("--folds", type=Path, default=FOLDS, help="JSON: contract id -> fold")
    parser.add_argument("--without-fold", type=int, help="leave one fold out, to be scored")
    options = parser.parse_args(arguments)
    folds = json.loads(options.folds.read_text("utf-8"))
    contracts = [
        contract
        for contract in read_contracts(options.data)
        if folds[contract.id] != options.without_fold
    ]
    with threadpool_limits(1):  # sums in another order are other sums
        base, stage = train(contracts, folds, fit=partial(fit_base, texts=texts_of(options.data)))
    digest = write_model(options.out, base, stage)
    options.log.write_text(json.dumps(log_of(contracts, stage, digest), indent=1) + "\n", "utf-8")
    print(f"{len(contracts)} contracts, arrays {digest[:12]} in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
