"""How alike two texts are, from a few numbers that stand for each.

A sketch is the smallest hashes of all runs of five words of a text. Of two texts that share most of
their runs, most of the smallest are the same: A. Broder, "On the Resemblance and Containment of
Documents", 1997.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import Final, TypeAlias
from zlib import crc32

RUN: Final = 5  # words
SIZE: Final = 200  # hashes of a sketch: likeness is right to some hundredths
FEWEST: Final = 40  # runs; a shorter text is like too many others
ALIKE: Final = 0.8
"""The part of their runs that two texts share at the least to be called alike."""

_FACTOR: Final = 0x9E3779B1
_MASK: Final = 0xFFFFFFFF
_GONE: Final = pow(_FACTOR, RUN, _MASK + 1)  # what is left of a word when its run has passed
_COMMON: Final = 50  # texts that share a hash: it is of a phrase that everybody uses

Sketch: TypeAlias = tuple[int, ...]


def sketch_of(words: Sequence[str]) -> Sketch:
    """Return the sketch of a text's words, the smallest number first; empty for a short one."""
    hashed = {word: crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    places = [hashed[word] for word in words]
    rolled: list[int] = []
    rolling = 0
    for entering, leaving in zip(places, [*[0] * RUN, *places], strict=False):
        rolling = (rolling * _FACTOR + entering - leaving * _GONE) & _MASK
        rolled.append((rolling ^ rolling >> 15) * _FACTOR & _MASK)
    runs = set(rolled[RUN - 1 :])
    return tuple(nsmallest(SIZE, runs)) if len(runs) >= FEWEST else ()


def likeness(one: Sketch, other: Sketch) -> float:
    """Return about which part of all their runs two texts share, 0 to 1."""
    smallest = sorted({*one, *other})[:SIZE]
    shared = set(one) & set(other)
    return sum(value in shared for value in smallest) / len(smallest) if smallest else 0.0


def groups_of(sketches: Iterable[Sketch]) -> list[list[int]]:
    """Return the places of those that are alike, each group by its first; no group of one.

    Each is held against the first of a group only, so that many copies of a form cost no more.
    """
    firsts: list[Sketch] = []
    groups: list[list[int]] = []
    with_hash: defaultdict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        group = _nearest(sketch, firsts, with_hash)
        if group is not None:
            groups[group].append(place)
            continue
        for value in sketch:
            with_hash[value].append(len(firsts))
        firsts.append(sketch)
        groups.append([place])
    return [group for group in groups if len(group) > 1]


def _nearest(
    sketch: Sketch, firsts: Sequence[Sketch], with_hash: Mapping[int, Sequence[int]]
) -> int | None:
    """Return the group whose first is most like *sketch*, if any is like it."""
    shared = Counter(
        group
        for value in sketch
        if len(with_hash.get(value, ())) <= _COMMON
        for group in with_hash.get(value, ())
    )
    best = [(likeness(sketch, firsts[group]), -group) for group, _ in shared.most_common(5)]
    nearest, group = max(best, default=(0.0, 0))
    return -group if nearest >= ALIKE else None
