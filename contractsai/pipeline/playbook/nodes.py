"""Walking a YAML document by its nodes: every problem with its line, and nothing constructed.

Values are read as they are written, whatever YAML would make of them: ``NO`` is Norway.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, TypeVar

import yaml

from contractsai.pipeline.playbook.model import Length

MAX_BYTES: Final = 32 * 1024  # what a pipe takes at once, whether or not somebody reads
MAX_PROBLEMS: Final = 20  # told at once: what follows is often the same again
_MAX_TEXT: Final = 200  # characters of a value, for people
_MAX_DEPTH: Final = 12
_UNITS: Final = ("day", "week", "month", "year")

Node = yaml.Node
# libyaml is ten times as fast, and there is a wheel with it for every common platform.
_LOADER: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong on a line, counted from 1, and what is allowed there."""

    line: int
    text: str


def composed(text: str) -> Node | Problem:
    """Return the root of the one document in *text*, or why there is none."""
    try:
        problem = _refused(yaml.parse(text, Loader=_LOADER))
        root = None if problem else yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        told = ": ".join(part for part in (error.context, error.problem) if part)
        return Problem(mark.line + 1 if mark else 1, f"this is not valid YAML: {told}")
    except yaml.YAMLError as error:  # a character that YAML has no place for
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return Problem(line, f"this is not valid YAML: {getattr(error, 'reason', error)}")
    return problem or root or Problem(1, "the file is empty")


def _refused(events: Iterable[yaml.Event]) -> Problem | None:
    """Return what may not be composed: deep nests, and aliases, which can stand for millions."""
    depth = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            return Problem(line, "an alias is not allowed: write it out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            return Problem(line, "this is not a valid playbook: it is nested too deeply")
    return None


@dataclass(slots=True)
class Walk:
    """Reads nodes and collects the problems; what does not fit is told and given as None."""

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, text: str) -> None:
        """Note a problem at *node*."""
        self.problems.append(Problem(node.start_mark.line + 1, text))

    def mapping(
        self, node: Node, *, what: str, required: Sequence[str] = (), allowed: Sequence[str]
    ) -> dict[str, Node]:
        """Return the values of a mapping by their keys; unknown and repeated ones are told."""
        found: dict[str, Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} has to be a mapping with {one_of(allowed)}")
            return found
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name not in allowed:
                self.wrong(key, f"{what} has no {shown(name)}{meant(name, allowed)}")
            elif name in found:
                self.wrong(key, f"{what} has {name} twice")
            else:
                found[name] = value
        for name in required:
            if name not in found and not self._is_told(node):
                self.wrong(node, f"{what} needs {name}")
        return found

    def entries(self, node: Node, *, what: str) -> Iterator[tuple[str, Node, Node]]:
        """Yield the name, key and value of a mapping whose keys are the user's own."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} has to be a mapping")
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if name in seen:
                self.wrong(key, f"{what} has {shown(name)} twice")
            seen.add(name)
            yield name, key, value

    def items(self, node: Node | None) -> Sequence[Node]:
        """Return the nodes of a list; one value is a list of one."""
        if node is None:
            return ()
        return node.value if isinstance(node, yaml.SequenceNode) else (node,)

    def text(self, node: Node | None, *, what: str) -> str | None:
        """Return a value as it is written."""
        if node is None:
            return None
        value = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        if not value or len(value) > _MAX_TEXT or not value.isprintable():
            self.wrong(node, f"{what} has to be a text of 1 to {_MAX_TEXT} characters on one line")
            return None
        return str(value)

    def choice(self, node: Node | None, choices: Sequence[str], *, what: str) -> str | None:
        """Return a value that is one of *choices*."""
        value = self.text(node, what=what)
        if node is None or value is None or value in choices:
            return value
        self.wrong(node, f"{what} {shown(value)} is unknown{meant(value, choices)}")
        return None

    def choices(self, node: Node | None, choices: Sequence[str], *, what: str) -> tuple[str, ...]:
        """Return the values of a list that are among *choices*."""
        read = (self.choice(item, choices, what=what) for item in self.items(node))
        return tuple(value for value in read if value is not None)

    def share(self, node: Node | None, *, what: str) -> float | None:
        """Return a share of 0 to 1, written as ``30 %``."""
        if node is None:
            return None
        value = self.text(node, what=what) or ""
        digits = value.removesuffix("%").strip()
        if value.endswith("%") and digits.isascii() and digits.isdigit() and int(digits) <= 100:  # noqa: PLR2004 - percent
            return int(digits) / 100
        self.wrong(node, f"{what} {shown(value)} has to be a whole percentage: 30 %")
        return None

    def number(self, node: Node | None, *, what: str) -> int | None:
        """Return a number of days of -9999 to 9999."""
        if node is None:
            return None
        value = self.text(node, what=what) or ""
        digits = value.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) <= 4:  # noqa: PLR2004 - of 9999
            return int(value)
        self.wrong(node, f"{what} {shown(value)} has to be a number of days: 60")
        return None

    def length(self, node: Node | None, *, what: str) -> Length | None:
        """Return a length of time, written as ``90 days``."""
        if node is None:
            return None
        value = self.text(node, what=what) or ""
        count, _, unit = value.partition(" ")
        unit = unit.strip().lower().removesuffix("s")
        if count.isascii() and count.isdigit() and len(count) <= 4 and unit in _UNITS:  # noqa: PLR2004 - as above
            return Length(int(count), unit)
        self.wrong(
            node,
            f"{what} {shown(value)} has to be a number of days, weeks, months or years: 90 days",
        )
        return None

    def _is_told(self, node: Node) -> bool:
        line = node.start_mark.line + 1
        return any(problem.line == line and "mapping" in problem.text for problem in self.problems)


def shown(value: str) -> str:
    """Return *value* for a message."""
    return f'"{value[:40]}…"' if len(value) > 40 else f'"{value}"'  # noqa: PLR2004 - a line's worth


def one_of(choices: Sequence[str]) -> str:
    """Return *choices* as a person lists them."""
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def meant(value: str, choices: Sequence[str]) -> str:
    """Return what *value* may have meant, or what there is."""
    close = get_close_matches(value, choices, n=1, cutoff=0.75)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; there is {one_of(choices)}"
