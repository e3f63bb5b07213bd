"""The promises as questions to committed rows: what no reader may ever see.

`broken_now` holds at every instant, `broken_between` for any two readings of which the second is
later, `broken_at_rest` once every fault is over and every process that was started has ended.
The state machine of hypothesis, the simulation and the chaos suite all ask these; each finding
names the promise it breaks (I1 to I8, as in the documentation).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from contractsai.application.ports import Store, UnitOfWork
from contractsai.domain.document import Document
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.retry import RetryPolicy

ALL = 1_000_000  # rows of one page: a test has fewer


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader saw at one instant.

    Attributes:
        payloads: the stored bytes of each analysis that a document refers to; None if there are
            none.
    """

    jobs: Mapping[JobId, Job]
    documents: Mapping[DocumentId, Document]
    payloads: Mapping[AnalysisId, bytes | None]

    @classmethod
    def of(cls, store: Store) -> Self:
        """Return all rows of *store*, read in one snapshot."""
        with store.snapshot() as work:
            jobs = {job.id: job for job in work.jobs.page(limit=ALL)}
            documents = {
                document.id: document for job_id in jobs for document in work.documents.page(job_id)
            }
            return cls(jobs, documents, _payloads(documents.values(), work))

    def documents_of(self, job_id: JobId) -> list[Document]:
        """Return the documents of one job."""
        return [document for document in self.documents.values() if document.job_id == job_id]


def broken_now(reading: Reading, *, policy: RetryPolicy) -> list[str]:
    """Return what *reading* shows that nobody may ever see, whatever went wrong before."""
    counted: dict[JobId, dict[State, int]] = {job_id: {} for job_id in reading.jobs}
    for document in reading.documents.values():
        states = counted[document.job_id]
        states[document.state] = states.get(document.state, 0) + 1
    broken = [
        finding
        for job in reading.jobs.values()
        for finding in _job(job, Counts.of(counted[job.id]))
    ]
    for document in reading.documents.values():
        broken += _document(document, reading.jobs[document.job_id], policy)
        if document.analysis_id is not None and reading.payloads[document.analysis_id] is None:
            broken.append(f"I4: {document.id} refers to an analysis that is not stored")
    return broken


def broken_between(
    before: Reading, after: Reading, *, reopened: Collection[JobId] = ()
) -> list[str]:
    """Return which promises the way from *before* to *after* breaks.

    Args:
        before: an earlier reading.
        after: a later one; what it lacks was deleted.
        reopened: jobs whose retry a person asked for in between.
    """
    broken = []
    for job_id, job in after.jobs.items():
        was = before.jobs.get(job_id)
        if was is not None and was.state.has_ended and job_id not in reopened and job != was:
            broken.append(f"I3: job {job_id} changed after it had ended {was.state}")
        if was is not None and was.is_cancel_requested and job_id not in reopened:
            broken += (
                [] if job.is_cancel_requested else [f"I6: the cancel of {job_id} was forgotten"]
            )
    for document in after.documents.values():
        earlier = before.documents.get(document.id)
        if earlier is not None:
            broken += _step(earlier, document, is_reopened=document.job_id in reopened)
    for analysis_id, payload in after.payloads.items():
        if (first := before.payloads.get(analysis_id)) is not None and payload != first:
            broken.append(f"I4: analysis {analysis_id} changed")
    return broken


def broken_at_rest(reading: Reading) -> list[str]:
    """Return what is left over although every fault is over and every process has ended."""
    broken = [
        f"I1: job {job.id} is still {job.state}, {job.counts}"
        for job in reading.jobs.values()
        if not job.state.has_ended
    ]
    broken += [
        f"I8: {document.id} is still leased to {document.worker}"
        for document in reading.documents.values()
        if document.lease_expires_at is not None
    ]
    return broken


def _payloads(documents: Collection[Document], work: UnitOfWork) -> dict[AnalysisId, bytes | None]:
    named = {document.analysis_id for document in documents if document.analysis_id is not None}
    stored = {analysis_id: work.analyses.get(analysis_id) for analysis_id in sorted(named)}
    return {key: found.payload if found else None for key, found in stored.items()}


def _job(job: Job, counted: Counts) -> Iterator[str]:
    if job.counts != counted:
        yield f"I5: job {job.id} says {job.counts}, its documents say {counted}"
    if job.state is State.RETRYING:
        yield f"I3: job {job.id} is RETRYING, which only a document can be"
    if job.state.has_ended != (counted.ended == counted.total):
        yield f"I1: job {job.id} is {job.state} with {counted}"
    if job.state.has_ended != (job.ended_at is not None):
        yield f"I3: job {job.id} is {job.state} and ended at {job.ended_at}"
    if job.state is State.COMPLETED and not counted.completed:
        yield f"I3: job {job.id} is COMPLETED without a document that is"
    if job.state is State.CANCELLED and not job.is_cancel_requested:
        yield f"I6: job {job.id} is CANCELLED, and nobody asked for it"
    if job.is_cancel_requested and job.state in (State.COMPLETED, State.FAILED):
        yield f"I6: job {job.id} is {job.state}, though its cancel was accepted"
    if job.is_cancel_requested and (counted.pending or counted.retrying):
        yield f"I6: documents of job {job.id} wait to run after its cancel"


def _document(document: Document, job: Job, policy: RetryPolicy) -> Iterator[str]:
    if (document.state is State.RUNNING) != (document.lease_expires_at is not None):
        yield f"I2: {document.id} is {document.state} with a lease to {document.lease_expires_at}"
    if document.failures > policy.max_failures or document.crashes > policy.max_crashes:
        yield f"I7: {document.id} has {document.failures=}, {document.crashes=}"
    spent = policy.is_spent(failures=document.failures, crashes=document.crashes)
    if spent and document.state not in (State.FAILED, State.CANCELLED):
        yield f"I7: {document.id} is {document.state} though its budget is spent"
    if document.state is State.COMPLETED and document.outcome is None:
        yield f"I4: {document.id} is COMPLETED without an outcome"
    if document.outcome is Outcome.ANALYSED and document.analysis_id is None:
        yield f"I4: {document.id} is analysed without an analysis"
    if job.state.has_ended and not document.state.has_ended:
        yield f"I6: {document.id} is {document.state}, its job {job.state}"


def _step(before: Document, after: Document, *, is_reopened: bool) -> Iterator[str]:
    if after.fence < before.fence or after.attempt < before.attempt:
        yield f"I2: {after.id} went back from fence {before.fence} to {after.fence}"
    if after.attempt - before.attempt != after.fence - before.fence:
        yield f"I7: {after.id} was claimed without counting the attempt"
    if before.state.has_ended and not is_reopened and after != before:
        yield f"I3: {after.id} changed after it had ended {before.state}"
