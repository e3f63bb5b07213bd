"""No test asks how long a thing took: on a busy machine the answer says nothing of the code.

A test asserts order, counts, and what came of a wait; `benchmarks` measures. What ends a test that
hangs is no assertion: `contractsai.testing.eventually` has the patience for that.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = sorted([*(ROOT / "tests").rglob("*.py"), ROOT / "conftest.py"])
CLOCKS = frozenset(
    name + precision
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time")
    for precision in ("", "_ns")
)
MEASURES = re.compile(
    r"(^|_)(elapsed|took|taken|takes|duration|waited|latency|p\d\d|percentiles?|median|quantiles)(_|$)"
)
SHORTEST_PATIENCE = 60
SLEEPERS = {
    "integration/celery/test_deploys.py": "a stop at any moment is what is tested",
    "integration/celery/test_link.py": "the length of the cut is what is tested",
    "integration/chaos/chaos_run.py": "an attack has a pace",
    "unit/testing/simulation/test_store.py": "its double of turns are real threads",
}
"""Who sleeps, and why; none of them asserts what the time brought."""


def name_of(test: Path) -> str:
    return test.relative_to(ROOT / "tests").as_posix() if test.name != "conftest.py" else str(test)


def called(node: ast.AST) -> str:
    """Return the last name of what *node* calls, or nothing."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""


def of_time(tree: ast.AST, wanted: frozenset[str]) -> frozenset[str]:
    """Return the names under which *tree* imports *wanted* functions of the module `time`."""
    return frozenset(
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name in wanted
    )


def calls_time(node: ast.AST, wanted: frozenset[str], imported: frozenset[str]) -> bool:
    """Return whether *node* calls one of *wanted*, as ``time.monotonic`` or imported."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="time"), attr=name)):
            return name in wanted
        case ast.Call(func=ast.Name(id=name)):
            return name in imported
    return False


def comes_from_a_clock(node: ast.AST, clocks: frozenset[str], names: set[str]) -> bool:
    """Return whether the value of *node* depends on a clock, or is called like a measurement."""
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name) if name in names or MEASURES.search(name):
                return True
            case ast.Attribute(attr=name) if MEASURES.search(name):
                return True
            case ast.Call() if calls_time(part, CLOCKS, clocks):
                return True
            case ast.Call(func=ast.Attribute(attr=name)) if name in names:
                return True
    return False


def measurements(tree: ast.AST) -> tuple[frozenset[str], set[str]]:
    """Return the names under which clocks were imported, and those of values that come of them."""
    clocks = of_time(tree, CLOCKS)
    names: set[str] = set()
    while True:
        found = {
            name
            for node in ast.walk(tree)
            for value, targets in values(node)
            if comes_from_a_clock(value, clocks, names)
            for name in targets
        }
        if found <= names:
            return clocks, names
        names |= found


def values(node: ast.AST) -> Iterator[tuple[ast.AST, list[str]]]:
    """Yield each value that *node* gives a name, and the names."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield value, [name for target in targets for name in plain_names(target)]
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield value, plain_names(target)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield value, plain_names(target)
        case ast.FunctionDef(name=name, body=body):
            for step in body:
                for part in ast.walk(step):
                    if isinstance(part, ast.Return) and part.value is not None:
                        yield part.value, [name]


def plain_names(target: ast.AST) -> list[str]:
    """Return the names in a target; what is put into an attribute or item is not followed."""
    return [part.id for part in ast.walk(target) if isinstance(part, ast.Name)]


def assertions_on_time(source: str) -> list[int]:
    """Return the lines of assertions that compare with what a clock said."""
    tree = ast.parse(source)
    clocks, names = measurements(tree)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
        for part in ast.walk(node.test)
        if isinstance(part, ast.Compare)
        if any(isinstance(sign, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for sign in part.ops)
        if comes_from_a_clock(part, clocks, names)
    ]


def sleeps(source: str) -> list[int]:
    """Return the lines that sleep."""
    tree, sleep = ast.parse(source), frozenset({"sleep"})
    imported = of_time(tree, sleep)
    return [node.lineno for node in ast.walk(tree) if calls_time(node, sleep, imported)]


def deadlines(source: str) -> list[int]:
    """Return the lines that give up on a condition sooner than a busy machine may need."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and called(node) in {"eventually", "wait_for", "wait"}
        for word in node.keywords
        if word.arg in {"within", "timeout"}
        if isinstance(word.value, ast.Constant) and isinstance(word.value.value, int | float)
        if word.value.value < SHORTEST_PATIENCE
    ]


@pytest.mark.parametrize("test", TESTS, ids=name_of)
def test_no_test_asserts_how_long_a_thing_took(test: Path) -> None:
    """What was fast enough alone is red beside other work, and nobody knows why."""
    assert assertions_on_time(test.read_text()) == []


@pytest.mark.parametrize("test", TESTS, ids=name_of)
def test_no_test_sleeps(test: Path) -> None:
    """It is either too short or a waste; an exception needs its reason, and to be needed."""
    assert bool(sleeps(test.read_text())) == (name_of(test) in SLEEPERS)


@pytest.mark.parametrize("test", TESTS, ids=name_of)
def test_every_wait_has_patience(test: Path) -> None:
    """A deadline that a busy machine misses is an assertion on time in other words."""
    assert deadlines(test.read_text()) == []


MEASURED = """\
import time
assert time.monotonic() - began < 2  #
began = time.time()
spent = time.time() - began
assert spent < 2  #
most = max(spent, 1)
assert 0 < most < 2  #


def ask():
    return 202, time.perf_counter()


status, of_ask = ask()
assert of_ask < 2  #


class Server:
    def submit(self):
        return time.monotonic_ns() - self.began


answers = [server.submit() for _ in range(10)]
worst = max(answers)
assert worst < 2  #
assert elapsed_seconds < 2  #
assert all(each.took < 2 for each in runs)  #
assert percentiles[98] < 0.25  #
assert statistics.median(seconds) < 0.25  #
"""
"""Marked where a test would be refused."""


def test_an_assertion_on_time_is_seen() -> None:
    """However the clock is called, and whatever becomes of what it said."""
    marked = [number for number, line in enumerate(MEASURED.split("\n"), 1) if line.endswith("#")]

    assert assertions_on_time(MEASURED) == marked
    renamed = "from time import perf_counter as now\nassert now() - began <= 2"
    assert assertions_on_time(renamed) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "assert job.lease_seconds < settings.visibility_timeout",
        "assert [fence for fence in fences] < later",
        "import time\nbegan = time.time()\ntell(seconds=time.time() - began)\nassert code == 0",
        "assert world.clock.now() < job.ended_at",
        "assert 'took' in said",
    ],
)
def test_durations_that_are_data_may_be_asserted(source: str) -> None:
    """A lease, a limit and the time of a clock that is told are facts of the domain."""
    assert assertions_on_time(source) == []


def test_a_sleep_and_a_short_deadline_are_seen() -> None:
    source = "import time\ntime.sleep(1)\neventually(look, within=5, what='it')\neventually(look)"

    assert sleeps(source) == [2]
    assert sleeps("from time import sleep as rest\nrest(1)\nscheduler.sleep(1)") == [2]
    assert deadlines(source) == [3]
