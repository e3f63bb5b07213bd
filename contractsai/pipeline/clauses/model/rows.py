"""Units as sparse rows: which features each has, and how much of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from contractsai.pipeline.clauses.model.words import SEAM, normal, written_words
from contractsai.pipeline.text.units import Unit

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
UNKNOWN: Final = -1
_SEAM: Final = -2  # between two texts
_ENTRIES_AT_ONCE: Final = 65_536  # each 41 numbers or twice that: keeps memory small
_MOST_KNOWN: Final = 20_000  # words as they are written, with their numbers: some 2 MB
# A unit is looked at twice, by what it says and by the headings over it. Each look is a row of
# length 1, with columns of its own.
LOOKS: Final = ("unit", "heading")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the model knows by name.

    Attributes:
        words: word -> its number.
        pairs: numbers of two words in a row as ``first * len(words) + second``, ascending.
        columns: for each look, the column of each word, or `UNKNOWN`; then comes `UNKNOWN`,
            for words without a number.
        first_pair: column of the first pair; the others follow.
        idf: how much each column tells units apart.
        listed: the words by number, which is also the column of a word in a unit.
        known: the numbers of words as they are written.
    """

    words: dict[str, int]
    pairs: Ints
    columns: npt.NDArray[np.int32]
    first_pair: int
    idf: Floats
    listed: tuple[str, ...]
    known: "Known" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", Known(self.words))

    def name_of(self, column: int) -> str:
        """Return what *column* counts; words of a heading are marked as such."""
        if column < self.first_pair:
            return self.listed[column]
        if column < self.first_pair + len(self.pairs):
            first, second = divmod(int(self.pairs[column - self.first_pair]), len(self.listed))
            return f"{self.listed[first]} {self.listed[second]}"
        return f"heading: {self.listed[int(np.flatnonzero(self.columns[1] == column)[0])]}"


@dataclass(frozen=True, slots=True)
class Rows:
    """Entries of a sparse matrix, by line; a column occurs once in a line.

    Attributes:
        line: ``unit * len(LOOKS) + look``.
    """

    line: Ints
    column: Ints
    value: Floats
    units: int


def rows_of(numbers: "Numbers", vocabulary: Vocabulary) -> Rows:
    """Return the features of each unit."""
    pair_unit, pair_column = _pairs(numbers, vocabulary)
    looks = len(LOOKS)
    line = np.concatenate(
        [numbers.unit * looks, pair_unit * looks, numbers.heading_unit * looks + 1]
    )
    column = np.concatenate(
        [
            vocabulary.columns[0][numbers.word],
            pair_column,
            vocabulary.columns[1][numbers.heading_word],
        ]
    )
    return _scaled(line, column, numbers.units, vocabulary)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The words of a text by number, unit after unit, and those of the headings over each."""

    unit: Ints
    word: Ints
    heading_unit: Ints
    heading_word: Ints
    units: int

    @property
    def lengths(self) -> Ints:
        """Return the number of words of each unit."""
        return np.bincount(self.unit, minlength=self.units)


def numbers_of(text: str, units: Sequence[Unit], known: "Known") -> Numbers:
    """Return the numbers of the words of *units*; a word without one has `UNKNOWN`."""
    known.forget()
    said = known.numbers_of([text[unit.start : unit.end] for unit in units])
    headings = {(unit.heading, unit.section) for unit in units}
    over = {both: known.numbers(f"{both[0]} {both[1]}") for both in headings}
    headed = [over[unit.heading, unit.section] for unit in units]
    return Numbers(*said, *_flat(headed), len(units))


def add_by_line(sums: Floats, line: Ints, terms: Callable[[slice], Floats]) -> None:
    """Add to each line of *sums* what its entries give, some entries at a time.

    *line* is that of each entry, ascending; *terms* returns what a slice of the entries gives.
    """
    for start in range(0, len(line), _ENTRIES_AT_ONCE):
        part = slice(start, start + _ENTRIES_AT_ONCE)
        firsts = np.flatnonzero(np.diff(line[part], prepend=-1))
        sums[line[part][firsts]] += np.add.reduceat(terms(part), firsts, axis=0)


def distinct(keys: Ints) -> Ints:
    """Return each of *keys* once, ascending; sorted in place, which `np.unique` does not do."""
    keys.sort()
    is_first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    return keys[is_first]


class Known(dict[str, int]):
    """The numbers of words as they are written, each looked up once, for document after document.

    What it has learned changes no number, and is bounded: it may be forgotten at any time.
    """

    def __init__(self, words: Mapping[str, int]) -> None:
        """Take the words that have numbers, as `normal` gives them; nothing is looked up yet."""
        self._words = words

    def forget(self) -> None:
        """Begin anew if it has grown too large; each contract has names that no other has."""
        if len(self) > _MOST_KNOWN:
            self.clear()

    def __missing__(self, word: str) -> int:
        number = self._words.get(word)  # nearly always as it is written
        if number is None:
            number = _SEAM if word == SEAM else self._words.get(normal(word), UNKNOWN)
        self[word] = number
        return number

    def numbers(self, text: str) -> list[int]:
        """Return the number of each word of *text*."""
        return list(map(self.__getitem__, written_words(text)))

    def numbers_of(self, texts: Iterable[str]) -> tuple[Ints, Ints]:
        """Return for each word of *texts* which of them it is in, and its number."""
        words = written_words(SEAM.join(texts))
        number = np.fromiter(map(self.__getitem__, words), np.int64, len(words))
        is_seam = number == _SEAM
        return np.cumsum(is_seam)[~is_seam], number[~is_seam]


def _flat(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    sizes = [len(item) for item in lists]
    found = chain.from_iterable(lists)
    return np.repeat(np.arange(len(lists)), sizes), np.fromiter(found, np.int64, sum(sizes))


def _pairs(numbers: Numbers, vocabulary: Vocabulary) -> tuple[Ints, Ints]:
    """Return unit and column of each known pair of neighbours, once for a unit."""
    unit, word = numbers.unit, numbers.word
    joined = (unit[1:] == unit[:-1]) & (word[1:] != UNKNOWN) & (word[:-1] != UNKNOWN)
    pair = (word[:-1] * len(vocabulary.words) + word[1:])[joined]
    # In order, since a binary search for neighbours stays in the cache.
    both = distinct(pair * numbers.units + unit[1:][joined])
    pair = both // max(numbers.units, 1)
    place = np.searchsorted(vocabulary.pairs, pair)
    inside = place < len(vocabulary.pairs)
    known = inside.copy()
    known[inside] = vocabulary.pairs[place[inside]] == pair[inside]
    return (both - pair * numbers.units)[known], place[known] + vocabulary.first_pair


def _scaled(line: Ints, column: Ints, units: int, vocabulary: Vocabulary) -> Rows:
    """Return distinct entries, scaled so that each line has the length 1."""
    known = column != UNKNOWN
    columns = len(vocabulary.idf)
    key = distinct(line[known] * columns + column[known])
    line = key // columns
    column = key - line * columns
    value = vocabulary.idf.take(column)
    squares = np.bincount(line, value.astype(np.float64) ** 2)
    scaled = (value / np.sqrt(squares)[line]).astype(np.float32)
    return Rows(line, column, scaled, units)
