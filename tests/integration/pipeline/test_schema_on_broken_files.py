"""The published schema on files that are broken in every way there is."""

import hashlib
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from contractsai.application.report import ReportEntry, report_lines
from contractsai.application.report_schema import report_schema
from contractsai.domain.lifecycle import State
from contractsai.pipeline.pipeline import ContractPipeline


def lines_of(path: Path) -> list[dict[str, Any]]:
    content = path.read_bytes()
    found = ContractPipeline().analyse(content, checkpoint=lambda _: None)
    sha256 = hashlib.sha256(content).hexdigest()
    entry = ReportEntry(path.name, State.COMPLETED, found[0].outcome, None, sha256, found)
    return list(report_lines([entry], with_text=True, with_candidates=True))


def test_every_broken_file_has_a_line_that_keeps_to_the_schema(shared_data: Path) -> None:
    """What could not be read is a line like any other: programs need no second way."""
    files = [
        path
        for name in ("robustness", "scanned", "formats", "docx-filled")
        for path in sorted((shared_data / name).rglob("*"))
        if path.is_file()
    ]
    validator = Draft202012Validator(report_schema())

    lines = [line for path in files for line in lines_of(path)]

    assert {line["outcome"] for line in lines} >= {"analysed", "failed"}
    assert [error.message for line in lines for error in validator.iter_errors(line)] == []
