"""Every use case on the adapters that the settings name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property

from contractsai.application import (
    cancel,
    delete,
    deliver,
    dispatch,
    duplicates,
    purge,
    read,
    recount,
    rescue,
    retry,
    search,
    submit,
    under_way,
)
from contractsai.application.follow import QUANTUM
from contractsai.application.ports import (
    ALL_JOBS,
    DocumentQueue,
    JobFilter,
    Shutdown,
)
from contractsai.bootstrap import database
from contractsai.bootstrap.access import Access
from contractsai.bootstrap.adapters import Adapters
from contractsai.bootstrap.ids import new_id
from contractsai.bootstrap.pages import Pages
from contractsai.bootstrap.register import Register
from contractsai.bootstrap.reports import Reports
from contractsai.bootstrap.reviews import Reviews
from contractsai.bootstrap.schedules import Schedules
from contractsai.bootstrap.uploads import Uploads
from contractsai.bootstrap.views import Views
from contractsai.bootstrap.webhooks import Webhooks
from contractsai.bootstrap.workers import Workers
from contractsai.domain.document import Document
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.search import SearchQuery
from contractsai.settings import Settings


class Services(Adapters):
    """Every use case with its ports filled in."""

    @cached_property
    def access(self) -> Access:
        """Who may ask, and what was done."""
        return Access(lambda: self.store, self.clock)

    @cached_property
    def reviews(self) -> Reviews:
        """What people said of findings."""
        return Reviews(self.store, self.clock)

    @cached_property
    def register(self) -> Register:
        """What people look up and keep of contracts."""
        return Register(self.store, self.clock)

    @cached_property
    def workers(self) -> Workers:
        """Who runs documents."""
        return Workers(self.store, self.clock)

    @cached_property
    def webhooks(self) -> Webhooks:
        """What somebody else's server is told."""
        return Webhooks(self.settings, self.store, self.clock)

    @cached_property
    def schedules(self) -> Schedules:
        """What beat has done again and again."""
        return Schedules(self.settings, self.store, self.clock)

    @cached_property
    def views(self) -> Views:
        """What people look at before they decide."""
        return Views(self.store, self.clock, self.source, self.settings, self.queue_lengths)

    @cached_property
    def pages(self) -> Pages:
        """Pages of documents as pictures."""
        return Pages(lambda: self.source)

    @cached_property
    def uploads(self) -> Uploads:
        """What people send to be analysed."""
        return Uploads(self.settings, self.store, self.clock)

    @cached_property
    def reports(self) -> Reports:
        """What was found, and what follows from it on a day."""
        return Reports(self.settings, self.store, self.clock)

    def submit_job(
        self,
        folder: str,
        *,
        job_id: JobId | None = None,
        tell: int = 0,
        labels: Iterable[str] = (),
    ) -> submit.Submission:
        """Store a pending job; dispatching comes after.

        A file is looked at first: a connection that has read it before would not notice damage.
        """
        if self.settings.store_url.startswith("sqlite"):
            self.check_database()
        return submit.submit_job(
            folder,
            source=self.source,
            store=self.store,
            clock=self.clock,
            new_id=new_id,
            job_id=job_id,
            tell=tell,
            resend_after=self.settings.resend_after,
            labels=labels,
            request_id=under_way.request_id(),
        )

    def announce(self, told: Sequence[Document]) -> int:
        """Tell the broker of documents whose rows say already that it was told."""
        dispatch.announce(told, store=self.store, queue=self.queue, clock=self.clock)
        return len(told)

    def dispatch_job(self, job_id: JobId) -> int:
        """Tell the broker of the documents whose turn has come."""
        return dispatch.dispatch_job(
            job_id,
            store=self.store,
            queue=self.queue,
            clock=self.clock,
            resend_after=self.settings.resend_after,
        )

    def relay_due(self) -> int:
        """Dispatch what nobody was told about."""
        return dispatch.relay_due(
            store=self.store,
            queue=self.queue,
            clock=self.clock,
            resend_after=self.settings.resend_after,
        )

    def deliver_document(
        self, document_id: DocumentId, *, quantum: timedelta = QUANTUM
    ) -> deliver.Delivery | None:
        """Carry one document through one attempt, and others of its job for a moment."""
        return deliver.deliver_document(
            document_id,
            store=self.store,
            queue=self.queue,
            source=self.source,
            host=self.host,
            clock=self.clock,
            settings=self.attempt_settings,
            quantum=quantum,
            resend_after=self.settings.resend_after,
        )

    def rescue_expired(self) -> list[Document]:
        """Take documents from workers that went silent."""
        own = self.attempt_settings
        return rescue.rescue_expired(
            store=self.store, clock=self.clock, policy=own.policy, jitter=own.jitter
        )

    def cancel_job(self, job_id: JobId) -> Job:
        """Cancel what waits and flag what runs."""
        return cancel.cancel_job(job_id, store=self.store, clock=self.clock)

    def retry_job(self, job_id: JobId) -> Job:
        """Try again what did not complete."""
        return retry.retry_job(job_id, store=self.store, clock=self.clock)

    def delete_job(self, job_id: JobId) -> None:
        """Forget an ended job."""
        delete.delete_job(job_id, store=self.store, clock=self.clock)

    def purge_jobs(self) -> int:
        """Delete jobs that ended longer ago than the retention, and uploads that are left."""
        self.webhooks.notice()  # before the events of their ends go
        purged = purge.purge_jobs(
            store=self.store,
            clock=self.clock,
            retention=self.settings.retention,
            by_state=self.settings.retention_by_state,
            audit_retention=self.settings.audit_retention,
        )
        self.uploads.purge()
        return purged

    def recount_jobs(self) -> Iterator[recount.Drift]:
        """Yield each job whose counts were wrong, once they are mended."""
        return recount.recount_jobs(store=self.store, clock=self.clock)

    def read_job(self, job_id: JobId) -> Job:
        """Return the job."""
        return read.read_job(job_id, store=self.store)

    def read_jobs(
        self, *, limit: int, after: JobId | None = None, wanted: JobFilter = ALL_JOBS
    ) -> Sequence[Job]:
        """Return a page of jobs."""
        return read.read_jobs(store=self.store, limit=limit, after=after, wanted=wanted)

    def read_documents(
        self, job_id: JobId, *, limit: int, after: str | None = None
    ) -> Sequence[Document]:
        """Return a page of a job's documents."""
        return read.read_documents(job_id, store=self.store, limit=limit, after=after)

    def search(
        self, query: SearchQuery, *, limit: int, after: int | None = None
    ) -> Sequence[search.Hit]:
        """Return a page of the documents that meet a query, the latest stored first."""
        return search.search(query, store=self.store, limit=limit, after=after)

    def near_duplicates(
        self, job_id: JobId, *, limit: int, after: duplicates.Place | None = None
    ) -> Sequence[duplicates.Group]:
        """Return a page of a job's documents that are nearly the same."""
        return duplicates.near_duplicates(job_id, store=self.store, limit=limit, after=after)

    def upgrade_database(self) -> None:
        """Bring the database to the present schema; safe from several processes at once."""
        database.upgrade_database(self.settings)

    def prepare_database(self) -> None:
        """Make sure that the schema is the present one; SQLite is brought there on the way.

        Raises:
            UnsafeConfiguration: a database server's schema is not; a person should upgrade it.
        """
        database.prepare_database(self.settings)

    def check_database(self) -> None:
        """Return if the database could take a job now, as far as can be told without one.

        Raises:
            StoreUnavailable: it could not; the class says why, where that is known.
        """
        database.check_database(self.settings)
        self.read_jobs(limit=1)

    def sweep_up(self) -> None:
        """Remove the files of analysis processes that were killed together with their guards."""
        from contractsai.adapters.os.folders import sweep

        sweep()


def build_services(
    settings: Settings,
    *,
    queue: DocumentQueue | None = None,
    shutdown: Shutdown | None = None,
    limit_errors: Sequence[type[Exception]] = (),
) -> Services:
    """Return the service on the adapters that *settings* name."""
    return Services(settings, queue=queue, shutdown=shutdown, limit_errors=limit_errors)
