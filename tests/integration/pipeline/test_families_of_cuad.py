"""Families of real contracts: each tie below was checked by reading both papers."""

import gzip
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest

from contractsai.application.families import Families, families
from contractsai.application.report import ReportEntry, report_lines
from contractsai.domain.lifecycle import State
from contractsai.pipeline.pipeline import ContractPipeline

TIES: Final = {
    "051": ["052", "053", "054"],
    "060": ["059"],
    "147": ["148", "150"],
    "171": ["172"],
    "244": ["245"],
    "302": ["301"],
}
"""By the number in CUAD's development split; the contract, and what belongs to it."""
ASKED: Final = {
    ("082", "081"),
    ("083", "081"),
    ("084", "081"),
    ("101", None),
    ("173", "171"),
    ("174", "171"),
    ("184", "183"),
    ("303", "304"),  # a file that holds the end of the contract, then an amendment
    ("303", "305"),
    ("342", None),
    ("465", None),
    ("480", None),
    ("507", None),
}
ENDED: Final = {"101": "2024-12-31", "301": "2004-03-31"}
NEIGHBOURS: Final = 2  # of each paper in the split: of the same filer, or of another


def lines(shared_data: Path) -> Iterator[dict[str, Any]]:
    """Yield the report of all papers that belong together, and of what stands beside them."""
    named = {at for pair in ASKED for at in pair if at} | {*TIES, *chain(*TIES.values())}
    wanted = {int(at) + step for at in named for step in range(-NEIGHBOURS, NEIGHBOURS + 1)}
    with gzip.open(shared_data / "cuad" / "contracts.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            number = row["id"].split("-")[1]
            if int(number) in wanted:
                content = row["text"].encode()
                found = ContractPipeline().analyse(content, checkpoint=lambda _: None)
                yield from report_lines(
                    [ReportEntry(number, State.COMPLETED, found[0].outcome, None, None, found)]
                )


@pytest.fixture(scope="module")
def read(shared_data: Path) -> list[dict[str, Any]]:
    return list(lines(shared_data))


@pytest.fixture(scope="module")
def found(read: list[dict[str, Any]]) -> Families:
    return families(read)


def test_only_what_belongs_together_is_tied(found: Families) -> None:
    """A wrong tie would hide a deadline."""
    tied = {
        found.contracts[at]["path"]: sorted(tie.paper["path"] for tie in ties)
        for at, ties in found.ties.items()
    }

    assert tied == TIES


def test_what_is_not_certain_is_asked(found: Families) -> None:
    asked = {
        (ask.paper["path"], ask.contract["path"] if ask.contract else None) for ask in found.asks
    }

    assert asked == ASKED


def test_only_an_end_of_the_contract_is_a_new_end(read: list[dict[str, Any]]) -> None:
    """Four more of these amendments name the end of something else."""
    ends = {
        line["path"]: finding["normal"]
        for line in read
        for finding in line["findings"]
        if finding["name"] == "new_end"
    }

    assert ends == ENDED


def test_nothing_is_missing_in_a_paper_and_much_in_contracts(
    read: list[dict[str, Any]], found: Families
) -> None:
    """A cap on liability is looked for where it has to be."""
    papers = {at for at, _ in ASKED} | {*chain(*TIES.values())}
    gaps = {
        line["path"]
        for line in read
        if any(finding["kind"] == "missing" for finding in line["findings"])
    }

    assert not gaps & papers
    assert len(gaps) > len(found.contracts) / 2
