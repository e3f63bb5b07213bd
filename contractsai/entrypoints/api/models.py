"""The forms of requests and responses, for validation and for the OpenAPI document."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from contractsai.domain.findings import Outcome
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason

JobState = Literal["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
PageToken = Annotated[
    str | None,
    Field(max_length=16384, description="next_page_token of the page before; none for the first."),
]
NextPageToken = Annotated[str | None, Field(description="Null on the last page.")]


class ReportFormat(StrEnum):
    """The forms a report comes in."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


class AnalyzeRequest(BaseModel):
    """A folder to analyse."""

    model_config = ConfigDict(extra="forbid", strict=True)

    folder_path: str = Field(
        min_length=1,
        max_length=4096,
        description="Absolute, on the machine that runs the service, below an allowed root.",
        examples=["/contracts/2026"],
    )


class _Query(BaseModel):
    """Parameters come as text, so that they are read, but none may be unknown."""

    model_config = ConfigDict(extra="forbid")


class JobsQuery(_Query):
    """Which page of jobs."""

    limit: int = Field(50, ge=1, le=200)
    page_token: PageToken = None


class DocumentsQuery(_Query):
    """Which page of documents."""

    limit: int = Field(50, ge=1, le=1000)
    page_token: PageToken = None


class ReportQuery(_Query):
    """Which report."""

    format: ReportFormat | None = Field(
        None, description="By default what the Accept header asks for, else jsonl."
    )
    with_text: bool = Field(False, description="Include the text that offsets refer to.")
    with_candidates: bool = Field(False, description="Include findings of band unlikely.")
    as_of: date | None = Field(
        None,
        description="The day by which html and xlsx call a date past or near; by default today.",
    )


class CountsOut(BaseModel):
    """How many documents are in each state."""

    total: int
    pending: int
    running: int
    retrying: int
    completed: int
    failed: int
    cancelled: int


class JobOut(BaseModel):
    """A job."""

    id: str
    state: JobState
    folder: str
    documents: CountsOut
    reason: Reason | None
    created_at: Instant
    started_at: Instant | None
    ended_at: Instant | None
    cancel_requested_at: Instant | None


class DocumentOut(BaseModel):
    """One file of a job."""

    id: str
    path: str = Field(description="Relative to the job's folder.")
    state: State
    outcome: Outcome | None
    reason: Reason | None
    attempt: int
    failures: int
    crashes: int
    size_bytes: int
    sha256: str | None
    worker: str | None
    run_at: Instant | None = Field(description="When a RETRYING document is tried again.")
    started_at: Instant | None
    ended_at: Instant | None


class JobsOut(BaseModel):
    """A page of jobs, newest first."""

    jobs: list[JobOut]
    next_page_token: NextPageToken


class DocumentsOut(BaseModel):
    """A page of a job's documents, by path."""

    documents: list[DocumentOut]
    next_page_token: NextPageToken


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    """The service can take jobs; a submit does not need the broker."""

    status: Literal["ready"] = "ready"
    database: str
    broker: str = Field(description="unknown, accepting or refusing: what the last dispatch met.")
