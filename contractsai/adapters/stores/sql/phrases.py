"""Which phrases may stand in a document: a few kilobytes that a server reads before its text.

An index of words knows which documents hold "of" and "the", not where they hold "of the": a phrase
of words that all contracts have would be looked for in every text. So each run of two and of three
words sets four bits of one block of eight bytes: a Bloom filter that is read at one place. Where a
bit is missing the run does not stand; where all are set it may, and the text tells.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from contractsai.domain.search import Term

BLOCK: Final = 8
"""Bytes of a block."""
_RUNS: Final = 10  # of a block, at the most: 4 % of the runs that do not stand look as if they did
_SPREAD: Final = 0x9E3779B97F4A7C15  # 2 ** 64 by the golden ratio: Knuth, volume 3, section 6.4
_ALL: Final = 0xFFFFFFFFFFFFFFFF


class Run(NamedTuple):
    """A run of words.

    Attributes:
        place: of its block, which counts by the number of blocks: a power of two.
        bits: that it sets there.
    """

    place: int
    bits: int


def filter_of(words: Sequence[str]) -> bytes:
    """Return the filter of a document: blocks, as many as a power of two."""
    runs = {*_numbers(words, 2), *_numbers(words, 3)}
    size = 1
    while size * _RUNS < len(runs):
        size *= 2
    blocks = [0] * size
    for number in runs:
        place, bits = _run(number)
        blocks[place & (size - 1)] |= bits
    return b"".join(block.to_bytes(BLOCK, "big") for block in blocks)


def runs_of(term: Term) -> list[Run]:
    """Return the runs without which *term* cannot stand; none of what is no phrase."""
    whole = term.words[:-1] if term.is_open else term.words  # the last may go on
    length = min(3, len(whole))
    return [_run(number) for number in dict.fromkeys(_numbers(whole, length))] if length > 1 else []


def _numbers(words: Sequence[str], length: int) -> Iterator[int]:
    """Yield a number for each run of *length* words, the same in every process."""
    own = {word: crc32(word.encode()) for word in set(words)}
    told = [own[word] for word in words]
    for run in zip(*(told[at:] for at in range(length)), strict=False):
        number = 0
        for one in run:
            number = (number + one) * _SPREAD & _ALL
        yield number


def _run(number: int) -> Run:
    """Take 24 bits for the place and the 24 above them, which are mixed best, for four bits."""
    high, low = 1 << (number >> 58), 1 << (number >> 52 & 63)
    return Run(
        number >> 16 & 0xFFFFFF,
        high | low | 1 << (number >> 46 & 63) | 1 << (number >> 40 & 63),
    )
