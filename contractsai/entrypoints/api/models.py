"""The forms of requests and responses, for validation and for the OpenAPI document."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)

from contractsai.domain.findings import Outcome
from contractsai.domain.ids import UploadId
from contractsai.domain.labels import LABEL, MAX_LABELS
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.upload import folder_of

JobState = Literal["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]
ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ISO_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}", re.ASCII)


def _iso_day(value: object) -> object:
    """Refuse what pydantic would take for a date too, such as seconds since 1970."""
    if isinstance(value, str) and not ISO_DAY.fullmatch(value):
        raise ValueError("give a day as YYYY-MM-DD")
    return value


def _iso_instant(value: object) -> object:
    """Refuse the same of instants."""
    if isinstance(value, str) and not ISO_INSTANT.match(value):
        raise ValueError("give an instant as YYYY-MM-DDThh:mm:ssZ")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_iso_instant)]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Label = Annotated[str, Field(pattern=LABEL, description="Letters A to Z, digits, . _ : = / + @ -")]
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
    """A folder to analyse, or an upload: one of the two."""

    model_config = ConfigDict(extra="forbid", strict=True)

    folder_path: str | None = Field(
        None,
        min_length=1,
        max_length=4096,
        description="Absolute, on the machine that runs the service, below an allowed root.",
        examples=["/contracts/2026"],
    )
    upload_id: str | None = Field(
        None,
        pattern=r"^[0-9a-f]{32}$",
        description="Instead of a folder, as POST /uploads gave it.",
    )
    labels: list[Label] = Field(
        [], max_length=MAX_LABELS, description="Words to find the job by.", examples=[["q3"]]
    )
    validate_only: bool = Field(
        False, description="Make no job: tell what it would hold, and what is known of that."
    )

    @model_validator(mode="after")
    def _name_one(self) -> Self:
        """Refuse a request that names no place, or two."""
        if (self.folder_path is None) is (self.upload_id is None):
            raise ValueError("give folder_path or upload_id")
        return self

    @property
    def folder(self) -> str:
        """What is to be analysed, as a source knows it."""
        return self.folder_path or folder_of(UploadId(self.upload_id or ""))


class Parameters(BaseModel):
    """Parameters come as text, so that they are read, but none may be unknown."""

    model_config = ConfigDict(extra="forbid")


class DocumentQuery(Parameters):
    """How much of a document."""

    with_text: bool = Field(False, description="Include the text that offsets refer to.")
    with_candidates: bool = Field(False, description="Include findings of band unlikely.")


class DocumentsQuery(Parameters):
    """Which page of documents."""

    limit: int = Field(50, ge=1, le=1000)
    page_token: PageToken = None


class ReportQuery(Parameters):
    """Which report."""

    format: ReportFormat | None = Field(
        None, description="By default what the Accept header asks for, else jsonl."
    )
    with_text: bool = Field(False, description="Include the text that offsets refer to.")
    with_candidates: bool = Field(False, description="Include findings of band unlikely.")
    partial: bool = Field(
        False, description="While the job runs, take what its ended documents hold."
    )
    as_of: Day | None = Field(
        None,
        description="The day by which html and xlsx call a date past or near; by default today.",
    )


class DeadlinesQuery(Parameters):
    """Deadlines as of which day."""

    as_of: Day | None = Field(None, description="The day to look from; by default today, UTC.")


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
    labels: list[str]
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


class AttemptOut(BaseModel):
    """One run of a document."""

    number: int = Field(description="Counted from 1, and never anew.")
    state: State = Field(
        description="What it left the document in: RETRYING, FAILED, CANCELLED, or PENDING, where "
        "its worker gave it back; COMPLETED; or RUNNING while it lasts."
    )
    reason: Reason | None
    worker: str | None = Field(description="Null once the document is COMPLETED.")
    started_at: Instant | None
    ended_at: Instant | None


class DocumentDetailOut(DocumentOut):
    """One file of a job, how its attempts ended, and what was found in it."""

    job_id: str
    attempts: list[AttemptOut] = Field(description="All of them, the first one first.")
    report: list[dict[str, JsonValue]] = Field(
        description="Its lines of the report: none until it has ended, one for each text in it."
    )


class JobsOut(BaseModel):
    """A page of jobs."""

    jobs: list[JobOut]
    next_page_token: NextPageToken


class DocumentsOut(BaseModel):
    """A page of a job's documents, by path."""

    documents: list[DocumentOut]
    next_page_token: NextPageToken


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Stalled(BaseModel):
    """Why documents wait that could run."""

    cause: str = Field(
        description="broker_away, no_worker, all_drained, other_queue, no_beat or all_busy."
    )
    says: str = Field(description="The cause as a sentence.")
    next: str = Field(description="The command that helps.")
    waiting: int = Field(description="Documents that wait to run, or to run again.")
    running: int
    slots: int = Field(description="Documents that the workers there can run at once.")


class Ready(BaseModel):
    """The service can take jobs; a submit does not need the broker, nor a worker."""

    status: Literal["ready"] = "ready"
    database: str = Field(description="Always ready here; else full, missing, damaged, ...")
    broker: str = Field(description="unknown, accepting or refusing: what the last dispatch met.")
    stall: Stalled | None = Field(
        None, description="Why documents wait now; null if none do, or nothing is in their way."
    )
