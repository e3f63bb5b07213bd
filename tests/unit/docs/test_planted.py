"""The table of faults is of tests that are there, and each kind of adapter has some."""

import inspect
import math
from pathlib import Path
from types import ModuleType

import pytest

from contractsai.testing.conformance.brokers import BrokerConformance
from contractsai.testing.conformance.pipelines import PipelineConformance
from contractsai.testing.conformance.sources import SourceConformance
from contractsai.testing.conformance.stores import StoreConformance

DOCS = Path(__file__).resolve().parents[3] / "docs"
SUITES = {
    "broker": BrokerConformance,
    "broker that denies": BrokerConformance,
    "store": StoreConformance,
    "pipeline": PipelineConformance,
    "source": SourceConformance,
}


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import planted

    return planted


def test_every_fault_has_a_case_of_its_suite(planted: ModuleType) -> None:
    rows = list(planted.planted())

    assert {kind for kind, _, _ in rows} == set(SUITES)
    assert [case for kind, _, case in rows if not hasattr(SUITES[kind], case.strip("`"))] == []


def test_a_table_that_is_none_is_noticed(planted: ModuleType, tmp_path: Path) -> None:
    module = tmp_path / "test_planted.py"
    module.write_text("CASES: int = 5\n")

    with pytest.raises(ValueError, match=r"CASES of test_planted\.py is no table"):
        list(planted._pairs(module, "CASES"))


@pytest.mark.parametrize(
    ("suite", "at_least"),
    [(BrokerConformance, 40), (StoreConformance, 60)],
    ids=["broker", "store"],
)
def test_the_suites_have_so_many_cases_by_name(suite: type, at_least: int) -> None:
    """Fewer would be a sign that a part is not inherited any more."""
    assert len([name for name in dir(suite) if name.startswith("test_")]) >= at_least


def test_the_page_counts_the_cases_of_brokers() -> None:
    cases = {
        name: math.prod(len(mark.args[1]) for mark in getattr(case, "pytestmark", ()))
        for name, case in inspect.getmembers(BrokerConformance)
        if name.startswith("test_")
    }
    page = (DOCS / "brokers.md").read_text(encoding="utf-8")

    assert (len(cases), sum(cases.values())) == (57, 65)
    assert "Sixty-five cases, of fifty-seven names" in page
