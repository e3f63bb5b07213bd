"""A store of another scheme, as a stranger would write and install it."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cli_bench import Bench
from support import strangers

from contractsai.testing.eventually import eventually


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return strangers.install("contractsai-duckdb", tmp_path_factory.mktemp("duckdb"))


@pytest.fixture
def bench(tmp_path: Path, site: Path) -> Iterator[Bench]:
    with closing(Bench(tmp_path / "bench")) as bench:
        bench.env |= {
            "PYTHONPATH": strangers.environment(site)["PYTHONPATH"],
            "CONTRACTSAI_DATABASE_URL": f"duckdb:///{tmp_path}/contracts.duckdb",
        }
        yield bench


def test_it_passes_the_suite_of_stores(site: Path) -> None:
    """And says what it cannot do: a second process is refused, which its tests assert."""
    ran = strangers.own_tests("contractsai-duckdb", site)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_folder_goes_in_and_a_report_comes_out_through_a_kill(
    bench: Bench, tmp_path: Path
) -> None:
    """The main path in one process: what was committed before the kill is in the file."""
    journal = tmp_path / "journal"
    hangs = bench.folder_of(quick="ok", slow=f"journal:{journal}:600")
    killed = bench.start("analyze", str(hangs), "--workers", "2", "--json")
    eventually(journal.exists, what="a document that runs")
    processes = killed.tree()
    killed.popen.kill()
    killed.wait()

    folder = bench.folder_of(one="ok", two="ok")
    report = tmp_path / "report.jsonl"
    ran = bench.run("analyze", str(folder), "--quiet", "--json", "--report", str(report))
    listed = bench.run("jobs", "list", "--json")

    assert ran.returncode == 0, ran.stderr
    assert len(report.read_text().splitlines()) == 2
    assert [job["state"] for job in json.loads(listed.stdout)] == ["COMPLETED", "RUNNING"]
    eventually(lambda: not [one for one in processes if one.is_running()], what="all gone")


def test_a_service_of_several_processes_is_refused_with_the_way_out(bench: Bench) -> None:
    """DuckDB lets one process write; the second to come says so, and names another store."""
    journal = bench.folder / "journal"
    folder = bench.folder_of(slow=f"journal:{journal}:600")
    first = bench.start("analyze", str(folder), "--json")
    eventually(journal.exists, what="a document that runs")

    second = bench.run("jobs", "list")
    first.popen.terminate()
    first.wait()

    assert second.returncode != 0
    assert "nother process has" in second.stderr
    assert "CONTRACTSAI_DATABASE_URL" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_store_that_nobody_has_ends_the_command(bench: Bench) -> None:
    ran = bench.run("jobs", "list", CONTRACTSAI_DATABASE_URL="mysql://ada:secret@db/contracts")

    assert ran.returncode != 0
    assert "no store for mysql; contractsai.stores has: duckdb, postgresql, sqlite" in ran.stderr
    assert "secret" not in ran.stderr
