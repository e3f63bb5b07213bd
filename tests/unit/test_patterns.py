"""Every pattern of the package, as it is when it is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.beginnings import begins_with
from support.placed import placed
from support.regexes import is_nested, may_explode

import contractsai.pipeline
from contractsai.pipeline.matching import Cue

PACKAGE = Path(contractsai.__file__).parent
ASKING = {"compile", "search", "match", "fullmatch", "sub", "subn", "split"} | {
    "findall",
    "finditer",
}


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return the patterns of all modules that read documents, each once, by where they are."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for place, pattern in placed(contractsai.pipeline, re.Pattern):
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


CUES: dict[str, Cue] = dict(placed(contractsai.pipeline, Cue))
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


@pytest.mark.parametrize("place", CUES)
def test_a_cue_names_all_that_its_pattern_may_begin_with(place: str) -> None:
    """What begins otherwise would never be found."""
    assert begins_with(CUES[place].pattern, CUES[place].begins), CUES[place].pattern.pattern


def test_all_patterns_were_judged() -> None:
    """One that a function puts together would escape: it has to be made with its module."""
    assert len(PATTERNS) > 100
    assert len(CUES) > 20
    assert [place for place in IN_FUNCTIONS if place not in PATTERNS] == []
