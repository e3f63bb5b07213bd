"""Every port: what the service needs of the world, in its own words.

A port speaks domain types only and names our errors. Adapters are in `contractsai.adapters`, and
`contractsai.testing` holds the suites that each of them must pass.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar, runtime_checkable

from contractsai.domain.access import AccessKey
from contractsai.domain.annotation import Annotation
from contractsai.domain.attempts import Attempt
from contractsai.domain.audit import Entry
from contractsai.domain.bookmark import Bookmark
from contractsai.domain.document import Document
from contractsai.domain.events import Event, Mark
from contractsai.domain.findings import Analysis
from contractsai.domain.ids import (
    AnalysisId,
    DocumentId,
    EntryId,
    JobId,
    KeyId,
    ReplyId,
    SubjectId,
    UploadId,
    WebhookId,
    WorkerId,
)
from contractsai.domain.job import Counts, Job
from contractsai.domain.judgement import Answer
from contractsai.domain.lifecycle import State
from contractsai.domain.reply import Reply
from contractsai.domain.review import Review
from contractsai.domain.search import Found, SearchQuery, Sketched
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.domain.upload import Upload
from contractsai.domain.webhook import Webhook
from contractsai.domain.worker import Worker

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time; tests tell it."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was listed.

    Attributes:
        path: relative to the folder, with ``/`` between the parts.
        version: another one after the file was written to, as far as the source can tell.
    """

    path: str
    size_bytes: int
    version: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A file that was found and checked once; whoever reads it uses the descriptor.

    Attributes:
        location: where it was found; it may lie elsewhere by now.
        descriptor: of a regular file, open for reading, at its beginning.
    """

    location: str
    descriptor: int


class Source(Protocol):
    """Where documents come from: folders that this service is allowed to read."""

    def list(self, folder: str) -> Sequence[SourceFile]:
        """Return every name below *folder*, sorted by path: nothing is left out in silence.

        What is no file, or may not be read, is listed with size 0, and `open` says why. A folder
        that cannot be listed, and a link to a folder, is such a name.

        Raises:
            FolderNotAllowed: it lies under no allowed root, by name or through a link, or the
                operating system does not let this service list it.
            FolderNotFound: there is no such folder.
        """
        ...

    def open(self, folder: str, path: str) -> AbstractContextManager[OpenDocument]:
        """Return a listed file, open until the block ends; nothing of it is read here.

        Whatever is put in the place of the file, or of a folder above it, from then on: what is
        open stays what was found.

        Raises:
            FileMissing: it is gone, or a link that leads nowhere.
            FileOutsideRoots: it is a link that ends under no allowed root.
            FolderNotRead: it is a folder, or a link to one.
            NotAFile: it is a pipe, a socket or a device.
            FileUnreadable: the operating system refuses to open it.
            AnalysisFailed: it could not be opened just now.
        """
        ...


@runtime_checkable
class Browsable(Protocol):
    """A source whose folders a person can choose from."""

    def subfolders(self, folder: str | None) -> Sequence[str]:
        """Return the full names of the folders in *folder*, by name; None for where to begin.

        Raises:
            FolderNotAllowed: it lies under no allowed root, or may not be listed.
            FolderNotFound: there is no such folder.
        """
        ...


class DocumentQueue(Protocol):
    """A broker seen by the sender: it carries document ids, and may lose one or carry it twice."""

    def enqueue(self, document_id: DocumentId) -> None:
        """Wake some worker for *document_id*; bounded in time, whatever the broker does.

        Raises:
            QueueUnavailable: the broker did not accept the message.
        """
        ...


class Receiver(Protocol):
    """Somebody else's server, which is told what happened here."""

    def deliver(self, webhook: Webhook, *, at: datetime) -> None:
        """Send it, as of an instant, and return once it was taken; bounded in time.

        Raises:
            WebhookRefused: nobody answered, or the answer was no.
        """
        ...


class Pipeline(Protocol):
    """The analysis of one document's content."""

    @property
    def version(self) -> str:
        """Name and version; another one whenever the output may change."""
        ...

    def analyse(self, content: bytes, *, checkpoint: Callable[[str], None]) -> tuple[Analysis, ...]:
        """Return what *content* holds: the file itself first, then the documents inside it.

        Bad input is an outcome, not an error; an exception is a defect of the pipeline.

        Args:
            content: the file's bytes.
            checkpoint: called with the name of each stage as it begins.
        """
        ...


class Content(Protocol):
    """The bytes of one document, read once: what was hashed is what is analysed."""

    @property
    def sha256(self) -> str:
        """Of all of them, hexadecimal."""
        ...

    def analyse(self) -> StoredAnalysis:
        """Return what the pipeline makes of them; to be called once.

        Raises:
            AnalysisError: one of its kinds, for an attempt that ended badly.
        """
        ...


@runtime_checkable
class GoesByPlaybook(Protocol):
    """A pipeline that takes rules of the user's own."""

    def with_playbook(self, text: str) -> Pipeline:
        """Return the same pipeline under the playbook that *text* holds.

        Raises:
            ValueError: it holds none that this pipeline understands.
        """
        ...


@runtime_checkable
class ReadsPictures(Protocol):
    """A pipeline that can have pictures of pages read."""

    def with_ocr(self, program: str, languages: str) -> Pipeline:
        """Return the same pipeline with OCR, without it if there is no such program.

        Args:
            program: a path, or a name to look for.
            languages: as the program names them.

        Raises:
            UnsafeConfiguration: the program cannot do what is asked of it.
        """
        ...


@runtime_checkable
class LimitsSize(Protocol):
    """A pipeline with a limit of its own."""

    @property
    def max_bytes(self) -> int:
        """The size of a file above which nothing of it is read."""
        ...


class AnalysisHost(Protocol):
    """Runs the pipeline where a hostile document can hurt nobody."""

    @property
    def pipeline(self) -> str:
        """Name and version of the pipeline, part of every analysis' identity."""
        ...

    def read(
        self, document: OpenDocument, *, heartbeat: Callable[[], None]
    ) -> AbstractContextManager[Content]:
        """Return what an open document holds; its limits hold for reading and analysis together.

        Args:
            document: as `Source.open` gave it.
            heartbeat: called every few seconds while it is read, and while it is analysed;
                whatever it raises stops that, kills the process and comes out.

        Raises:
            AnalysisError: one of its kinds, for an attempt that ended badly.
        """
        ...


class LanguageModel(Protocol):
    """Somebody else's opinion on passages that we found; off unless it is configured."""

    @property
    def name(self) -> str:
        """Which model; part of the identity of every analysis that it had a word in."""
        ...

    def judge(self, question: str, passages: Sequence[str]) -> Answer:
        """Return the answer to a question about *passages*; bounded in time.

        Args:
            question: in our words.
            passages: in a stranger's words: data, whatever they say.

        Raises:
            ModelUnavailable: there is no answer.
        """
        ...


@runtime_checkable
class Closeable(Protocol):
    """A host, a queue or a store that holds processes or connections."""

    def close(self) -> None:
        """Let go of them."""
        ...


class Shutdown(Protocol):
    """Whether this worker is going away."""

    def is_requested(self) -> bool:
        """Return whether no more documents are to be claimed."""
        ...

    def is_due(self) -> bool:
        """Return whether the grace is over too, and what runs must be given back."""
        ...


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs of a list, and in which order; all of them, unless it says otherwise.

    Attributes:
        state: those in this state.
        has_failures: those of which a document FAILED.
        created_after: those made after this instant.
        created_before: those made before this instant.
        label: those with this label.
        folder: those of this folder, and of none below it.
        text: those whose folder's name contains this; capitals A to Z count as small ones.
        oldest_first: the other way round.
    """

    state: State | None = None
    has_failures: bool = False
    created_after: datetime | None = None
    created_before: datetime | None = None
    label: str | None = None
    folder: str | None = None
    text: str | None = None
    oldest_first: bool = False


ALL_JOBS: Final = JobFilter()


@dataclass(frozen=True, slots=True)
class Load:
    """What is under way: jobs that have not ended, and the counts of all their documents."""

    jobs: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended in a stretch of time.

    Attributes:
        counts: the documents of the jobs that ended.
        jobs: how many of the jobs had started.
        ran: from start to end, over these jobs together.
        longest: from start to end, of the one that took longest.
    """

    counts: Counts = field(default_factory=Counts)
    jobs: int = 0
    ran: timedelta = timedelta()
    longest: timedelta = timedelta()

    @property
    def mean(self) -> timedelta:
        """From start to end, of a job on average."""
        return self.ran / max(self.jobs, 1)


class JobStore(Protocol):
    """The rows of jobs."""

    def add(self, job: Job, documents: Iterable[Document]) -> None:
        """Insert a new job with its documents, which are taken one by one."""
        ...

    def get(self, job_id: JobId) -> Job:
        """Return the job as last committed.

        Raises:
            JobNotFound: there is none.
        """
        ...

    def lock(self, job_id: JobId) -> Job:
        """Return the job and keep every other unit of work from locking it until this one ends.

        Whoever changes a document of a job holds the job, so that its counts and state follow
        from its documents at every commit.

        Raises:
            JobNotFound: there is none.
        """
        ...

    def save(self, *jobs: Job) -> None:
        """Write what has changed of each job, raising its version.

        Raises:
            StaleRow: the stored version of one is not the one that was loaded; the unit of work
                must not be committed.
        """
        ...

    def page(
        self, *, limit: int, after: JobId | None = None, wanted: JobFilter = ALL_JOBS
    ) -> Sequence[Job]:
        """Return up to *limit* jobs behind *after*, newest first; none if it is unknown."""
        ...

    def load(self) -> Load:
        """Return what is under way; it costs as much as there are jobs that have not ended."""
        ...

    def ended_between(self, since: datetime, until: datetime) -> Ended:
        """Return what ended from *since* on and before *until*."""
        ...

    def some(self, job_ids: Collection[JobId]) -> Sequence[Job]:
        """Return those of the jobs that there are, in any order."""
        ...

    def previous(self, job: Job) -> Job | None:
        """Return the newest COMPLETED job of the same folder that was created before *job*."""
        ...

    def delete(self, job_id: JobId) -> None:
        """Delete the job and its documents; nothing happens if there is none."""
        ...


class DocumentStore(Protocol):
    """The rows of documents."""

    def get(self, document_id: DocumentId) -> Document:
        """Return the document as last committed.

        Raises:
            DocumentNotFound: there is none.
        """
        ...

    def lock(self, document_id: DocumentId) -> tuple[Job, Document]:
        """Return the document's job, locked as by `JobStore.lock`, and the document, locked too.

        One statement. Both are as they are once nobody else can change them, heartbeats included.

        Raises:
            DocumentNotFound: there is none.
        """
        ...

    def some(self, document_ids: Collection[DocumentId]) -> Sequence[Document]:
        """Return those of the documents that there are, in any order."""
        ...

    def page(
        self, job_id: JobId, *, limit: int | None = None, after: str | None = None
    ) -> Sequence[Document]:
        """Return the documents of a job by path (code point order), those behind path *after*."""
        ...

    def save(self, documents: Sequence[Document]) -> None:
        """Write what has changed of each document, raising its version.

        Raises:
            StaleRow: the stored version of one is not the one that was loaded; the unit of work
                must not be committed.
        """
        ...

    def counts(self, job_id: JobId) -> Counts:
        """Return the number of the job's documents in each state, counted now."""
        ...

    def renew(self, document_id: DocumentId, *, fence: int, lease_expires_at: datetime) -> bool:
        """Move the lease of a running document, and return whether its job is to be cancelled.

        One guarded write, without the job's lock: it must stay cheap.

        Raises:
            LeaseLost: the document is not running under *fence*.
        """
        ...


class AttemptStore(Protocol):
    """Attempts that are over, and did not complete their document."""

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Insert them; there is at least one, and each is new."""
        ...

    def of_document(self, document_id: DocumentId) -> Sequence[Attempt]:
        """Return those of a document, by number; they are gone with it."""
        ...


class AnalysisStore(Protocol):
    """The rows of analyses, each written once."""

    def get(self, analysis_id: AnalysisId) -> StoredAnalysis | None:
        """Return the analysis, or None if nobody has stored it."""
        ...

    def add(self, analysis: StoredAnalysis) -> None:
        """Insert the analysis; one that is there already stays byte for byte as it is."""
        ...

    def delete_unreferenced(self, *, limit: int) -> int:
        """Delete up to *limit* analyses that no document refers to, and return how many."""
        ...


class ReviewStore(Protocol):
    """The rows of reviews: appended, never changed, and kept when the job is purged."""

    def add(self, review: Review) -> None:
        """Append the review.

        Raises:
            StaleRow: its subject has a review of this number already.
        """
        ...

    def of_subject(self, subject_id: SubjectId) -> Sequence[Review]:
        """Return all reviews of a subject, the oldest first."""
        ...

    def of_contents(self, sha256s: Collection[str]) -> Sequence[Review]:
        """Return all reviews of what some files hold, by subject, then by number."""
        ...

    def page(self, *, limit: int, after: tuple[SubjectId, int] | None = None) -> Sequence[Review]:
        """Return up to *limit* reviews by subject, then by number, those behind *after*."""
        ...

    def delete(self, sha256: str) -> int:
        """Delete all reviews of what a file holds, and return how many there were."""
        ...


class AnnotationStore(Protocol):
    """The rows of what people keep beside contracts: one a content, kept when the job is purged."""

    def of_contents(self, sha256s: Collection[str]) -> Sequence[Annotation]:
        """Return all that is kept beside what some files hold, by file, then by id."""
        ...

    def save(self, annotation: Annotation) -> None:
        """Write the row, raising its version; version 0 is one that nobody has written yet.

        Raises:
            StaleRow: the stored version is not the one that was loaded.
        """
        ...

    def delete(self, sha256: str) -> int:
        """Delete all that is kept beside what a file holds, and return how many rows it was."""
        ...


class WorkerStore(Protocol):
    """The rows of workers: what each tells of itself, and what people ask of it."""

    def save(self, worker: Worker) -> None:
        """Write all that a worker tells, be there a row of it or not; a request to drain stays.

        One statement, without a look before it.
        """
        ...

    def get(self, worker_id: WorkerId) -> Worker:
        """Return the worker.

        Raises:
            WorkerNotFound: there is none.
        """
        ...

    def latest(self, *, limit: int) -> Sequence[Worker]:
        """Return up to *limit* workers: by when they were last seen, the latest first."""
        ...

    def ask_to_drain(self, worker_id: WorkerId, at: datetime) -> None:
        """Note that the worker is to claim no more; the first to ask is remembered.

        Raises:
            WorkerNotFound: there is none.
        """
        ...

    def lose_silent(self, now: datetime) -> Sequence[WorkerId]:
        """Mark as lost all whose lease has run out, and return them by id."""
        ...

    def delete_gone(self, before: datetime, *, limit: int) -> int:
        """Delete up to *limit* that stopped, or were lost, and were last seen before an instant."""
        ...


class ReplyStore(Protocol):
    """The rows of requests under keys of their callers."""

    def add(self, reply: Reply) -> Reply | None:
        """Insert the row, or return the one that is there: of several at once one inserts."""
        ...

    def replace(self, known: Reply, reply: Reply) -> bool:
        """Put *reply* in the place of *known*, and return whether that was still there."""
        ...

    def get(self, reply_id: ReplyId) -> Reply | None:
        """Return the row, if there is one."""
        ...

    def answer(self, reply_id: ReplyId, content: bytes) -> None:
        """Write the answer into the row; nothing happens if there is none."""
        ...

    def delete(self, reply_id: ReplyId) -> None:
        """Delete the row; nothing happens if there is none."""
        ...

    def delete_old(self, before: datetime, *, limit: int) -> int:
        """Delete up to *limit* rows of requests before an instant, and return how many."""
        ...


class WebhookStore(Protocol):
    """The rows of webhooks."""

    def add(self, webhooks: Sequence[Webhook]) -> int:
        """Insert those of which there is no row yet, and return how many."""
        ...

    def take_due(self, now: datetime) -> Webhook | None:
        """Return a waiting one whose `send_at` has come, the first told of them, or None.

        It is as `Webhook.sending` makes it, and so is its row: of several that ask, one has it.
        """
        ...

    def save(self, webhook: Webhook) -> bool:
        """Write the row, unless somebody made another attempt meanwhile; return whether it was."""
        ...

    def postpone(self, until: datetime) -> None:
        """Have no waiting one sent before an instant."""
        ...

    def latest(self, *, limit: int) -> Sequence[Webhook]:
        """Return up to *limit*: given up, then waiting, then others; newest first."""
        ...

    def get(self, webhook_id: WebhookId) -> Webhook | None:
        """Return the row, if there is one."""
        ...

    def delete_ended(self, before: datetime, *, limit: int) -> int:
        """Delete up to *limit* that ended before an instant, and return how many."""
        ...


class BookmarkStore(Protocol):
    """The rows of bookmarks."""

    def lock(self, name: str, now: datetime) -> Bookmark:
        """Return the bookmark and keep others from it until this unit of work ends.

        One that is not there yet is put there, empty, as of *now*.
        """
        ...

    def put(self, bookmark: Bookmark) -> None:
        """Write the row, be it there or not."""
        ...

    def forget(self, name: str) -> None:
        """Delete the row, be it there or not."""
        ...

    def beginning(self, prefix: str) -> Sequence[Bookmark]:
        """Return those whose name begins so, by name."""
        ...


class KeyStore(Protocol):
    """The rows of API keys, and of the sessions opened with them: digests, never a key."""

    def add(self, key: AccessKey) -> None:
        """Insert the row; its id is one that nobody has."""
        ...

    def get(self, key_id: KeyId) -> AccessKey | None:
        """Return the row, if there is one."""
        ...

    def given(self) -> Sequence[AccessKey]:
        """Return all keys that people were given, revoked ones too, the oldest first."""
        ...

    def has_any(self) -> bool:
        """Return whether a key was ever given."""
        ...

    def revoke(self, key_id: KeyId, at: datetime) -> bool:
        """Note that the key opens nothing any more, and return whether it did until now."""
        ...

    def note_use(self, key_id: KeyId, at: datetime) -> None:
        """Write when the key was used; nothing happens if there is none."""
        ...

    def delete_sessions(self, before: datetime, *, limit: int) -> int:
        """Delete up to *limit* sessions that ended before an instant, and return how many."""
        ...

    def seal(self, fresh: bytes) -> bytes:
        """Return the secret that this service seals with, which is *fresh* if there was none."""
        ...


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries of the audit; all of them, unless it says otherwise.

    Attributes:
        who: those at the wish of this key's name.
        subject: those about this job, worker or key.
        since: those from this instant on.
        until: those before this instant.
    """

    who: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditStore(Protocol):
    """What was done at whose wish: appended, never changed."""

    def add(self, entry: Entry) -> None:
        """Append the entry."""
        ...

    def page(
        self, *, limit: int, wanted: AuditFilter, after: EntryId | None = None
    ) -> Sequence[Entry]:
        """Return up to *limit* entries that began before *after*, the latest first."""
        ...

    def delete(self, before: datetime, *, limit: int) -> int:
        """Delete up to *limit* entries of before an instant, and return how many."""
        ...


class UploadStore(Protocol):
    """The rows of uploads; their files are elsewhere."""

    def add(self, upload: Upload) -> None:
        """Insert the row."""
        ...

    def get(self, upload_id: UploadId) -> Upload:
        """Return the row.

        Raises:
            UploadNotFound: there is none.
        """
        ...

    def lock(self, upload_id: UploadId) -> Upload:
        """Return the row and keep every other unit of work from locking it until this one ends.

        Raises:
            UploadNotFound: there is none.
        """
        ...

    def sent_again(self, digest: str, at: datetime) -> Upload | None:
        """Return an upload of the same files with its new instant; None if there is none."""
        ...

    def sent_before(
        self, instant: datetime, *, limit: int, after: UploadId | None = None
    ) -> Sequence[UploadId]:
        """Return up to *limit* that were sent before *instant*, by id, those behind *after*."""
        ...

    def delete(self, upload_id: UploadId) -> None:
        """Delete the row; nothing happens if there is none."""
        ...


class UploadShelf(Protocol):
    """The files of uploads, where API and workers see the same."""

    def remove(self, upload_id: UploadId) -> None:
        """Remove the files; nothing happens if there are none."""
        ...

    def put_before(self, instant: datetime) -> Sequence[UploadId]:
        """Return the uploads whose files were put there before *instant*.

        What was still arriving then, and never came to an end, is removed on the way.
        """
        ...


class TombstoneStore(Protocol):
    """The ids of jobs that were deleted."""

    def add(self, job_id: JobId, at: datetime) -> None:
        """Remember that the job was deleted."""
        ...

    def has(self, job_id: JobId) -> bool:
        """Return whether a job of this id was deleted, as far as is remembered."""
        ...

    def forget(self, before: datetime, *, limit: int) -> int:
        """Forget up to *limit* that were deleted before an instant, and return how many."""
        ...


class SearchIndex(Protocol):
    """The documents by their words and facts: all that is stored and in a job, nothing else."""

    def find(self, query: SearchQuery, *, limit: int, after: int | None = None) -> Sequence[Found]:
        """Return up to *limit* documents that meet *query*, the latest stored first.

        Of several analyses of one content only the latest that a job refers to counts; people's
        verdicts count for the facts.

        Args:
            query: what has to hold.
            limit: how many at the most.
            after: the place of the last one that is known already.
        """
        ...

    def places(self, sha256: str, *, limit: int) -> Sequence[Document]:
        """Return up to *limit* documents whose analysis is of this content, the latest first."""
        ...

    def sketches(self, job_id: JobId) -> Sequence[Sketched]:
        """Return the documents of a job that have a sketch, by path, then by number."""
        ...

    def catch_up(self, *, limit: int) -> int:
        """Make up to *limit* analyses findable that another version stored; return how many."""
        ...


class Agenda(Protocol):
    """What is due: the questions that the ticks ask."""

    def jobs_due(self, now: datetime, *, limit: int) -> Sequence[JobId]:
        """Return jobs with a waiting document whose `send_at` has come, longest waiting first."""
        ...

    def documents_due(
        self, job_id: JobId, now: datetime, *, sent_before: bool, limit: int
    ) -> Sequence[Document]:
        """Return waiting documents of a job whose `send_at` has come, by `send_at`, then path.

        Args:
            job_id: the job.
            now: the present instant.
            sent_before: those with `dispatches` above 0, or those with none.
            limit: how many at the most.
        """
        ...

    def next_document(self, job_id: JobId, now: datetime) -> Document | None:
        """Return a waiting document that may be claimed now, or None.

        One that nobody was told of comes first, by `send_at`, then path: for one that was told a
        message is on its way.
        """
        ...

    def lock_told(self, now: datetime, *, but: JobId) -> tuple[Job, Document] | None:
        """Return a document that may be claimed now and that the broker was told of, and its job.

        Both are locked as by `DocumentStore.lock`, but nobody is waited for: what another unit of
        work has locked is passed over. The one that the broker was told of first comes first.

        Args:
            now: the present instant.
            but: a job whose documents are not meant.
        """
        ...

    def documents_in_flight(self, job_id: JobId) -> int:
        """Return how many documents run, or wait with `dispatches` above 0."""
        ...

    def leases_expired(self, now: datetime, *, limit: int) -> Sequence[DocumentId]:
        """Return running documents whose lease has run out, the longest expired first."""
        ...

    def jobs_ended_before(
        self, instant: datetime, *, limit: int, state: State | None = None
    ) -> Sequence[JobId]:
        """Return jobs that ended before *instant*, so if *state* is told, the oldest first."""
        ...

    def oldest_unstarted(self) -> datetime | None:
        """Return when the oldest PENDING job was made, of which nothing has run; None without."""
        ...

    def documents_running(self, *, limit: int) -> Sequence[Document]:
        """Return up to *limit* running documents, those that are to renew their lease first."""
        ...


class EventLog(Protocol):
    """What has changed: a row for each event, written by the transaction that it tells of.

    Whoever writes a job or a document need not know: a job that comes, goes, or changes its state
    or its cancel flag leaves an event, and a document that changes its state.
    """

    def mark(self) -> Mark:
        """Return which commits this unit of work sees."""
        ...

    def since(
        self,
        mark: Mark,
        *,
        jobs: Collection[JobId] | None = None,
        limit: int,
        after: Event | None = None,
    ) -> Sequence[Event]:
        """Return up to *limit* events that *mark* does not see, by commit, then number.

        Args:
            mark: what is known already.
            jobs: those of these jobs alone; of all if None.
            limit: how many at the most.
            after: the last one that is known of them.
        """
        ...

    def delete(self, before: datetime, *, limit: int) -> int:
        """Delete up to *limit* events older than *before*, the oldest first; return how many."""
        ...


class UnitOfWork(Protocol):
    """One transaction over all rows: what is not committed has not happened."""

    @property
    def jobs(self) -> JobStore:
        """The jobs."""
        ...

    @property
    def documents(self) -> DocumentStore:
        """The documents."""
        ...

    @property
    def analyses(self) -> AnalysisStore:
        """The analyses."""
        ...

    @property
    def reviews(self) -> ReviewStore:
        """The reviews."""
        ...

    @property
    def annotations(self) -> AnnotationStore:
        """What people keep beside contracts."""
        ...

    @property
    def attempts(self) -> AttemptStore:
        """How runs ended."""
        ...

    @property
    def workers(self) -> WorkerStore:
        """The workers."""
        ...

    @property
    def replies(self) -> ReplyStore:
        """What requests were answered with."""
        ...

    @property
    def webhooks(self) -> WebhookStore:
        """What somebody else's server is told."""
        ...

    @property
    def bookmarks(self) -> BookmarkStore:
        """How far pieces of work have come."""
        ...

    @property
    def keys(self) -> KeyStore:
        """Who may ask."""
        ...

    @property
    def audit(self) -> AuditStore:
        """What was done at whose wish."""
        ...

    @property
    def uploads(self) -> UploadStore:
        """What was sent."""
        ...

    @property
    def tombstones(self) -> TombstoneStore:
        """Which jobs are gone."""
        ...

    @property
    def search(self) -> SearchIndex:
        """What can be looked for."""
        ...

    @property
    def events(self) -> EventLog:
        """What has changed."""
        ...

    @property
    def agenda(self) -> Agenda:
        """What is due."""
        ...

    def commit(self) -> None:
        """Make the changes last.

        Raises:
            StoreUnavailable: the outcome is unknown; nothing may be assumed.
        """
        ...


class Store(Protocol):
    """The database seen by the use cases; any call may raise `StoreUnavailable`."""

    def begin(self, *, lasting: bool = True) -> AbstractContextManager[UnitOfWork]:
        """Return a unit of work that rolls back unless it is committed.

        Args:
            lasting: whether the commit has to outlive a power cut. Not if all who know of it are
                gone with the power, and it will be done again: a claim, a heartbeat, a mark. A
                store may then save itself a wait for the disk, where a power cut is the only thing
                that could undo the commit.
        """
        ...

    def snapshot(self) -> AbstractContextManager[UnitOfWork]:
        """Return a unit of work for reading: all its reads see one instant."""
        ...

    def ask(self, question: Callable[[UnitOfWork], T]) -> T:
        """Return the answer to a question of one read, which is called again if need be.

        It costs no transaction. Of several reads each would see an instant of its own.
        """
        ...

    def now(self) -> datetime:
        """Return the database's time, in UTC: the one clock that all machines share."""
        ...


class StoreKind(Protocol):
    """A kind of database, chosen by the scheme of its URL; a plug-in of ``contractsai.stores``.

    Any call may raise `StoreUnavailable`, or `UnsafeConfiguration` where only a person can help.
    """

    def open(self, url: str) -> Store:
        """Return the rows; nothing is connected before their first use."""
        ...

    def upgrade(self, url: str) -> None:
        """Bring the database to this version's schema; safe from several processes at once."""
        ...

    def prepare(self, url: str) -> None:
        """Return once the schema is this version's; whoever starts calls this."""
        ...

    def check(self, url: str) -> None:
        """Return if the database could take a job now, as far as can be told without a write."""
        ...
