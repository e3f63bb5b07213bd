"""Papers whose contract was read in an earlier run of the same folder."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contractsai.application.earlier import with_earlier
from contractsai.application.read import read_report
from contractsai.application.report import report_lines
from contractsai.domain.errors import JobNotFound
from contractsai.domain.findings import Analysis, Band, Finding, Kind, Outcome, Versions
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_job, a_line, a_statement_of_work, an_amendment
from contractsai.testing.fakes import ScriptedHost
from contractsai.testing.world import FOLDER, World

MASTER = a_line("master.txt", "SUPPLY AGREEMENT", agreement_date="2023-07-01")
FIRST = an_amendment()
SECOND = an_amendment(path="second.txt", agreement_date="2026-02-03")


@pytest.fixture
def world() -> World:
    return World()


def run(world: World, *lines: dict[str, Any], folder: str = FOLDER) -> JobId:
    """Analyse a folder whose files hold the facts of *lines*, and return the job."""
    world.clock.advance(timedelta(minutes=1))
    ids = world.submit(*(line["path"] for line in lines), folder=folder)
    by_path = {line["path"]: line for line in lines}
    for document_id in ids:
        line = by_path[world.document(document_id).path]
        world.analysis_ends(document_id, analysis(line))
        world.run(document_id)
    return world.job_of(ids[0]).id


def analysis(line: dict[str, Any]) -> StoredAnalysis:
    findings = tuple(
        Finding(
            *(finding["id"], Kind.FACT, finding["name"], finding["value"], finding["normal"]),
            *(0.9, Band.SURE, "human"),
        )
        for finding in line["findings"]
    )
    outcome = Outcome(line["outcome"])
    reason = None if outcome.was_read else "empty"
    read = Analysis(
        *(None, None, "text/plain", outcome, reason, Versions("1", "none", "none")),
        text="" if outcome.was_read else None,
        findings=findings if outcome.was_read else (),
    )
    digest = hashlib.sha256(line["path"].encode()).hexdigest()
    return StoredAnalysis.of([read], sha256=digest, pipeline=ScriptedHost.pipeline)


def told(world: World, job_id: JobId) -> list[tuple[str, str | None]]:
    lines = report_lines(read_report(job_id, store=world.store))
    return [
        (line["path"], line.get("from_job"))
        for line in with_earlier(job_id, lines, store=world.store)
    ]


def test_a_paper_finds_its_contract_in_an_earlier_run(world: World) -> None:
    """With the amendments before it: the contract is as it stands."""
    before = run(world, MASTER, FIRST, a_statement_of_work(1))
    now = run(world, SECOND)

    assert told(world, now) == [("second.txt", None), ("master.txt", before), ("first.txt", before)]


def test_what_is_in_this_run_is_not_looked_for(world: World) -> None:
    run(world, MASTER)

    assert told(world, run(world, MASTER, FIRST)) == [("first.txt", None), ("master.txt", None)]
    other = a_line("lease.txt", "LEASE")
    assert told(world, run(world, other)) == [("lease.txt", None)]


def test_a_file_of_this_run_beats_an_earlier_one_of_its_name(world: World) -> None:
    """It was read again, and it is no such contract any more."""
    run(world, MASTER)
    changed = a_line("master.txt", "LEASE", agreement_date="2026-01-01")

    assert told(world, run(world, changed, FIRST)) == [("first.txt", None), ("master.txt", None)]


def test_less_than_a_tie_is_left_where_it_is(world: World) -> None:
    """Whatever else belongs together there."""
    run(world, MASTER, SECOND)
    paper = an_amendment(amends_date=None)

    assert told(world, run(world, paper)) == [("first.txt", None)]


def test_where_two_match_here_a_third_is_not_looked_for(world: World) -> None:
    run(world, {**MASTER, "path": "older.txt"})
    job_id = run(world, MASTER, {**MASTER, "path": "copy.txt"}, FIRST)

    assert "older.txt" not in [path for path, _ in told(world, job_id)]


def test_papers_alone_do_not_belong_to_each_other_elsewhere(world: World) -> None:
    """A tie between two papers of this run would have been found in it."""
    run(world, a_line("lease.txt", "LEASE"))
    sow = a_statement_of_work(1, agreement_date="2024-01-01")

    assert told(world, run(world, sow)) == [("sow-1.txt", None)]


def test_what_was_not_read_then_is_no_contract(world: World) -> None:
    run(world, {**MASTER, "outcome": "failed"}, a_line("lease.txt", "LEASE"))

    assert told(world, run(world, FIRST)) == [("first.txt", None)]


def test_other_folders_and_older_runs_are_not_read(world: World) -> None:
    run(world, MASTER, folder="/elsewhere")
    assert told(world, run(world, FIRST)) == [("first.txt", None)]

    run(world, MASTER)
    for _ in range(3):
        run(world, a_line("lease.txt", "LEASE"))
    assert told(world, run(world, FIRST)) == [("first.txt", None)]


def test_an_earlier_run_is_found_behind_any_number_of_others(world: World) -> None:
    """A service has many folders: the run of last month lies hundreds of jobs back."""
    before = run(world, MASTER)
    with world.store.begin() as work:
        for _ in range(150):
            other = a_job(folder="/elsewhere", created_at=world.clock.now())
            work.jobs.add(other, [])
        work.commit()

    assert told(world, run(world, FIRST)) == [("first.txt", None), ("master.txt", before)]


def test_a_run_that_was_cancelled_is_none(world: World) -> None:
    """What it had read is less than the folder: the run before it knows more."""
    before = run(world, MASTER)
    cancelled = run(world, MASTER)
    with world.store.begin() as work:
        job = work.jobs.lock(cancelled)
        work.jobs.save(replace(job, state=State.CANCELLED, reason=Reason.CANCELLED))
        work.commit()

    assert told(world, run(world, FIRST)) == [("first.txt", None), ("master.txt", before)]


def test_the_newest_run_that_has_it_counts(world: World) -> None:
    run(world, MASTER)
    newer = run(world, MASTER)

    assert told(world, run(world, FIRST)) == [("first.txt", None), ("master.txt", newer)]


def test_several_papers_find_theirs_in_several_runs(world: World) -> None:
    lease = a_line("lease.txt", "LEASE AGREEMENT", agreement_date="2022-01-01")
    older, newer = run(world, lease), run(world, MASTER)
    letter = an_amendment(path="letter.txt", amends="Lease Agreement", amends_date="2022-01-01")

    assert sorted(told(world, run(world, FIRST, letter))[2:]) == [
        ("lease.txt", older),
        ("master.txt", newer),
    ]


def test_of_no_job_nothing_is_told(world: World) -> None:
    with pytest.raises(JobNotFound):
        with_earlier(JobId("nothing"), [FIRST], store=world.store)
