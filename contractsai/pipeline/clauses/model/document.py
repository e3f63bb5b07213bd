"""What the words of a whole document say about the clauses in it: a franchise has its own."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.rows import UNKNOWN, Floats, Ints


@dataclass(frozen=True, slots=True)
class Prior:
    """One logistic regression a category over the words of a document, in eight bits a weight.

    Attributes:
        columns: column of each word, or `UNKNOWN`; then comes `UNKNOWN`.
        idf: of each column, by documents.
    """

    columns: npt.NDArray[np.int32]
    idf: Floats
    weights: npt.NDArray[np.int8]
    steps: Floats
    bias: Floats

    def log_odds(self, words: Ints) -> Floats:
        """Return the log odds of each category in a document of these words, by number."""
        vector = document_vector(words, self.columns, self.idf)
        return (vector @ self.weights) * self.steps + self.bias


def document_vector(words: Ints, columns: npt.NDArray[np.int32], idf: Floats) -> Floats:
    """Return the document as a row of length 1; a word counts by the logarithm of its number."""
    column = columns[words]
    count = np.bincount(column[column != UNKNOWN], minlength=len(idf)).astype(np.float64)
    value = np.where(count > 0, 1 + np.log(np.maximum(count, 1)), 0) * idf
    length = np.sqrt((value**2).sum())
    return (value / (length or 1.0)).astype(np.float32)
