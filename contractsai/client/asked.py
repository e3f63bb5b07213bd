"""What can be asked of the service, as values: where, with what, and what type the answer is."""

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote, urlencode

from contractsai.client.answers import (
    Document,
    DocumentDetail,
    Job,
    JsonObject,
    ReportFormat,
    Review,
)

T = TypeVar("T")
LONGEST_WAIT: Final = 30
"""Seconds that the service holds an answer back at the most."""
JOBS_A_PAGE: Final = 200
DOCUMENTS_A_PAGE: Final = 1000
GROUPS_A_PAGE: Final = 10
KEY: Final = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A request whose answer is a T.

    Attributes:
        path: below the service's URL, with its query.
        body: sent as JSON.
        waits: how many seconds the service may hold the answer back.
    """

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    waits: int = 0


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list that is read page by page; each page holds its items under *key*."""

    path: str
    key: str
    query: Mapping[str, object]

    def page(self, token: str | None) -> Asked[JsonObject]:
        """Return the request for the page that *token* leads to, or for the first."""
        return get(self.path, {**self.query, "page_token": token})


def get(path: str, query: Mapping[str, object] | None = None) -> Asked[Any]:
    """Return a request that reads."""
    return Asked("GET", path + queried(query))


def post(
    path: str,
    body: Mapping[str, Any] | None = None,
    *,
    query: Mapping[str, object] | None = None,
    key: str | None = None,
    expected: int | None = None,
) -> Asked[Any]:
    """Return a request that changes something, once however often it is sent.

    Args:
        path: what is changed.
        body: how.
        query: further parameters.
        key: its Idempotency-Key; by default a new one.
        expected: which version has to be there, or it is refused.
    """
    headers = {KEY: key or uuid.uuid4().hex}
    if expected is not None:
        headers["If-Match"] = f'"{expected}"'
    return Asked("POST", path + queried(query), body, headers)


def submit(folder: str, labels: Sequence[str], *, key: str | None) -> Asked[Job]:
    """Return the request for a new job."""
    body: dict[str, Any] = {"folder_path": folder}
    if labels:  # an older service knows none
        body["labels"] = list(labels)
    return post("/analyze", body, key=key)


def dry_run(folder: str) -> Asked[JsonObject]:
    """Return the request for what a job would hold."""
    return post("/analyze", {"folder_path": folder, "validate_only": True})


def job(job_id: str, *, wait_seconds: float = 0) -> Asked[Job]:
    """Return the request for a job, answered once it has ended or after some seconds."""
    waits = min(LONGEST_WAIT, math.ceil(wait_seconds))
    headers = {"Prefer": f"wait={waits}"} if waits > 0 else {}
    return Asked("GET", place(job_id), headers=headers, waits=max(0, waits))


def jobs(filters: Mapping[str, object]) -> Listing[Job]:
    """Return the list of jobs."""
    return Listing("/jobs", "jobs", {"limit": JOBS_A_PAGE, **filters})


def documents(job_id: str) -> Listing[Document]:
    """Return the list of a job's documents."""
    return Listing(f"{place(job_id)}/documents", "documents", {"limit": DOCUMENTS_A_PAGE})


def near_duplicates(job_id: str) -> Listing[JsonObject]:
    """Return the list of groups of documents that are nearly the same."""
    return Listing(f"{place(job_id)}/near-duplicates", "groups", {"limit": GROUPS_A_PAGE})


def document(
    job_id: str, document_id: str, *, with_text: bool, with_candidates: bool
) -> Asked[DocumentDetail]:
    """Return the request for one document."""
    query = {"with_text": with_text, "with_candidates": with_candidates}
    return get(place(job_id, document_id), {name: True for name, it in query.items() if it})


def report(
    job_id: str,
    report_format: ReportFormat,
    *,
    with_text: bool,
    with_candidates: bool,
    as_of: date | None,
    partial: bool,
) -> Asked[bytes]:
    """Return the request for a report."""
    query = {
        "format": report_format,
        "with_text": with_text,
        "with_candidates": with_candidates,
        "partial": partial or None,  # an older service knows nothing of that
        "as_of": as_of,
    }
    return get(f"{place(job_id)}/report", query)


def act(job_id: str, action: str, document_id: str | None = None) -> Asked[Job]:
    """Return the request that does something with a job or a document."""
    return post(f"{place(job_id, document_id)}/{action}")


def review(
    job_id: str,
    document_id: str,
    finding_id: str,
    body: Mapping[str, Any],
    *,
    member: str | None,
    expected: int | None,
) -> Asked[Review]:
    """Return the request that says something of a finding; what is None is left out."""
    return post(
        f"{place(job_id, document_id)}/findings/{quoted(finding_id)}/reviews",
        {name: it for name, it in body.items() if it is not None},
        query={"member": member},
        expected=expected,
    )


def reviews(
    job_id: str, document_id: str, finding_id: str, member: str | None
) -> Asked[JsonObject]:
    """Return the request for all verdicts on a finding."""
    address = f"{place(job_id, document_id)}/findings/{quoted(finding_id)}/reviews"
    return get(address, {"member": member})


def annotate(
    job_id: str, document_id: str, body: Mapping[str, Any], *, member: str | None, expected: int
) -> Asked[JsonObject]:
    """Return the request that keeps something beside a contract."""
    address = f"{place(job_id, document_id)}/annotation"
    return post(address, body, query={"member": member}, expected=expected)


def place(job_id: str, document_id: str | None = None) -> str:
    """Return the path of a job or a document; an id cannot leave its place in it."""
    within = "" if document_id is None else f"/documents/{quoted(document_id)}"
    return f"/jobs/{quoted(job_id)}{within}"


def quoted(part: str) -> str:
    """Return one part of a path."""
    return quote(part, safe="")


def queried(query: Mapping[str, object] | None) -> str:
    """Return a query in the API's forms, without what is None; empty if nothing is left."""
    told = [(name, _as_text(it)) for name, it in (query or {}).items() if it is not None]
    return f"?{urlencode(told)}" if told else ""


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)
