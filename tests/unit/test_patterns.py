"""Every pattern of the package, as it is when it is used."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import contractsai.pipeline
from contractsai.testing.regexes import is_nested, may_explode

PACKAGE = Path(contractsai.__file__).parent
ASKING = {"compile", "search", "match", "fullmatch", "sub", "subn", "split"} | {
    "findall",
    "finditer",
}
DEPTH = 5  # of containers that hold patterns


def patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < DEPTH and isinstance(value, dict):
        for item in value.items():
            yield from patterns_in(item, depth + 1)
    elif depth < DEPTH and isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from patterns_in(item, depth + 1)
    elif depth < DEPTH and hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            yield from patterns_in(getattr(value, name, None), depth + 1)


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return the patterns of all modules that read documents, by where they are."""
    found = {}
    for info in pkgutil.walk_packages(contractsai.pipeline.__path__, "contractsai.pipeline."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                place = f"{info.name.removeprefix('contractsai.pipeline.')}.{name}.{number}"
                found.setdefault((pattern.pattern, pattern.flags), (place, pattern))
    return dict(found.values())


def asked_in_functions() -> Iterator[tuple[str, ast.expr]]:
    """Yield the pattern that each call of `re` in a function is given."""
    for module in sorted((PACKAGE / "pipeline").rglob("*.py")):
        for function in ast.walk(ast.parse(module.read_text())):
            if not isinstance(function, (ast.FunctionDef, ast.Lambda)):
                continue
            for node in ast.walk(function):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr=name)):
                        if name in ASKING:
                            yield f"{module.relative_to(PACKAGE)}:{node.lineno}", node.args[0]


IN_FUNCTIONS = dict(asked_in_functions())
PATTERNS = patterns() | {
    place: re.compile(given.value)
    for place, given in IN_FUNCTIONS.items()
    if isinstance(given, ast.Constant)
}


@pytest.mark.parametrize("place", PATTERNS)
def test_no_pattern_can_take_for_ever(place: str) -> None:
    """One sentence of a contract could hold a worker until its time is up, again and again."""
    assert not may_explode(PATTERNS[place]), PATTERNS[place].pattern
    assert not is_nested(PATTERNS[place]), PATTERNS[place].pattern


def test_all_patterns_were_judged() -> None:
    """One that a function puts together would escape: it has to be made with its module."""
    assert len(PATTERNS) > 100
    assert [place for place in IN_FUNCTIONS if place not in PATTERNS] == []
