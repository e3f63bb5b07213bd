"""Searching somebody else's text: bounded, whatever the text, and no slower than need be.

`re` tries a pattern that ignores case, or asks what stands before it, at every letter of a text. A
plain search for words that it cannot do without takes a tenth of that, and says where to try.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, Protocol

MAX_MATCHES: Final = (
    1_500  # of one pattern: no contract repeats itself so often, a hostile file may
)
_NEAR: Final = 200  # characters in which a few words stand, nearly always


class Finder(Protocol):
    """What finds matches in a part of a text: a pattern of `re`, or one that knows where to try."""

    def finditer(self, text: str, start: int, end: int, /) -> Iterator[re.Match[str]]:
        """Yield the matches between *start* and *end*, in order; they do not overlap."""
        ...


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that is tried only where it may begin.

    Attributes:
        begins: what every match begins with, in lower case. What begins with a letter is the
            beginning of a word: the pattern asks for that, too.
        at_start: whether a match may begin otherwise at the very start of a text.
        holds: signs or words in lower case, one of which is in every match; none if not known.
        within: characters from the beginning of a match in which one of them has ended.
        words: instead of characters, the words before it, at most.
    """

    pattern: re.Pattern[str]
    begins: tuple[str, ...]
    at_start: bool = False
    holds: tuple[str, ...] = ()
    within: int = 0
    words: int = 0

    def finditer(self, text: str, start: int, end: int, /) -> Iterator[re.Match[str]]:
        """Yield what the pattern alone would find."""
        lower = in_small_letters(text)
        windows = self._windows(lower, start, end) if self.holds else [(start, end)]
        places = [
            place
            for low, high in windows
            for word in self.begins
            for place in _places(lower, word, low, min(end, high + len(word)))
        ]
        if self.at_start and start == 0 and windows and windows[0][0] == 0:
            places.append(0)
        done = start
        for place in sorted(places):
            if place < done:
                continue
            match = self.pattern.match(text, place, end)
            if match is not None:
                done = match.end()
                yield match

    def _windows(self, lower: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return the first and the last place where a match may begin, and still hold a word."""
        windows: list[tuple[int, int]] = []
        for low, high in sorted(self._reaches(lower, start, end)):
            if windows and low <= windows[-1][1]:
                windows[-1] = windows[-1][0], max(high, windows[-1][1])
            else:
                windows.append((low, high))
        return windows

    def _reaches(self, lower: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        for word in self.holds:
            place = lower.find(word, start, end)
            while place >= 0:
                low = max(start, place + len(word) - self.within)
                if self.words:
                    low = _back(lower, start, place, self.words)
                yield low, place
                place = lower.find(word, place + 1, end)


@dataclass(frozen=True, slots=True)
class Near:
    """A pattern that is tried only around what no match of it is without.

    Attributes:
        holds: signs or words in lower case, one of which is in every match.
        before: characters from the beginning of a match to the first of them, at most, besides
            the rest of its line and the line above.
        after: characters from there to the end of a match, at most, besides the rest of its line.
    """

    pattern: re.Pattern[str]
    holds: tuple[str, ...]
    before: int = 0
    after: int = 0

    def finditer(self, text: str, start: int, end: int, /) -> Iterator[re.Match[str]]:
        """Yield what the pattern alone would find."""
        lower = in_small_letters(text)
        places = sorted(place for sign in self.holds for place in _places(lower, sign, start, end))
        low, high = start, start
        for place in places:
            if place < high:
                continue
            begin = text.rfind("\n", start, max(start, place - self.before))
            begin = max(start, text.rfind("\n", start, max(start, begin)))
            if begin > high:
                yield from self.pattern.finditer(text, low, high)
                low = begin
            stop = text.find("\n", min(end, place + self.after), end)
            high = end if stop < 0 else stop
        yield from self.pattern.finditer(text, low, high)


def matches(
    pattern: Finder, text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Yield the first `MAX_MATCHES` matches between *start* and *end*."""
    return islice(pattern.finditer(text, start, len(text) if end is None else end), MAX_MATCHES)


def _back(lower: str, start: int, place: int, words: int) -> int:
    """Return a place before so many words in front of *place*; the *start* where they are long."""
    near = max(start, place - _NEAR)
    parts = lower[near:place].rsplit(None, words)
    return near + len(parts[0]) if len(parts) > words else start


def _places(lower: str, word: str, start: int, end: int) -> Iterator[int]:
    """Yield where *word* stands; one of letters, where it begins a word or a part of one."""
    is_word = word[0].isalpha()
    place = lower.find(word, start, end)
    while place >= 0:
        if not (is_word and place and lower[place - 1].isalnum()):
            yield place
        place = lower.find(word, place + 1, end)


@lru_cache(maxsize=1)  # stage after stage asks for the same text
def in_small_letters(text: str) -> str:
    """Return *text* in small letters, each where it was; those that `re` takes for one are one."""
    return text.replace("\u0130", "i").replace("\u0131", "i").replace("\u017f", "s").lower()
