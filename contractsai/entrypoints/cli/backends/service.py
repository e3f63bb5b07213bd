"""`Jobs` of a service, over its API."""

import http.client
import json
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, cast

from contractsai.application.report import ReportRequest
from contractsai.domain import errors
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit
from contractsai.entrypoints.cli.explain import explain, sentences
from contractsai.entrypoints.cli.output import View
from contractsai.entrypoints.problem_kinds import ALL
from contractsai.entrypoints.stalls import told_of

if TYPE_CHECKING:
    from rich.console import Console

TIMEOUT_SECONDS: Final = 60.0  # a large folder takes a while to list
PAGE: Final = 1000
GROUPS: Final = 10
_IN_MEMORY_BYTES: Final = 8 * 1024 * 1024
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class ServiceUnreachable(CommandFailed):
    """Nobody answers; the job, if there is one, goes on by itself."""


class HttpJobs:
    """`Jobs` at a service's URL."""

    def __init__(self, url: str, *, key: str | None) -> None:
        """Take where the service answers, and the API key if it wants one.

        Raises:
            CommandFailed: that is no URL of a web service.
        """
        self._url = url.rstrip("/")
        parts = urllib.parse.urlsplit(self._url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise CommandFailed(
                f"{url} is not the URL of a service. Give one like: --url http://localhost:8000",
                code=Exit.USAGE,
            )
        self._headers = {"Accept": "application/json, application/problem+json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        # A proxy of the environment does not know this machine's own services.
        proxies = [urllib.request.ProxyHandler({})] if parts.hostname in _LOOPBACK else []
        self._opener = urllib.request.build_opener(*proxies)

    def submit(self, folder: Path | str, labels: Sequence[str] = ()) -> View:
        """Ask for a job on a folder of the service's machine."""
        body: dict[str, object] = {"folder_path": str(folder)}
        if labels:  # an older service knows none
            body["labels"] = list(labels)
        try:
            return self._ask("POST", "/analyze", body=body)
        except errors.FolderNotAllowed as error:
            raise CommandFailed(
                f"The service at {self._url} may not read {folder}: start it with "
                "CONTRACTSAI_ALLOWED_ROOTS naming a folder above it, or analyse it in this "
                f"process: contractsai analyze --local {folder}"
            ) from error

    def get(self, job_id: str) -> View:
        """Return a job."""
        return self._ask("GET", _job(job_id))

    def page(self, limit: int, *, label: str | None = None) -> list[View]:
        """Return the newest jobs."""
        query: View = {"limit": limit} if label is None else {"limit": limit, "label": label}
        return list(self._ask("GET", "/jobs", query=query)["jobs"])

    def documents(self, job_id: str) -> Iterator[View]:
        """Yield the documents, asked for in pages."""
        return self._all(f"{_job(job_id)}/documents", "documents", PAGE)

    def current(self, job_id: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Return None: it would take a second request each time."""
        return None

    def trouble(self, job: View) -> str | None:
        """Return what the service says of itself if it is not ready, or what waits is stalled."""
        try:
            ready = self._ask("GET", "/readyz")
        except ServiceUnreachable:  # whoever asks for the job will notice
            return None
        except CommandFailed as error:
            return str(error)
        except errors.ContractsAIError as error:
            return str(explain(error, command="contractsai jobs list"))
        return told_of(ready.get("stall"), job)  # an older service knows of none

    def deadlines(self, job_id: str, as_of: str | None) -> View:
        """Return what is due."""
        query = {"as_of": as_of} if as_of else None
        return self._ask("GET", f"{_job(job_id)}/deadlines", query=query)

    def near_duplicates(self, job_id: str) -> Iterator[View]:
        """Yield the groups, asked for in pages."""
        return self._all(f"{_job(job_id)}/near-duplicates", "groups", GROUPS)

    def search(self, asked: View, limit: int) -> View:
        """Ask the service to look."""
        found = self._ask("GET", "/search", query={**asked, "limit": limit})
        return {"hits": found["hits"], "is_whole": found["next_page_token"] is None}

    def cancel(self, job_id: str) -> View:
        """Cancel the job."""
        return self._ask("POST", f"{_job(job_id)}/cancel")

    def retry(self, job_id: str) -> View:
        """Reopen the job."""
        return self._ask("POST", f"{_job(job_id)}/retry")

    def write_report(self, wanted: ReportRequest, stream: BinaryIO) -> None:
        """Download the report."""
        query = {
            "format": wanted.report_format,
            "with_text": str(wanted.with_text).lower(),
            "with_candidates": str(wanted.with_candidates).lower(),
            "partial": "true",  # a person at a terminal takes what there is
        }
        if wanted.as_of is not None:
            query["as_of"] = wanted.as_of.isoformat()
        self._download(f"{_job(wanted.job_id)}/report", query, stream)

    def write_calendar(self, job_id: str, as_of: date | None, stream: BinaryIO) -> None:
        """Download the calendar file."""
        query = {} if as_of is None else {"as_of": as_of.isoformat()}
        self._download(f"{_job(job_id)}/calendar.ics", query, stream)

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
        address = f"{_job(job_id)}/documents/{_quoted(document_id)}/findings/{_quoted(finding)}"
        query = None if member is None else {"member": member}
        return self._ask("POST", f"{address}/reviews", body=body, query=query, seen=expected)

    def reviews(
        self, job_id: str, document_id: str, finding: str, member: str | None
    ) -> list[View]:
        """Ask for all verdicts on a finding."""
        address = f"{_job(job_id)}/documents/{_quoted(document_id)}/findings/{_quoted(finding)}"
        query = None if member is None else {"member": member}
        return list(self._ask("GET", f"{address}/reviews", query=query)["reviews"])

    def workers(self) -> list[View]:
        """Ask for the workers."""
        return list(self._ask("GET", "/workers")["workers"])

    def drain(self, worker: str) -> View:
        """Ask for a worker to claim no more."""
        return self._ask("POST", f"/workers/{_quoted(worker)}/drain")

    def register(self, job_id: str, as_of: str | None) -> View:
        """Ask for the register."""
        query = {"as_of": as_of} if as_of else None
        return self._ask("GET", f"{_job(job_id)}/register", query=query)

    def annotate(
        self, job_id: str, document_id: str, member: str | None, body: View, *, expected: int
    ) -> View:
        """Send fields to keep beside a contract."""
        address = f"{_job(job_id)}/documents/{_quoted(document_id)}/annotation"
        query = None if member is None else {"member": member}
        return self._ask("POST", address, body=body, query=query, seen=expected)

    def export_reviews(self, stream: BinaryIO, *, with_history: bool) -> None:
        """Download all reviews."""
        self._download("/reviews/export", {"history": str(with_history).lower()}, stream)

    def close(self) -> None:
        """Do nothing: every answer was closed when it was read."""

    def _all(self, path: str, key: str, limit: int) -> Iterator[View]:
        """Yield what all pages of a list hold."""
        query: dict[str, object] = {"limit": limit}
        while True:
            page = self._ask("GET", path, query=query)
            yield from page[key]
            if not page["next_page_token"]:
                return
            query["page_token"] = page["next_page_token"]

    def _download(self, path: str, query: Mapping[str, object], stream: BinaryIO) -> None:
        with self._open("GET", path, query=query) as answer:
            try:
                shutil.copyfileobj(answer, stream)
            except (http.client.HTTPException, ConnectionError, TimeoutError) as error:
                raise self._unreachable() from error

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        seen: int | None = None,
    ) -> dict[str, Any]:
        with self._open(method, path, body=body, query=query, seen=seen) as answer:
            try:
                found: dict[str, Any] = json.loads(answer.read())
            except ValueError as error:
                raise self._not_ours() from error
            except (http.client.HTTPException, OSError) as error:
                raise self._unreachable() from error
        return found

    def _open(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        seen: int | None = None,
    ) -> IO[bytes]:
        url = f"{self._url}{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        headers = self._headers | ({"Content-Type": "application/json"} if data else {})
        headers |= {} if seen is None else {"If-Match": f'"{seen}"'}
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - http or https, see __init__
        try:
            return cast("IO[bytes]", self._opener.open(request, timeout=TIMEOUT_SECONDS))
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error, path) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable() from error

    def _refused(self, error: urllib.error.HTTPError, path: str) -> Exception:
        """Return what the service's problem is to the one who asked."""
        try:
            problem = json.loads(error.read())
            slug = str(problem["type"]).rpartition("/")[2]
            title, hint = str(problem["title"]), str(problem["hint"])
        except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException):
            return self._not_ours()
        detail = str(problem.get("detail") or title)
        if slug == "key-missing":
            return CommandFailed(
                f"The service at {self._url} wants an API key. Set CONTRACTSAI_API_KEY to one of "
                "its keys, then repeat: contractsai jobs list",
                code=Exit.USAGE,
            )
        if slug == "folder-not-allowed":
            return errors.FolderNotAllowed(detail)
        if slug == "job-not-found":
            return errors.JobNotFound(urllib.parse.unquote(path.split("/")[2]))
        if slug in ALL and (met := ALL[slug].error) is not None:
            return met(detail)
        return CommandFailed(sentences(detail, hint, "See what it answers: contractsai jobs list"))

    def _unreachable(self) -> ServiceUnreachable:
        return ServiceUnreachable(
            f"No service answers at {self._url}. Start one on this machine: contractsai up"
        )

    def _not_ours(self) -> CommandFailed:
        return CommandFailed(
            f"What answers at {self._url} is not this service. Check the URL, or start one: "
            "contractsai up"
        )


def _job(job_id: str) -> str:
    return f"/jobs/{_quoted(job_id)}"


def _quoted(part: str) -> str:
    return urllib.parse.quote(part, safe="")
