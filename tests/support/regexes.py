"""Whether a pattern can take for ever: two ways around a loop that read the same words.

A pattern becomes a graph whose nodes are its characters and whose arrows say what may follow what.
Where two different ways lead from a character back to itself over the same text, a backtracking
matcher tries each of them for each round: exponential time. Nested quantifiers are the usual
cause, ``(a+)+``, but not each of them is one, ``(a+b)+``, and there are others, ``(a|a)+``.

Counted repeats are taken for endless ones, so that a verdict may be too strict, never too mild.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from re import _constants as codes  # type: ignore[attr-defined]  # the parser has no public name
from re import _parser as parser  # type: ignore[attr-defined]  # likewise
from typing import Any, Final

_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_NO_WIDTH: Final = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
_UNIVERSE: Final = frozenset(
    [chr(code) for code in (*range(0x180), *range(0x2010, 0x2040), 0x3000, 0x20AC, 0x4E00, 0xFFFD)]
)
_CATEGORIES: Final[dict[Any, Callable[[str], bool]]] = {
    codes.CATEGORY_DIGIT: str.isdecimal,
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_WORD: lambda letter: letter.isalnum() or letter == "_",
}
_OPPOSITES: Final = {
    codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
    codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
    codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
}


def is_nested(pattern: re.Pattern[str] | re.Pattern[bytes]) -> bool:
    """Return whether an endless repeat stands within an endless repeat."""
    source = pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    return any(
        any(_endless(inner) for inner in _within(value[2]))
        for code, value in _within(parser.parse(text, pattern.flags & ~re.UNICODE))
        if _endless((code, value))
    )


def may_explode(pattern: re.Pattern[str] | re.Pattern[bytes]) -> bool:
    """Return whether some text may take exponential time."""
    graph = _Graph(is_caseless=bool(pattern.flags & re.IGNORECASE))
    source = pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags
    graph.sequence(parser.parse(text, flags))
    return any(graph.is_ambiguous(loop) for loop in graph.loops())


@dataclass(slots=True)
class _Part:
    """A piece of a pattern: how it may begin and end, and whether it may be empty."""

    is_nullable: bool
    first: list[int]
    last: list[int]


@dataclass(slots=True)
class _Graph:
    is_caseless: bool
    letters: list[frozenset[str]] = field(default_factory=list)
    arrows: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> _Part:
        whole = _Part(is_nullable=True, first=[], last=[])
        for code, value in items:
            part = self._part(code, value)
            self._join(whole.last, part.first)
            whole = _Part(
                is_nullable=whole.is_nullable and part.is_nullable,
                first=whole.first + part.first if whole.is_nullable else whole.first,
                last=whole.last + part.last if part.is_nullable else part.last,
            )
        return whole

    def _part(self, code: Any, value: Any) -> _Part:
        if code in _NO_WIDTH:
            return _Part(is_nullable=True, first=[], last=[])
        if code in _REPEATS:
            return self._repeat(code, *value)
        if code is codes.SUBPATTERN:
            return self.sequence(value[3])
        if code is codes.ATOMIC_GROUP:
            return self._settled(value)
        if code in (codes.BRANCH, codes.GROUPREF_EXISTS):
            branches = value[1] if code is codes.BRANCH else value[1:]
            return self._either([self.sequence(branch or ()) for branch in branches])
        self.letters.append(self._letters(code, value))
        node = len(self.letters) - 1
        return _Part(is_nullable=False, first=[node], last=[node])

    def _repeat(self, code: Any, least: int, most: int, body: Any) -> _Part:
        if code is codes.POSSESSIVE_REPEAT:
            part = self._settled(body)
        else:
            part = self.sequence(body)
            if most > 1:
                self._join(part.last, part.first)
        return _Part(part.is_nullable or least == 0, part.first, part.last)

    def _settled(self, body: Any) -> _Part:
        """Return a part that never tries a second way: what loops within it is of no matter."""
        begin = len(self.letters)
        part = self.sequence(body)
        for node in range(begin, len(self.letters)):
            self.arrows[node] = [to for to in self.arrows[node] if to > node]
        return part

    @staticmethod
    def _either(parts: list[_Part]) -> _Part:
        return _Part(
            is_nullable=any(part.is_nullable for part in parts),
            first=[node for part in parts for node in part.first],
            last=[node for part in parts for node in part.last],
        )

    def _join(self, ends: Iterable[int], beginnings: list[int]) -> None:
        """Add arrows; two ways from one node to another stay two."""
        for node in ends:
            self.arrows[node] += beginnings

    def _letters(self, code: Any, value: Any) -> frozenset[str]:
        if code is codes.IN:
            is_negated = value[0][0] is codes.NEGATE
            found = frozenset().union(*(self._letters(*item) for item in value[is_negated:]))
            return _UNIVERSE - found if is_negated else found
        if code is codes.LITERAL:
            return self._cases({chr(value)})
        if code is codes.NOT_LITERAL:
            return _UNIVERSE - self._cases({chr(value)})
        if code is codes.RANGE:
            low, high = value
            return self._cases(letter for letter in _UNIVERSE if low <= ord(letter) <= high)
        if code is codes.CATEGORY:
            holds = _CATEGORIES[_OPPOSITES.get(value, value)]
            found = frozenset(letter for letter in _UNIVERSE if holds(letter))
            return _UNIVERSE - found if value in _OPPOSITES else found
        return _UNIVERSE  # any letter, or a group again: whatever it may be

    def _cases(self, letters: Iterable[str]) -> frozenset[str]:
        found = set(letters)
        if self.is_caseless:
            found |= {other for letter in found for other in (letter.lower(), letter.upper())}
        return frozenset(found)

    def loops(self) -> Iterator[frozenset[int]]:
        """Yield the sets of nodes that lead to each other (Kosaraju's way)."""
        back: dict[int, list[int]] = defaultdict(list)
        for node, targets in self.arrows.items():
            for to in targets:
                back[to].append(node)
        seen: set[int] = set()
        for start in reversed(self._in_order_of_ending()):
            loop: set[int] = set()
            waiting = [] if start in seen else [start]
            while waiting:
                node = waiting.pop()
                if node not in seen:
                    seen.add(node)
                    loop.add(node)
                    waiting += back[node]
            if len(loop) > 1 or any(node in self.arrows[node] for node in loop):
                yield frozenset(loop)

    def _in_order_of_ending(self) -> list[int]:
        """Return the nodes as a walk that goes deep first is done with them."""
        ended: list[int] = []
        seen: set[int] = set()
        for start in range(len(self.letters)):
            waiting = [(start, False)]
            while waiting:
                node, is_done = waiting.pop()
                if is_done:
                    ended.append(node)
                elif node not in seen:
                    seen.add(node)
                    waiting.append((node, True))
                    waiting += [(to, False) for to in self.arrows[node]]
        return ended

    def is_ambiguous(self, loop: frozenset[int]) -> bool:
        """Return whether two ways around *loop* read the same text."""
        ahead: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        behind: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        inner = {node: [to for to in self.arrows[node] if to in loop] for node in loop}
        if any(len(set(targets)) < len(targets) for targets in inner.values()):
            return True
        for one in loop:
            for other in loop:
                if one != other and not self.letters[one] & self.letters[other]:
                    continue
                for to in inner[one]:
                    for there in inner[other]:
                        if to == there or self.letters[to] & self.letters[there]:
                            ahead[one, other].add((to, there))
                            behind[to, there].add((one, other))
        together = {(node, node) for node in loop}
        parted = _spread(together, ahead) & _spread(together, behind)
        return any(one != other for one, other in parted)


def _endless(item: tuple[Any, Any]) -> bool:
    code, value = item
    return code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] is codes.MAXREPEAT


def _within(items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield everything in a parsed pattern, at any depth."""
    for code, value in items:
        yield code, value
        if isinstance(value, (tuple, list)):
            for inner in value:
                if isinstance(inner, parser.SubPattern):
                    yield from _within(inner)
                elif isinstance(inner, list):  # the branches of an alternative
                    for branch in inner:
                        if isinstance(branch, parser.SubPattern):
                            yield from _within(branch)
        elif isinstance(value, parser.SubPattern):
            yield from _within(value)


def _spread(
    start: set[tuple[int, int]], arrows: dict[tuple[int, int], set[tuple[int, int]]]
) -> set[tuple[int, int]]:
    found = set(start)
    waiting = list(start)
    while waiting:
        fresh = arrows.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found
