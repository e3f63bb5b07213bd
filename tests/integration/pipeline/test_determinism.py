"""The same bytes and the same versions give the same report, byte for byte."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from contractsai.samples import FOLDER
from contractsai.testing.fuzz.corpus import corpus

CHECKOUT = Path(__file__).resolve().parents[3]
ANALYSE = """
import json, sys
from pathlib import Path
from contractsai.pipeline.pipeline import ContractPipeline
for file in sys.argv[1:]:
    for found in ContractPipeline().analyse(Path(file).read_bytes(), checkpoint=lambda _: None):
        told = found.to_json()
        del told["run"]
        print(json.dumps(told))
"""
CONTRACTS = 12  # of the labelled documents, where there are any


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The samples, documents of every medium, and a few real contracts where there are some."""
    folder = tmp_path_factory.mktemp("documents")
    for number, content in enumerate(corpus()):
        (folder / f"{number:02}").write_bytes(content)
    named = os.environ.get("CONTRACTSAI_SHARED_DATA")
    shared = Path(named) if named else CHECKOUT.parent / "shared" / "data"
    return [*sorted(folder.iterdir()), *sorted((shared / "cuad").rglob("*.pdf"))[:CONTRACTS]]


def analysed(files: Sequence[Path], *, hash_seed: str) -> bytes:
    return subprocess.run(
        [sys.executable, "-c", ANALYSE, *map(str, files)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
    ).stdout


def test_no_set_and_no_memory_decides_an_order(files: list[Path]) -> None:
    """Sets of words have another order in every process, unless somebody sorts them."""
    first, second = (analysed(files, hash_seed=seed) for seed in ("1", "2"))

    assert len(first.splitlines()) >= len(files)
    assert first == second


def test_what_came_before_leaves_no_trace(files: list[Path]) -> None:
    """A process analyses document after document: none may colour the next."""
    backwards = analysed(list(reversed(files)), hash_seed="1")

    assert sorted(backwards.splitlines()) == sorted(analysed(files, hash_seed="3").splitlines())


def copied(folder: Path, seed: int) -> Path:
    """Copy the samples in another order and at other times."""
    made = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    random.Random(seed).shuffle(made)
    for number, path in enumerate(made):
        target = folder / path.relative_to(FOLDER)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (number * 1000 * seed, number * 1000 * seed))
    return folder


def reported(folder: Path, work: Path, *, workers: int, hash_seed: str) -> list[str]:
    """Return the lines of a run on a database of its own, without what belongs to the run."""
    report = work / "report.jsonl"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONTRACTSAI")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "contractsai.entrypoints.cli", "analyze", str(folder)),
            *("--local", "--quiet", "--workers", str(workers), "--report", str(report)),
            *("--with-text", "--with-candidates"),
        ],
        env=kept
        | {
            "CONTRACTSAI_DATA_DIR": str(work / "data"),
            "CONTRACTSAI_TESSERACT": "",
            "PYTHONHASHSEED": hash_seed,
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr  # without OCR the scan is not read
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    for line in lines:
        del line["run"]
        for finding in line["findings"]:
            del finding["review"]
    return [json.dumps(line) for line in lines]


def test_workers_and_the_order_of_files_change_nothing(tmp_path: Path) -> None:
    """Reports are compared with the ones of last month, made on another machine."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        (folder / "work").mkdir(parents=True)

    first = reported(copied(folders[0] / "files", 1), folders[0] / "work", workers=1, hash_seed="1")
    second = reported(
        copied(folders[1] / "files", 2), folders[1] / "work", workers=3, hash_seed="2"
    )

    assert len(first) > 5
    assert first == second
