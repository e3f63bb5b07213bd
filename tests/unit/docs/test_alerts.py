"""The alerts: each fires on its fault, alone; and what it says to run can be run."""

import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from contractsai.adapters.metrics.table import METRICS, Kind
from contractsai.entrypoints.cli.main import COMMANDS

DOCS = Path(__file__).resolve().parents[3] / "docs"
PROMTOOL = shutil.which("promtool")
FEWEST = 16
BY_PROMETHEUS = {"up"}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import alert_table

    return alert_table


@pytest.fixture
def dashboard(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import dashboard

    return dashboard


def series() -> set[str]:
    """Return every name that a query may have."""
    names = {metric.name for metric in METRICS}
    histograms = {metric.name for metric in METRICS if metric.kind is Kind.HISTOGRAM}
    return names | {f"{name}_bucket" for name in histograms} | BY_PROMETHEUS


def names_in(query: str) -> set[str]:
    return set(
        re.findall(r"\b(?:contractsai|celery)_[a-z_]+|\bup\b", re.sub(r'"[^"]*"', "", query))
    )


def test_there_are_enough_alerts_and_each_has_a_name(table: ModuleType) -> None:
    names = [alert.name for alert in table.ALERTS]

    assert len(set(names)) == len(names) >= FEWEST


def test_alerts_and_panels_ask_for_metrics_that_there_are(
    table: ModuleType, dashboard: ModuleType
) -> None:
    """A misspelt one would be silent for ever."""
    queries = [alert.expr for alert in table.ALERTS]
    queries += [panel["targets"][0]["expr"] for panel in dashboard.dashboard()["panels"]]

    for query in queries:
        assert names_in(query), query
        assert names_in(query) <= series(), query


def test_each_command_that_is_ours_exists(table: ModuleType) -> None:
    for alert in table.ALERTS:
        for command in re.findall(r"\bcontractsai ([a-z-]+)", alert.run):
            assert command in COMMANDS, alert.run


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here: apt-get install prometheus")
def test_each_fault_fires_its_alert_and_no_other(table: ModuleType, tmp_path: Path) -> None:
    """By Prometheus' own rules, on a fault's series; a calm day's fire nothing."""
    assert PROMTOOL is not None
    shutil.copy(DOCS / "monitoring" / "alerts.yml", tmp_path)
    file = tmp_path / "tests.yml"
    cases: dict[str, Any] = table.tests()
    file.write_text(yaml.safe_dump(cases))

    tested = subprocess.run(
        [PROMTOOL, "test", "rules", str(file)], capture_output=True, text=True, check=False
    )

    assert len(cases["tests"]) == 2 * len(table.ALERTS)
    assert tested.returncode == 0, tested.stdout + tested.stderr
