"""Which words and word pairs the model knows, and the rows of all contracts over them."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from contractsai.pipeline.clauses.model.document import document_vector
from contractsai.pipeline.clauses.model.rows import (
    LOOKS,
    UNKNOWN,
    Known,
    Numbers,
    Rows,
    Vocabulary,
    numbers_of,
    rows_of,
)
from contractsai.pipeline.clauses.model.words import words_of
from training.corpus import Contract

LEAST_CONTRACTS: Final = 4  # that use a word
LEAST_CONTRACTS_PAIR: Final = 5
DOCUMENT_CONTRACTS: Final = (8, 0.75)  # least number, largest share: for words of the document


def words_known(contracts: Sequence[Contract]) -> list[str]:
    """Return the words that enough contracts use, in order of the alphabet."""
    used: Counter[str] = Counter()
    for contract in contracts:
        used.update(set(words_of(contract.text)))
    return sorted(word for word, count in used.items() if count >= LEAST_CONTRACTS)


def numbered(contracts: Sequence[Contract], words: Sequence[str]) -> list[Numbers]:
    """Return the words of each contract by number."""
    index = {word: number for number, word in enumerate(words)}
    known = Known(index)
    return [numbers_of(contract.text, contract.units, known) for contract in contracts]


def vocabulary_of(numbers: Sequence[Numbers], words: Sequence[str]) -> Vocabulary:
    """Return columns for all words, for pairs and for words of headings that recur."""
    size = len(words)
    pairs = _recurring([_pairs(item, size) for item in numbers], LEAST_CONTRACTS_PAIR)
    headings = _recurring(
        [item.heading_word[item.heading_word != UNKNOWN] for item in numbers], LEAST_CONTRACTS
    )
    columns = np.full((len(LOOKS), size + 1), UNKNOWN, np.int32)
    columns[0, :-1] = np.arange(size)
    columns[1, headings] = size + len(pairs) + np.arange(len(headings))
    plain = Vocabulary(
        words={word: number for number, word in enumerate(words)},
        pairs=pairs,
        columns=columns,
        first_pair=size,
        idf=np.ones(size + len(pairs) + len(headings), np.float32),
        listed=tuple(words),
    )
    units = sum(item.units for item in numbers)
    holding = np.zeros(len(plain.idf), np.int64)
    for item in numbers:
        holding += np.bincount(rows_of(item, plain).column, minlength=len(holding))
    idf = (np.log((1 + units) / (1 + holding)) + 1).astype(np.float32)
    return Vocabulary(plain.words, pairs, columns, size, idf, plain.listed)


def document_columns(numbers: Sequence[Numbers], size: int) -> npt.NDArray[np.int32]:
    """Return a column for each word that tells kinds of contracts apart."""
    using = np.zeros(size, np.int64)
    for item in numbers:
        using[np.unique(item.word[item.word != UNKNOWN])] += 1
    least, share = DOCUMENT_CONTRACTS
    chosen = np.flatnonzero((using >= least) & (using <= share * len(numbers)))
    columns = np.full(size + 1, UNKNOWN, np.int32)
    columns[chosen] = np.arange(len(chosen))
    return columns


def document_idf(
    numbers: Sequence[Numbers], columns: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    """Return the logarithm of how few contracts use each column's word."""
    using = np.zeros(int(columns.max(initial=-1)) + 1, np.int64)
    for item in numbers:
        found = columns[np.unique(item.word[item.word != UNKNOWN])]
        using[found[found != UNKNOWN]] += 1
    return np.log(len(numbers) / np.maximum(using, 1)).astype(np.float32)


def document_matrix(
    numbers: Sequence[Numbers], columns: npt.NDArray[np.int32], idf: npt.NDArray[np.float32]
) -> csr_array:
    """Return one row a contract."""
    return csr_array(np.stack([document_vector(item.word, columns, idf) for item in numbers]))


def unit_matrix(rows: Sequence[Rows], columns: int, look: int) -> csr_array:
    """Return one row a unit, of all contracts one after another, in one look."""
    parts = []
    for item in rows:
        chosen = item.line % len(LOOKS) == look
        line = item.line[chosen] // len(LOOKS)
        ends = np.concatenate([[0], np.cumsum(np.bincount(line, minlength=item.units))])
        parts.append((item.value[chosen], item.column[chosen], np.diff(ends)))
    pointer = np.concatenate([[0], np.cumsum(np.concatenate([part[2] for part in parts]))])
    values, indices = (np.concatenate([part[i] for part in parts]) for i in range(2))
    return csr_array((values, indices, pointer), shape=(len(pointer) - 1, columns))


def _pairs(item: Numbers, size: int) -> npt.NDArray[np.int64]:
    word = item.word
    joined = (item.unit[1:] == item.unit[:-1]) & (word[1:] != UNKNOWN) & (word[:-1] != UNKNOWN)
    keys: npt.NDArray[np.int64] = (word[:-1] * size + word[1:])[joined]
    return keys


def _recurring(lists: Sequence[npt.NDArray[np.int64]], least: int) -> npt.NDArray[np.int64]:
    keys, counts = np.unique(
        np.concatenate([np.unique(item) for item in lists]), return_counts=True
    )
    return keys[counts >= least]
