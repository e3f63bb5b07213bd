"""The guide, line by line: every row has its test, and every line of the guide its row."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "guide.md"
GUIDE = ROOT.parent / "shared" / "design" / "GUIDE.md"
ROW = re.compile(r"^\| (?P<guide>.+?) \| (?P<ours>.+?) \| (?P<test>[^|]+) \|$", re.MULTILINE)
WORDS = "words: "
FEWEST = 45
COMMENTED = re.compile(r"\s+#.*$")
A_COMMAND = re.compile(r"(celery|docker|docker-compose|pip|python|redis-cli|redis-server|cd)\b")
A_SETTING = re.compile(r"(task_\w+|worker_\w+) = \d+|CELERY_\w+=\S+")


def rows() -> list[tuple[str, str]]:
    """Return what the guide says and what shows ours, of each row."""
    found = [(match["guide"], match["test"]) for match in ROW.finditer(PAGE.read_text())]
    return [(guide, test) for guide, test in found if test not in ("shown by", "---")]


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("guide", "test"), rows(), ids=lambda value: value[:60])
def test_a_row_names_a_test_that_there_is(guide: str, test: str) -> None:
    """What cannot be run says in words why not."""
    if test.startswith(WORDS):
        assert len(test) > len(WORDS)
        return
    named = re.fullmatch(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", test)
    assert named, f"{guide}: {test}"
    file = ROOT / named[1]
    assert file.exists(), test
    assert named[2] is None or named[2] in functions(file), test


def test_the_table_is_whole() -> None:
    assert len(rows()) >= FEWEST
    assert sum(test.startswith(WORDS) for _, test in rows()) <= 2


@pytest.mark.skipif(not GUIDE.exists(), reason="the guide is not beside this checkout")
def test_every_line_of_the_guide_that_can_be_run_has_a_row() -> None:
    """Commands and settings, as they stand in its blocks of code."""
    blocks = re.findall(r"```\w*\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    lines = {COMMENTED.sub("", line).strip() for block in blocks for line in block.splitlines()}
    wanted = {line for line in lines if A_COMMAND.match(line) or A_SETTING.match(line)}
    ours = " ".join(guide for guide, _ in rows())

    assert len(wanted) > 20
    assert sorted(line for line in wanted if f"`{line}`" not in ours) == []
