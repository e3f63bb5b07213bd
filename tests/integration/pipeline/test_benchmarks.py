"""The benchmarks run, and what one says of memory is what is promised."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from contractsai.samples import FOLDER

CHECKOUT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> Any:
    """Run a benchmark from the checkout, and return what it printed for programs."""
    ran = subprocess.run(
        [sys.executable, "-m", *arguments, "--json"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


def test_the_benchmark_of_pages_measures_the_samples() -> None:
    """Figures that nobody can repeat are no figures; how fast depends on the machine."""
    figures = run("benchmarks.pages", str(FOLDER))

    assert figures["documents"] == 3
    assert figures["pages"] >= 3
    assert figures.keys() >= {"pdfium_seconds", "analysis_seconds", "load_seconds"}
    assert figures["seconds_by_stage"].keys() >= {"identify", "text", "facts"}
    assert 0 < figures["peak_mb"] < 200, "an analysis process promises to stay below 200 MB"


def test_the_benchmark_of_submits_has_each_accepted_on_each_broker() -> None:
    """How long that took, it prints."""
    figures = run("benchmarks.submits", "--submits", "5")

    assert {each["broker"]: each["accepted"] for each in figures} == {
        "well": 5,
        "refusing": 5,
        "silent": 5,
    }
    assert all(each.keys() >= {"median_ms", "p99_ms", "worst_ms"} for each in figures)


def test_the_benchmark_of_jobs_gets_through_them_in_both_designs() -> None:
    """Ours and the guide's, each with an API, a broker and workers of its own."""
    figures = run("benchmarks.jobs", "--jobs", "10", "--rounds", "1")

    assert {name: len(rates) for name, rates in figures["rounds"].items()} == {
        "ours": 1,
        "guide": 1,
    }
    assert figures["jobs_per_second"]["ours / guide"] > 0


def test_the_benchmark_of_a_workers_side_drains_what_was_there_before_it() -> None:
    figures = run("benchmarks.drain", "--jobs", "20", "--rounds", "1")

    assert {name: len(rates) for name, rates in figures["rounds"].items()} == {
        "ours": 1,
        "bare_celery": 1,
    }


def test_the_benchmark_of_growth_takes_every_step_in_each_database() -> None:
    figures = run("benchmarks.growth", "--jobs", "10", "2500", "--times", "2")

    assert figures.keys() == {"10", "2500"}
    assert figures["10"].keys() == figures["2500"].keys() >= {"submit", "run", "relay", "rescue"}


def test_the_benchmark_of_a_large_job_ends_it_and_the_small_ones_behind_it() -> None:
    figures = run("benchmarks.large", "--documents", "40")

    assert figures.keys() == {
        "documents_per_second",
        "seconds_until_claimed_median",
        "seconds_until_claimed_most",
    }
    assert figures["documents_per_second"] > 0


def test_four_processes_answer_as_one_while_one_of_them_is_killed_and_returns() -> None:
    """Jobs at rest are the same bytes whoever is asked, and nobody tells a state that is past."""
    figures = run("benchmarks.replicas", "--polls", "400", "--callers", "1")

    assert figures["replicas"] == 4
    assert figures["polls"] >= 400
    assert (figures["differing"], figures["older"], figures["lost"]) == (0, 0, 0)
    assert figures["passed_on"] > 0, "the killed one was never asked"
    assert figures["after_return"] >= 20
    assert figures["not_modified"] > 0
    assert figures["walks"] > 0
