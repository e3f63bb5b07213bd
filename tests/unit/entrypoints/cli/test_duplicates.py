"""`contractsai duplicates` on a database, without any service."""

import contextlib
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.entrypoints.cli.backends.database import GROUPS
from contractsai.settings import Settings
from contractsai.testing.builders import a_contract
from contractsai.testing.fakes import FakeQueue, ScriptedHost

Run = Callable[..., Any]
FILL = " ".join(f"word{number} and" for number in range(400))


@pytest.fixture
def read(tmp_path: Path, data_dir: Path) -> Callable[[Sequence[tuple[str, str]]], JobId]:
    """Return how to have documents read, each by its name and how its text begins."""

    def read(papers: Sequence[tuple[str, str]]) -> JobId:
        folder = tmp_path / "contracts"
        folder.mkdir()
        with contextlib.closing(build_services(Settings(), queue=FakeQueue())) as services:
            services.upgrade_database()
            host = ScriptedHost()
            services.__dict__["host"] = host
            for name, text in papers:
                (folder / name).write_text(name)
                kind = text.split()[1]
                digest = hashlib.sha256(name.encode()).hexdigest()
                contract = a_contract(f"{text} {FILL.replace('word', kind)}", ("title", kind))
                host.endings[name].append(
                    StoredAnalysis.of([contract], sha256=digest, pipeline=ScriptedHost.pipeline)
                )
            job = services.submit_job(str(folder)).job
            for document in services.read_documents(job.id, limit=len(papers)):
                services.deliver_document(document.id, quantum=timedelta(0))
            return job.id

    return read


def test_two_stand_side_by_side(run: Run, read: Callable[..., JobId]) -> None:
    job_id = read([("draft.txt", "A lease of __ months."), ("final.txt", "A lease of 24 months.")])

    ended = run("duplicates", job_id)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("draft.txt and final.txt\n")
    [row] = [line for line in ended.out.splitlines() if line.strip().startswith("text")]
    assert row.index("A lease of __ months") < row.index("A lease of 24 months")


def test_two_of_which_nothing_differs_are_told(run: Run, read: Callable[..., JobId]) -> None:
    job_id = read([("a.pdf", "A lease of 24 months."), ("b.docx", "A lease  of 24 months")])

    assert run("duplicates", job_id).out == (
        "a.pdf and b.docx\n  100% alike, no number, date or fact differs\n"
    )


def test_for_programs_all_groups_are_there(run: Run, read: Callable[..., JobId]) -> None:
    """More of them than are read at once."""
    kinds = [f"kind{number:03}x" for number in range(GROUPS + 1)]
    job_id = read([(f"{kind}-{at}", f"A {kind} of {at} months.") for kind in kinds for at in "12"])

    groups = json.loads(run("duplicates", job_id, "--json").out)

    assert [group["first"]["path"] for group in groups] == [f"{kind}-1" for kind in kinds]


def test_nothing_names_the_next_thing_to_try(run: Run, read: Callable[..., JobId]) -> None:
    job_id = read([("a.txt", "A lease of 24 months.")])

    ended = run("duplicates", job_id)

    assert (ended.code, ended.out) == (0, "")
    assert ended.err.endswith(f"contractsai jobs show {job_id}\n")


def test_a_job_that_is_not_there_names_where_to_look(run: Run, data_dir: Path) -> None:
    ended = run("duplicates", "nobody")

    assert ended.code == 1
    assert ended.err.endswith("contractsai jobs list\n")
