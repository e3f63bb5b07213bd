"""The benchmark runs, and what it says of memory is what is promised."""

import json
import subprocess
import sys
from pathlib import Path

from contractsai.samples import FOLDER

CHECKOUT = Path(__file__).resolve().parents[3]


def test_the_benchmark_measures_the_samples() -> None:
    """Figures that nobody can repeat are no figures; how fast depends on the machine."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.pages", str(FOLDER), "--json"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )

    figures = json.loads(ran.stdout)
    assert figures["documents"] == 3
    assert figures["pages"] >= 3
    assert 0 < figures["pdfium_seconds"] < figures["analysis_seconds"]
    assert figures["seconds_by_stage"].keys() >= {"identify", "text", "facts"}
    assert figures["load_seconds"] > 0
    assert 0 < figures["peak_mb"] < 200, "an analysis process promises to stay below 200 MB"
