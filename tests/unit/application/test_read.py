"""Looking at jobs, documents and reports."""

from datetime import timedelta
from unittest import mock

import pytest

from contractsai.adapters.stores.memory import MemoryAnalyses, MemoryStore
from contractsai.application.read import (
    BATCH,
    ROWS,
    read_attempts,
    read_changed_at,
    read_document,
    read_documents,
    read_entry,
    read_job,
    read_jobs,
    read_report,
    read_report_mark,
    read_rows,
)
from contractsai.domain.errors import AnalysisFailed, DocumentNotFound, JobNotEnded, JobNotFound
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, JobId
from contractsai.domain.lifecycle import State
from contractsai.domain.names import readable
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fakes import analysis_of
from contractsai.testing.pipelines import EchoPipeline
from contractsai.testing.world import World

MINUTE = timedelta(minutes=1)
NOBODY = JobId("nobody")


def test_a_job_is_read_as_it_stands(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    job = world.job_of(nda)

    assert read_job(job.id, store=world.store) == job


def test_jobs_are_read_page_by_page_newest_first(world: World) -> None:
    jobs = [world.job_of(world.submit("a.pdf", folder=f"/{number}")[0]) for number in range(3)]

    newest = read_jobs(store=world.store, limit=2)
    oldest = read_jobs(store=world.store, limit=2, after=newest[-1].id)

    assert [job.id for job in (*newest, *oldest)] == [job.id for job in reversed(jobs)]


def test_documents_are_read_page_by_page_by_path(world: World) -> None:
    first, _ = world.submit("a.pdf", "b.pdf")
    job_id = world.job_of(first).id

    [a] = read_documents(job_id, store=world.store, limit=1)
    [b] = read_documents(job_id, store=world.store, limit=5, after=a.path)

    assert (a.path, b.path) == ("a.pdf", "b.pdf")


def test_a_document_is_read_with_what_was_found_in_it(world: World) -> None:
    """Of one that has not ended, as far as it got."""
    done, waits = world.submit("a.pdf", "b.pdf")
    world.run(done)
    job_id = world.job_of(done).id

    entries = [
        read_entry(read_document(job_id, it, store=world.store), store=world.store)
        for it in (done, waits)
    ]

    assert [entry.path for entry in entries] == ["a.pdf", "b.pdf"]
    assert [entry.outcome for entry in entries] == [Outcome.ANALYSED, None]
    assert entries[0] == next(iter(read_report(job_id, store=world.store)))


def test_a_document_of_another_job_is_not_there(world: World) -> None:
    [document] = world.submit("a.pdf")

    with pytest.raises(DocumentNotFound):
        read_document(NOBODY, document, store=world.store)


def test_a_job_that_is_not_there_is_said_at_once(world: World) -> None:
    """Also for a report, before its first entry is asked for: an answer's status comes first."""
    with pytest.raises(JobNotFound):
        read_job(NOBODY, store=world.store)
    with pytest.raises(JobNotFound):
        read_documents(NOBODY, store=world.store, limit=1)
    with pytest.raises(JobNotFound):
        read_report(NOBODY, store=world.store)
    with pytest.raises(JobNotFound):
        read_report_mark(NOBODY, store=world.store)
    with pytest.raises(JobNotFound):
        read_jobs(store=world.store, limit=1, after=NOBODY)


def test_a_report_has_an_entry_for_every_document_with_its_findings(world: World) -> None:
    done, failed, waiting = world.submit("a.pdf", "b.pdf", "c.pdf")
    found = EchoPipeline().analyse(b"a.pdf", checkpoint=lambda _stage: None)
    world.analysis_ends(done, StoredAnalysis.of(found, sha256="ab" * 32, pipeline="echo 1"))
    world.run(done)
    del world.source.folders["/contracts"]["b.pdf"]
    world.run(failed)

    entries = list(read_report(world.job_of(waiting).id, store=world.store))

    assert [(entry.path, entry.state, entry.reason) for entry in entries] == [
        ("a.pdf", State.COMPLETED, None),
        ("b.pdf", State.FAILED, Reason.MISSING),
        ("c.pdf", State.PENDING, None),
    ]
    assert entries[0].analyses == found
    assert entries[1].analyses == ()


def test_a_report_of_many_documents_is_read_in_batches(world: World) -> None:
    paths = [f"{number:04}.pdf" for number in range(2 * BATCH)]
    documents = world.submit(*paths)

    entries = list(read_report(world.job_of(documents[0]).id, store=world.store))

    assert [entry.path for entry in entries] == paths


def test_names_that_cannot_be_told_as_they_are_stand_where_they_are_told(world: World) -> None:
    r"""A byte that is no text sorts behind all letters, its escape ``\udcff`` before most."""
    documents = world.submit("a.pdf", "\udcff.pdf", "z.pdf", "a\udc80.pdf", "a/b.pdf", "Z.pdf")

    entries = list(read_report(world.job_of(documents[0]).id, store=world.store))

    paths = [readable(entry.path) for entry in entries]
    assert paths == sorted(paths)
    assert len(paths) == 6


def test_a_report_of_more_than_a_page_of_rows_has_them_all(world: World) -> None:
    documents = world.submit(*(f"{number:04}.pdf" for number in range(ROWS + 1)))

    entries = list(read_report(world.job_of(documents[0]).id, store=world.store))

    assert len(entries) == ROWS + 1


def test_a_report_does_not_hold_the_job_in_memory(world: World) -> None:
    """Of a job of any size a batch of analyses is there at once."""
    documents = world.submit(*(f"{number:04}.pdf" for number in range(3 * BATCH)))
    asked: list[object] = []
    job_id = world.job_of(documents[0]).id
    for document_id in documents:
        world.run(document_id)
    store = world.store
    assert isinstance(store, MemoryStore)
    get = MemoryAnalyses.get

    def counted(self: MemoryAnalyses, analysis_id: AnalysisId) -> object:
        asked.append(analysis_id)
        return get(self, analysis_id)

    with mock.patch.object(MemoryAnalyses, "get", counted):
        entries = read_report(job_id, store=store)
        next(entries)
        assert len(asked) == BATCH
        assert len(list(entries)) == 3 * BATCH - 1


def test_a_job_that_is_purged_under_its_report_is_no_report_of_failures(world: World) -> None:
    documents = world.submit(*(f"{number:04}.pdf" for number in range(BATCH + 1)))
    for document_id in documents:
        world.run(document_id)
    entries = read_report(world.job_of(documents[0]).id, store=world.store)
    next(entries)

    world.purge(timedelta(seconds=-1))

    with pytest.raises(DocumentNotFound):
        list(entries)


def test_a_job_that_is_reopened_under_its_report_is_told_as_it_is_now(world: World) -> None:
    """What it held may be gone by then."""
    *done, last = world.submit(*(f"{number:04}.pdf" for number in range(BATCH + 1)))
    for document_id in done:
        world.run(document_id)
    world.analysis_ends(last, analysis_of(b"x", outcome=Outcome.FAILED, reason=Reason.EMPTY))
    world.run(last)
    job_id = world.job_of(last).id
    entries = read_report(job_id, store=world.store)
    next(entries)

    world.reopen(job_id)
    with world.store.begin() as work:
        work.analyses.delete_unreferenced(limit=9)
        work.commit()

    assert [entry.state for entry in entries][-1] is State.PENDING


def test_the_mark_of_a_report_changes_with_the_report_alone(world: World) -> None:
    """A claim, a heartbeat or a dispatch is nothing that a report shows."""
    first, second = world.submit("a.pdf", "b.pdf")
    job_id = world.job_of(first).id
    before = read_report_mark(job_id, store=world.store)

    world.crash_worker_during(first)
    while_it_runs = read_report_mark(job_id, store=world.store)
    world.run(second)
    with_one = read_report_mark(job_id, store=world.store)

    assert world.state_of(first) is State.RUNNING
    assert while_it_runs == before
    assert with_one != before


def test_all_attempts_of_a_document_are_told(world: World) -> None:
    """Which worker, when, and why it took another one."""
    [document_id] = world.submit("nda.pdf")
    began = world.clock.now()
    world.analysis_ends(document_id, AnalysisFailed("x"))
    world.run(document_id)
    world.clock.advance(timedelta(hours=1))
    world.run(document_id)

    document = world.document(document_id)
    found = read_attempts(document, store=world.store)

    assert [(it.number, it.state, it.reason, it.started_at) for it in found] == [
        (1, State.RETRYING, Reason.INTERNAL, began),
        (2, State.COMPLETED, None, began + timedelta(hours=1)),
    ]


def test_a_whole_report_has_no_mark_before_its_job_has_ended(world: World) -> None:
    """Whoever asks for all of it must not be given a part."""
    first, second = world.submit("a.pdf", "b.pdf")
    job_id = world.job_of(first).id
    world.run(first)

    with pytest.raises(JobNotEnded, match="1 of 2"):
        read_report_mark(job_id, store=world.store, partial=False)

    world.run(second)
    assert read_report_mark(job_id, store=world.store, partial=False)


def test_the_mark_of_a_report_sees_every_document(world: World) -> None:
    """Those of the last batch too, and one that is full to its end."""
    names = [f"{number:04}.pdf" for number in range(ROWS)]
    documents = world.submit(*names)
    job_id = world.job_of(documents[0]).id
    before = read_report_mark(job_id, store=world.store)

    world.run(documents[-1])

    assert read_report_mark(job_id, store=world.store) != before


def test_a_report_changed_when_a_document_ended_last(world: World) -> None:
    """Before the first end it is as old as its job."""
    first, second = world.submit("a.pdf", "b.pdf")
    job = world.job_of(first)
    before = read_changed_at(job.id, store=world.store)

    for document in (first, second):
        world.clock.advance(MINUTE)
        world.run(document)
    world.clock.advance(MINUTE)

    assert before == job.created_at
    assert read_changed_at(job.id, store=world.store) == job.created_at + 2 * MINUTE


def test_the_last_change_is_looked_for_in_every_batch(world: World) -> None:
    documents = world.submit(*(f"{number:04}.pdf" for number in range(ROWS + 1)))
    job = world.job_of(documents[0])

    world.clock.advance(MINUTE)
    world.run(documents[-1])

    assert read_changed_at(job.id, store=world.store) == job.created_at + MINUTE


def test_a_rejected_content_is_stored_with_its_reason() -> None:
    """The stored form takes outcome and reason from the file itself."""
    [read] = EchoPipeline().analyse(b"text", checkpoint=lambda _stage: None)

    stored = StoredAnalysis.of([read], sha256="ab" * 32, pipeline="echo 1")

    assert (stored.outcome, stored.reason) == (Outcome.ANALYSED, None)
    assert stored.analyses() == (read,)


def test_all_rows_of_a_job_are_read_by_path_however_many(world: World) -> None:
    names = [f"{number:04}.pdf" for number in range(ROWS + 1)]
    ids = world.submit(*names)

    rows = list(read_rows(world.job_of(ids[0]).id, store=world.store))

    assert [row.path for row in rows] == names
    with pytest.raises(JobNotFound):
        read_rows(JobId("nothing"), store=world.store)
