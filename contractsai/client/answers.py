"""The API's answers as types: the JSON itself, so that a newer service's fields are there too."""

import json
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypedDict

JsonObject: TypeAlias = dict[str, Any]
"""An answer that has no type of its own here; `/docs` of the service describes it."""
JobState = Literal["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]
DocumentState = Literal["PENDING", "RUNNING", "RETRYING", "COMPLETED", "FAILED", "CANCELLED"]
Verdict = Literal["accepted", "corrected", "rejected", "open"]
ReportFormat = Literal["jsonl", "json", "csv", "xlsx", "html"]


class Counts(TypedDict):
    """How many documents are in each state."""

    total: int
    pending: int
    running: int
    retrying: int
    completed: int
    failed: int
    cancelled: int


class Job(TypedDict):
    """A job; it has ended once `ended_at` is set. Instants are texts, in UTC."""

    id: str
    state: JobState
    folder: str
    labels: list[str]
    documents: Counts
    reason: str | None
    created_at: str
    started_at: str | None
    ended_at: str | None
    cancel_requested_at: str | None


class Document(TypedDict):
    """One file of a job."""

    id: str
    path: str
    state: DocumentState
    outcome: str | None
    reason: str | None
    attempt: int
    failures: int
    crashes: int
    size_bytes: int
    sha256: str | None
    worker: str | None
    run_at: str | None
    started_at: str | None
    ended_at: str | None


class Attempt(TypedDict):
    """One run of a document: what it left the document in, and why."""

    number: int
    state: DocumentState
    reason: str | None
    worker: str | None
    started_at: str | None
    ended_at: str | None


class DocumentDetail(Document):
    """One file of a job, its attempts, and its lines of the report once it has ended."""

    job_id: str
    attempts: list[Attempt]
    report: list[JsonObject]


class ReviewedValue(TypedDict):
    """A value as people read it and as programs do."""

    value: str
    normal: Any


class Review(TypedDict):
    """A verdict on a finding; of those on one finding, the last one holds."""

    id: str
    subject: str
    number: int
    sha256: str
    member: str | None
    kind: str
    name: str
    verdict: Verdict
    old: ReviewedValue
    new: ReviewedValue | None
    evidence: JsonObject | None
    passage: str
    pipeline: str
    by: str | None
    at: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A message of a stream: how things stand, not what was done.

    Attributes:
        name: ``snapshot``, ``delta``, ``end`` or ``gone``.
        id: from where any replica goes on.
        data: as the API's pages describe it.
    """

    name: str
    id: str
    data: JsonObject

    @property
    def is_last(self) -> bool:
        """Whether nothing more will come of this job."""
        return self.name in ("end", "gone")


def event_of(name: str, event_id: str, text: str) -> Event:
    """Return a message from its parts on the wire.

    Raises:
        ValueError: its data is no JSON object.
    """
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("not an object")  # noqa: TRY004 - what came over the wire has no type
    return Event(name, event_id, data)
