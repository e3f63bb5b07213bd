"""Damaged documents in real analysis processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from contractsai.testing.fuzz.campaign import Campaign, Result
from contractsai.testing.fuzz.corpus import corpus

CASES = 200


def tried(*seeds: bytes, pipeline: str, keep: Path | None = None, seconds: float = 30) -> Result:
    campaign = Campaign(
        seeds, seed=1, seconds=seconds, memory_bytes=512_000_000, pipeline=pipeline, keep=keep
    )
    return campaign.run(seconds=100, cases=len(seeds))


def test_no_damage_is_more_than_a_bad_document() -> None:
    """One that raises would be tried again and again, and then be called our fault."""
    campaign = Campaign(corpus(), seed=24, seconds=30, memory_bytes=512_000_000)

    result = campaign.run(seconds=100, cases=CASES)

    assert result.defects == []
    assert result.cases >= CASES / 4, "a machine this slow tries too little"
    assert {"analysed", "failed"} <= set(result.outcomes)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("crash", "AnalysisCrashed"),
        ("hang", "AnalysisTimedOut"),
        ("raise", "AnalysisFailed"),
    ],
)
def test_what_is_more_is_found_and_kept(tmp_path: Path, what: str, told: str) -> None:
    """A campaign that finds nothing has to be one that would find something."""
    hostile = "contractsai.testing.pipelines:HostilePipeline"

    result = tried(b"fine", what.encode(), pipeline=hostile, keep=tmp_path, seconds=2)

    [defect] = result.defects
    assert defect.number == 1
    assert defect.what.startswith(told)
    assert (tmp_path / "case-1-1").read_bytes() == what.encode()


def test_the_command_tells_how_it_went_and_writes_a_case_again(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "contractsai.testing.fuzz", "--seed", "3"]

    ran = subprocess.run([*command, "--cases", "3"], capture_output=True, text=True, check=True)
    subprocess.run([*command, "--case", "0", "--keep", str(tmp_path / "new")], check=True)

    assert ran.stdout.startswith("seed 3: 3 documents, 0 defects; ")
    assert (tmp_path / "new" / "case-3-0").read_bytes() == corpus()[0]
