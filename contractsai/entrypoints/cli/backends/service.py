"""`Jobs` of a service, over its API."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from contractsai.application.report import ReportRequest
from contractsai.client import Client, ClientError, NotThisService, Patience, Refused
from contractsai.domain import errors
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit, ServiceUnreachable
from contractsai.entrypoints.cli.explain import explain, sentences
from contractsai.entrypoints.cli.output import View
from contractsai.entrypoints.problem_kinds import ALL
from contractsai.entrypoints.stalls import told_of

if TYPE_CHECKING:
    from rich.console import Console

    from contractsai.client.answers import ReportFormat

PATIENCE: Final = Patience(attempts=3, first_seconds=0.2, longest_seconds=2.0)
"""Somebody waits at the terminal, who is soon told that nobody answers."""
_IN_MEMORY_BYTES: Final = 8 * 1024 * 1024


class HttpJobs:
    """`Jobs` at a service's URL."""

    def __init__(self, url: str, *, key: str | None, patience: Patience = PATIENCE) -> None:
        """Take where the service answers, and the API key if it wants one.

        Raises:
            CommandFailed: that is no URL of a web service.
        """
        try:
            self._client = Client(url, key=key, patience=patience)
        except ValueError as error:
            raise CommandFailed(
                f"{url} is not the URL of a service. Give one like: --url http://localhost:8000",
                code=Exit.USAGE,
            ) from error
        self._url = self._client.url

    def submit(self, folder: Path | str, labels: Sequence[str] = ()) -> View:
        """Ask for a job on a folder of the service's machine."""
        with self._allowed(folder):
            return _view(self._client.submit(folder, labels))

    def dry_run(self, folder: Path | str) -> View:
        """Ask what a job on a folder of the service's machine would hold."""
        with self._allowed(folder):
            return self._client.dry_run(folder)

    @contextmanager
    def _allowed(self, folder: Path | str) -> Iterator[None]:
        """Raise what goes wrong, a folder that the service may not read with the way out."""
        try:
            with self._told():
                yield
        except errors.FolderNotAllowed as error:
            raise CommandFailed(
                f"The service at {self._url} may not read {folder}: start it with "
                "CONTRACTSAI_ALLOWED_ROOTS naming a folder above it, or analyse it in this "
                f"process: contractsai analyze --local {folder}"
            ) from error

    def get(self, job_id: str) -> View:
        """Return a job."""
        with self._told(job_id):
            return _view(self._client.job(job_id))

    def page(self, limit: int, *, label: str | None = None) -> list[View]:
        """Return the newest jobs."""
        with self._told():
            newest = self._client.jobs(limit=limit, label=label)
            return [_view(job) for job in islice(newest, limit)]

    def documents(self, job_id: str) -> Iterator[View]:
        """Yield the documents, asked for in pages."""
        with self._told(job_id):
            yield from map(_view, self._client.documents(job_id))

    def current(self, job_id: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Return None: it would take a second request each time."""
        return None

    def trouble(self, job: View) -> str | None:
        """Return what the service says of itself if it is not ready, or what waits is stalled."""
        try:
            with self._told():
                ready = self._client.ready()
        except ServiceUnreachable:  # whoever asks for the job will notice
            return None
        except CommandFailed as error:
            return str(error)
        except errors.ContractsAIError as error:
            return str(explain(error, command="contractsai jobs list"))
        return told_of(ready.get("stall"), job)  # an older service knows of none

    def deadlines(self, job_id: str, as_of: str | None) -> View:
        """Return what is due."""
        with self._told(job_id):
            return self._client.deadlines(job_id, as_of=as_of)

    def near_duplicates(self, job_id: str) -> Iterator[View]:
        """Yield the groups, asked for in pages."""
        with self._told(job_id):
            yield from self._client.near_duplicates(job_id)

    def search(self, asked: View, limit: int) -> View:
        """Ask the service to look."""
        with self._told():
            found = self._client.search(**asked, limit=limit)
        return {"hits": found["hits"], "is_whole": found["next_page_token"] is None}

    def cancel(self, job_id: str) -> View:
        """Cancel the job."""
        with self._told(job_id):
            return _view(self._client.cancel(job_id))

    def retry(self, job_id: str) -> View:
        """Reopen the job."""
        with self._told(job_id):
            return _view(self._client.retry(job_id))

    def delete(self, job_id: str) -> None:
        """Delete the job."""
        with self._told(job_id):
            self._client.delete(job_id)

    def write_report(self, wanted: ReportRequest, stream: BinaryIO) -> None:
        """Download the report."""
        with self._told(wanted.job_id):
            self._client.report(
                wanted.job_id,
                stream,
                cast("ReportFormat", wanted.report_format),
                with_text=wanted.with_text,
                with_candidates=wanted.with_candidates,
                as_of=wanted.as_of,
                partial=True,  # a person at a terminal takes what there is
            )

    def write_calendar(self, job_id: str, as_of: date | None, stream: BinaryIO) -> None:
        """Download the calendar file."""
        with self._told(job_id):
            self._client.calendar(job_id, stream, as_of=as_of)

    def print_report(self, job_id: str, console: "Console", *, as_of: date | None = None) -> None:
        """Download the report for machines, and show it to a person."""
        from contractsai.bootstrap.local import print_lines

        with SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
            spool = cast("BinaryIO", file)  # it is one in all but name
            self.write_report(ReportRequest(job_id, "jsonl"), spool)
            file.seek(0)
            print_lines((json.loads(line) for line in file), console, as_of=as_of)

    def review(
        self,
        job_id: str,
        document_id: str,
        finding: str,
        member: str | None,
        body: View,
        *,
        expected: int | None = None,
    ) -> View:
        """Send a verdict."""
        with self._told(job_id):
            found = self._client.review(
                job_id, document_id, finding, **body, member=member, expected=expected
            )
        return _view(found)

    def reviews(
        self, job_id: str, document_id: str, finding: str, member: str | None
    ) -> list[View]:
        """Ask for all verdicts on a finding."""
        with self._told(job_id):
            found = self._client.reviews(job_id, document_id, finding, member=member)
        return [_view(review) for review in found]

    def workers(self) -> list[View]:
        """Ask for the workers."""
        with self._told():
            return [_view(worker) for worker in self._client.workers()]

    def drain(self, worker: str) -> View:
        """Ask for a worker to claim no more."""
        with self._told():
            return self._client.drain(worker)

    def register(self, job_id: str, as_of: str | None) -> View:
        """Ask for the register."""
        with self._told(job_id):
            return self._client.register(job_id, as_of=as_of)

    def annotate(
        self, job_id: str, document_id: str, member: str | None, body: View, *, expected: int
    ) -> View:
        """Send fields to keep beside a contract."""
        with self._told(job_id):
            return self._client.annotate(
                job_id, document_id, **body, member=member, expected=expected
            )

    def export_reviews(self, stream: BinaryIO, *, with_history: bool) -> None:
        """Download all reviews."""
        with self._told():
            self._client.export_reviews(stream, with_history=with_history)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    @contextmanager
    def _told(self, job_id: str | None = None) -> Iterator[None]:
        """Raise what goes wrong as what it is to the one at the terminal."""
        try:
            yield
        except Refused as error:
            raise self._refused(error, job_id) from error
        except NotThisService as error:
            raise CommandFailed(
                f"What answers at {self._url} is not this service. Check the URL, or start one: "
                "contractsai up"
            ) from error
        except ClientError as error:
            raise ServiceUnreachable(
                f"No service answers at {self._url}. Start one on this machine: contractsai up"
            ) from error

    def _refused(self, error: Refused, job_id: str | None) -> Exception:
        """Return what the service's problem is to the one who asked."""
        if error.slug == "key-missing":
            return CommandFailed(
                f"The service at {self._url} wants an API key. Set CONTRACTSAI_API_KEY to one of "
                "its keys, then repeat: contractsai jobs list",
                code=Exit.USAGE,
            )
        if error.slug == "job-not-found" and job_id is not None:
            return errors.JobNotFound(job_id)
        kind = ALL.get(error.slug)
        if kind is not None and kind.error is not None:
            return kind.error(error.detail)
        advice = "See what it answers: contractsai jobs list"
        return CommandFailed(sentences(error.detail, error.hint, advice))


def _view(answer: Any) -> View:  # noqa: ANN401 - a typed answer, which commands take as what it is
    return cast("View", answer)
