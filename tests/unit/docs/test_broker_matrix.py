"""The matrix of brokers tells of a whole run that was green, and of brokers as they are."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture
def matrix(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import broker_matrix

    return broker_matrix


def a_run(matrix: ModuleType, file: Path, *, child: str = "", less: int = 0) -> Path:
    """Write what pytest writes of one case a cell, and of one that is no cell."""
    cases = [
        f'<testcase classname="tests.{name}" name="test_a" time="1.6">{child}</testcase>'
        for name in list(matrix.CELLS)[less:]
    ]
    other = '<testcase classname="tests.TestOther" name="test_b" time="9"><failure/></testcase>'
    file.write_text(f"<testsuites><testsuite>{''.join(cases)}{other}</testsuite></testsuites>")
    return file


def test_a_run_is_counted_by_cell(matrix: ModuleType, tmp_path: Path) -> None:
    run = a_run(matrix, tmp_path / "run.xml")

    found = matrix.recorded([run, run])

    assert len(found) == len(matrix.CELLS)
    assert found["Redis 8"] == {"cases": 2, "seconds": 3, "refuses": []}
    assert found["`memory://`"]["refuses"][:2] == ["shared", "durable"]


@pytest.mark.parametrize("child", ["<failure/>", "<skipped/>", "<error/>"])
def test_a_run_that_was_not_green_is_not_recorded(
    matrix: ModuleType, tmp_path: Path, child: str
) -> None:
    with pytest.raises(ValueError, match="not all passed"):
        matrix.recorded([a_run(matrix, tmp_path / "run.xml", child=child)])


def test_half_a_run_is_not_recorded(matrix: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no case of .*Redis 8"):
        matrix.recorded([a_run(matrix, tmp_path / "run.xml", less=1)])


def test_what_is_recorded_is_what_brokers_refuse_now(matrix: ModuleType) -> None:
    """Else it has to be recorded anew."""
    record = json.loads(matrix.RECORD.read_text(encoding="utf-8"))

    assert {cell: found["refuses"] for cell, found in record.items()} == matrix.refusals()
    assert len({found["cases"] for found in record.values()}) == 1, "one suite for all"
    assert str(matrix.SQS) not in sys.path
