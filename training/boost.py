"""Boosted trees by scikit-learn, taken apart into arrays."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from contractsai.pipeline.clauses.model.rows import Floats
from contractsai.pipeline.clauses.model.trees import Forest

SETTINGS: Final[dict[str, Any]] = {
    "learning_rate": 0.04,
    "min_samples_leaf": 40,
    "l2_regularization": 5.0,
    "early_stopping": False,
    "random_state": 7,
}


def fit_forest(rows: Floats, target: npt.NDArray[np.bool_], *, trees: int, leaves: int) -> Forest:
    """Return a forest that estimates the log odds of *target*."""
    fitted = HistGradientBoostingClassifier(max_iter=trees, max_leaf_nodes=leaves, **SETTINGS).fit(
        rows, target
    )
    grown = [stage[0].nodes for stage in fitted._predictors]  # noqa: SLF001 - the only way in
    size = max(len(nodes) for nodes in grown)
    shape = len(grown), size
    feature, left, right = (np.zeros(shape, np.int16) for _ in range(3))
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for tree, nodes in enumerate(grown):
        count, leaf, own = len(nodes), nodes["is_leaf"] == 1, np.arange(len(nodes))
        feature[tree, :count] = np.where(leaf, 0, nodes["feature_idx"])
        threshold[tree, :count] = np.where(leaf, 0, nodes["num_threshold"])
        left[tree, :count] = np.where(leaf, own, nodes["left"])
        right[tree, :count] = np.where(leaf, own, nodes["right"])
        value[tree, :count] = np.where(leaf, nodes["value"], 0)
    depth = max(int(nodes["depth"].max()) for nodes in grown)
    baseline = float(fitted._baseline_prediction.ravel()[0])  # noqa: SLF001 - the same
    return Forest(feature, threshold, left, right, value, baseline, depth)
