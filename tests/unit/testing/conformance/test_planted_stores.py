"""Stores with a fault, and the case of the suite that catches each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from support import planted

from contractsai.adapters.stores import memory
from contractsai.adapters.stores.memory import MemoryStore, MemoryUnitOfWork
from contractsai.adapters.stores.memory_agenda import MemoryAgenda
from contractsai.adapters.stores.memory_reviews import MemoryReviews
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.review import Review
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.conformance.stores import StoreConformance as Suite


class Altered(MemoryStore):
    """`MemoryStore` whose units of work have a part with a fault."""

    def alter(self, work: MemoryUnitOfWork) -> None:
        raise NotImplementedError

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[MemoryUnitOfWork]:
        with super().begin(lasting=lasting) as work:
            self.alter(work)
            yield work

    @contextmanager
    def snapshot(self) -> Iterator[MemoryUnitOfWork]:
        with super().snapshot() as work:
            self.alter(work)
            yield work


class HasNoFence(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Documents(memory.MemoryDocuments):
            def renew(
                self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime
            ) -> bool:
                present = self.get(document_id).fence
                return super().renew(document_id, fence=present, lease_expires_at=lease_expires_at)

        work.documents = Documents(work)


class DoesNotTellOfTheCancel(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Documents(memory.MemoryDocuments):
            def renew(
                self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime
            ) -> bool:
                super().renew(document_id, fence=fence, lease_expires_at=lease_expires_at)
                return False

        work.documents = Documents(work)


class SavesDocumentsOverOthers(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Documents(memory.MemoryDocuments):
            def save(self, documents: Sequence[Document]) -> None:
                for one in documents:
                    version = self.get(one.id).version
                    super().save([replace(one, version=version)])

        work.documents = Documents(work)


class SortsAsPeopleDo(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Documents(memory.MemoryDocuments):
            def page(
                self, job_id: JobId, *, limit: int | None = None, after: str | None = None
            ) -> Sequence[Document]:
                found = super().page(job_id, limit=limit, after=after)
                return sorted(found, key=lambda row: row.path.casefold())

        work.documents = Documents(work)


class SavesJobsOverOthers(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Jobs(memory.MemoryJobs):
            def save(self, job: Job) -> None:
                super().save(replace(job, version=self.get(job.id).version))

        work.jobs = Jobs(work)


class ForgetsDocumentsOfADeletedJob(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Jobs(memory.MemoryJobs):
            def delete(self, job_id: JobId) -> None:
                work.job_rows.put(job_id, None)

        work.jobs = Jobs(work)


class DeletesReviewsWithTheJob(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Jobs(memory.MemoryJobs):
            def delete(self, job_id: JobId) -> None:
                for document in work.documents.page(job_id):
                    work.reviews.delete(document.sha256 or "")
                super().delete(job_id)

        work.jobs = Jobs(work)


class KeepsTheLastAnalysis(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Analyses(memory.MemoryAnalyses):
            def add(self, analysis: StoredAnalysis) -> None:
                super().add(analysis)
                work.analysis_rows.put(analysis.id, analysis)

        work.analyses = Analyses(work)


class GivesANumberTwice(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Reviews(MemoryReviews):
            def add(self, review: Review) -> None:
                work.review_rows.put((review.subject.id, review.number), review)

        work.reviews = Reviews(lambda: work.review_rows)


class IsLateByAnInstant(Altered):
    def alter(self, work: MemoryUnitOfWork) -> None:
        class Agenda(MemoryAgenda):
            def leases_expired(self, now: datetime, *, limit: int) -> Sequence[DocumentId]:
                found = super().leases_expired(now, limit=limit)
                return [each for each in found if work.documents.get(each).lease_expires_at != now]

        work.agenda = Agenda(lambda: work.job_rows, lambda: work.document_rows)


class CommitsWhatNobodyCommitted(MemoryStore):
    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[MemoryUnitOfWork]:
        with super().begin(lasting=lasting) as work:
            yield work
            work.commit()


class SwallowsErrors(MemoryStore):
    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[MemoryUnitOfWork]:
        with super().begin(lasting=lasting) as work, suppress(ZeroDivisionError):
            yield work


class CommitsSnapshots(MemoryStore):
    @contextmanager
    def snapshot(self) -> Iterator[MemoryUnitOfWork]:
        yield MemoryUnitOfWork(self._rows, self._apply)


class ReadsWhatIsThereNow(MemoryStore):
    @contextmanager
    def snapshot(self) -> Iterator[MemoryUnitOfWork]:
        store = self

        class Living:
            def __getattr__(self, table: str) -> Any:
                return getattr(store._rows, table)

        living: Any = Living()
        yield MemoryUnitOfWork(living, None)


class GoesByALocalClock(MemoryStore):
    def now(self) -> datetime:
        return datetime.now().astimezone(None).replace(tzinfo=None)


class GoesBackInTime(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self._told = super().now()

    def now(self) -> datetime:
        self._told = self._told.replace(year=self._told.year - 1, day=1)
        return self._told


CASES: list[tuple[type[MemoryStore], Callable[..., None], dict[str, Any]]] = [
    (HasNoFence, Suite.test_only_the_present_fence_renews, {"step": -1}),
    (HasNoFence, Suite.test_only_the_present_fence_renews, {"step": 1}),
    (DoesNotTellOfTheCancel, Suite.test_a_heartbeat_tells_of_the_cancel, {}),
    (SavesDocumentsOverOthers, Suite.test_a_heartbeat_makes_an_older_copy_stale, {}),
    (SavesDocumentsOverOthers, Suite.test_one_stale_document_among_many_is_noticed, {}),
    (SortsAsPeopleDo, Suite.test_documents_come_by_path_in_code_point_order, {}),
    (SavesJobsOverOthers, Suite.test_a_job_saved_by_somebody_else_is_stale, {}),
    (ForgetsDocumentsOfADeletedJob, Suite.test_a_deleted_job_takes_its_documents_along, {}),
    (DeletesReviewsWithTheJob, Suite.test_reviews_outlive_the_job, {}),
    (KeepsTheLastAnalysis, Suite.test_the_first_analysis_stays, {}),
    (GivesANumberTwice, Suite.test_a_number_is_given_once, {}),
    (IsLateByAnInstant, Suite.test_leases_expire_at_their_instant_the_longest_expired_first, {}),
    (CommitsWhatNobodyCommitted, Suite.test_what_is_not_committed_has_not_happened, {}),
    (SwallowsErrors, Suite.test_an_error_inside_rolls_back_and_comes_out, {}),
    (CommitsSnapshots, Suite.test_a_snapshot_is_not_for_committing, {}),
    (ReadsWhatIsThereNow, Suite.test_a_snapshot_sees_one_instant, {}),
    (GoesByALocalClock, Suite.test_its_time_is_utc_and_goes_on, {}),
    (GoesBackInTime, Suite.test_its_time_is_utc_and_goes_on, {}),
]


@pytest.mark.parametrize(("store", "case", "more"), CASES, ids=planted.named)
def test_the_suite_catches(
    store: type[MemoryStore], case: Callable[..., None], more: dict[str, Any]
) -> None:
    """A green suite means something only if it can be red."""
    assert planted.fails(case, Suite(), store=store(), **more)


@pytest.mark.parametrize("case", {case: None for _, case, _ in CASES}, ids=planted.named)
def test_what_catches_faults_passes_without_one(case: Callable[..., None]) -> None:
    """Else it would have caught nothing but itself."""
    assert not planted.fails(case, Suite(), store=MemoryStore(), step=1)


def test_the_suite_has_at_least_sixty_cases_by_name() -> None:
    """Fewer would be a sign that a part of it is not inherited any more."""
    assert len([name for name in dir(Suite) if name.startswith("test_")]) >= 60
