"""Questions that are asked for every document, or every few seconds, are answered by an index.

A job of ten thousand documents asks some of them ten thousand times.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.rows import job_row
from contractsai.adapters.stores.sql.store import SqlStore, SqlUnitOfWork
from contractsai.adapters.stores.sql.tables import jobs
from contractsai.application.ports import JobFilter
from contractsai.domain.errors import JobError
from contractsai.domain.events import Mark
from contractsai.domain.ids import AnalysisId, DocumentId, JobId, SubjectId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_job
from contractsai.testing.plans import asked, plan

JOB = JobId("job")
QUESTIONS: dict[str, tuple[Callable[[SqlUnitOfWork], object], str]] = {
    "new documents": (
        lambda work: work.agenda.documents_due(JOB, NOW, sent_before=False, limit=1),
        "ix_documents_due (job_id=? AND dispatches=? AND send_at<?)",
    ),
    "forgotten documents": (
        lambda work: work.agenda.documents_due(JOB, NOW, sent_before=True, limit=1),
        "ix_documents_due (job_id=? AND dispatches>?)",
    ),
    "documents out": (
        lambda work: work.agenda.documents_in_flight(JOB),
        "ix_documents_out (job_id=?)",
    ),
    "what was told of in another job": (
        lambda work: work.agenda.lock_told(NOW, but=JOB),
        "documents USING INDEX ix_documents_told; SEARCH jobs USING INDEX sqlite_autoindex_jobs_1",
    ),
    "expired leases": (
        lambda work: work.agenda.leases_expired(NOW, limit=1),
        "ix_documents_leases (lease_expires_at<?)",
    ),
    "old jobs": (
        lambda work: work.agenda.jobs_ended_before(NOW, limit=1),
        "ix_jobs_ended (ended_at<?)",
    ),
    "counts": (lambda work: work.documents.counts(JOB), "ix_documents_counts (job_id=?)"),
    "a page of documents": (
        lambda work: work.documents.page(JOB, limit=1, after="a"),
        "ix_documents_page (job_id=? AND path_key>?)",
    ),
    "a page of jobs": (lambda work: work.jobs.page(limit=1), "ix_jobs_page"),
    "a page of jobs of a state": (
        lambda work: work.jobs.page(limit=1, wanted=JobFilter(State.RUNNING)),
        "ix_jobs_state (state=?)",
    ),
    "a page of jobs with failures": (
        lambda work: work.jobs.page(limit=1, wanted=JobFilter(has_failures=True)),
        "ix_jobs_failures",
    ),
    "a page of jobs with a label": (
        lambda work: work.jobs.page(limit=1, wanted=JobFilter(label="q3")),
        "ix_job_labels_page (label=?)",
    ),
    "a page of jobs of a folder": (
        lambda work: work.jobs.page(limit=1, wanted=JobFilter(folder="/shelf")),
        "ix_jobs_in_folder (folder_key=?)",
    ),
    "the load": (lambda work: work.jobs.load(), "ix_jobs_ended (ended_at=?)"),
    "what ended in an hour": (
        lambda work: work.jobs.ended_between(NOW, NOW),
        "ix_jobs_ended (ended_at>? AND ended_at<?)",
    ),
    "a document": (lambda work: _try(work.documents.get, DocumentId("x")), "(id=?)"),
    "a job": (lambda work: _try(work.jobs.get, JOB), "(id=?)"),
    "an analysis": (lambda work: work.analyses.get(AnalysisId("x")), "(id=?)"),
    "reviews of a finding": (
        lambda work: work.reviews.of_subject(SubjectId("x")),
        "ix_reviews_subject (subject=?)",
    ),
    "reviews of a batch": (
        lambda work: work.reviews.of_contents(["x", "y"]),
        "ix_reviews_content (sha256=?)",
    ),
    "a page of reviews": (
        lambda work: work.reviews.page(limit=1, after=(SubjectId("x"), 1)),
        "ix_reviews_subject ((subject,number)>(?,?))",
    ),
    "what people keep beside a batch": (
        lambda work: work.annotations.of_contents(["x", "y"]),
        "ix_annotations_content (sha256=?)",
    ),
    "news": (
        lambda work: work.events.since(Mark(3, 5, (3,)), limit=1),
        "ix_events_xact (xact>? AND xact<?)",
    ),
    "news of a job": (
        lambda work: work.events.since(Mark(3, 3), jobs=[JOB], limit=1),
        "ix_events_job (job_id=? AND xact>? AND xact<?)",
    ),
    "the run before": (
        lambda work: work.jobs.previous(a_job()),
        "ix_jobs_folder (folder_key=? AND (created_at,id)<(?,?))",
    ),
    "unused analyses": (
        lambda work: work.analyses.delete_unreferenced(limit=1),
        "ix_documents_analysis (analysis_id=?)",
    ),
}


def _try(get: Callable[[Any], object], key: object) -> None:
    with pytest.raises(JobError):
        get(key)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path_factory.mktemp('plans')}/test.db"
    upgrade(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_frequent_question_is_answered_by_an_index(engine: Engine, question: str) -> None:
    ask, index = QUESTIONS[question]
    asked: list[tuple[str, Any]] = []

    def note(*arguments: Any) -> None:
        asked.append((arguments[2], arguments[3]))

    event.listen(engine, "before_cursor_execute", note)
    with SqlStore(engine).snapshot() as work:
        ask(work)
    event.remove(engine, "before_cursor_execute", note)

    *_, (statement, parameters) = [pair for pair in asked if not pair[0].startswith("BEGIN")]
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert index in "; ".join(str(step[-1]) for step in plan)


def test_the_load_is_found_by_an_index_also_where_nearly_all_has_ended(tmp_path: Path) -> None:
    """A planner that has counted takes no index by which every row is found."""
    url = f"sqlite:///{tmp_path}/test.db"
    upgrade(url)
    engine = make_engine(url)
    ended = {"state": State.COMPLETED, "counts": Counts(completed=1), "started_at": NOW}
    rows = [job_row(a_job(**ended, ended_at=NOW + timedelta(seconds=n))) for n in range(2000)]
    with engine.begin() as connection:
        connection.execute(insert(jobs), rows)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")

    with asked(engine) as statements, SqlStore(engine).snapshot() as work:
        work.jobs.load()

    with engine.connect() as connection:
        [found] = [plan(connection, *each) for each in statements.items()]
    engine.dispose()
    assert "ix_jobs_ended (ended_at=?)" in found
