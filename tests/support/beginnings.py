"""Whether a pattern can begin with anything but some words: what `Cue` relies on."""

import re
from collections.abc import Collection, Iterable, Iterator
from re import _constants as codes  # type: ignore[attr-defined]  # the parser has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # likewise
from typing import Any, Final

_MOST: Final = 16  # letters of a beginning
_FEW: Final = 8  # letters of a class that are told apart
_SPACES: Final = (" ", "\n", "\t")  # all that a normalised text holds
_Beginning = tuple[str, bool]  # what a match begins with, and whether more of it is known


def begins_with(pattern: re.Pattern[str], words: Collection[str]) -> bool:
    """Return whether each match begins, in small letters, with one of *words*.

    A line break among them stands for the beginning of the text as well.
    """
    begun = _sequence(parser.parse(pattern.pattern, pattern.flags))
    return all(text.lower().startswith(tuple(words)) for text, _ in begun)


def _sequence(items: Iterable[tuple[Any, Any]]) -> set[_Beginning]:
    known: set[_Beginning] = {("", True)}
    for code, value in items:
        if not any(is_open for _, is_open in known):
            break
        parts = set(_part(code, value))
        known = {
            (begun + more, is_open and goes_on and len(begun + more) < _MOST)
            for begun, is_open in known
            for more, goes_on in (parts if is_open else {("", False)})
        }
    return known


def _part(code: Any, value: Any) -> Iterator[_Beginning]:
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        yield "", True
    elif code is codes.AT:
        yield "\n" if value is codes.AT_BEGINNING_STRING else "", True
    elif code is codes.LITERAL:
        yield chr(value), True
    elif code is codes.IN:
        yield from _class(value)
    elif code is codes.SUBPATTERN:
        yield from _sequence(value[-1])
    elif code is codes.ATOMIC_GROUP:
        yield from _sequence(value)
    elif code is codes.BRANCH:
        for way in value[1]:
            yield from _sequence(way)
    elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, most, inner = value
        if least == 0:
            yield "", True
        repeated = list(inner) * min(max(least, 1), _MOST)
        is_known = most == max(least, 1)
        yield from ((text, is_open and is_known) for text, is_open in _sequence(repeated))
    else:
        yield "", False


def _class(items: list[tuple[Any, Any]]) -> Iterator[_Beginning]:
    if items == [(codes.CATEGORY, codes.CATEGORY_SPACE)]:
        yield from ((space, True) for space in _SPACES)
    elif len(items) <= _FEW and all(code is codes.LITERAL for code, _ in items):
        yield from ((chr(value), True) for _, value in items)
    else:
        yield "", False
