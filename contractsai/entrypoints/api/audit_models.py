"""The forms of the audit."""

from typing import Literal

from pydantic import BaseModel, Field

from contractsai.application.ports import AuditFilter
from contractsai.entrypoints.api.models import (
    Instant,
    Moment,
    NextPageToken,
    PageToken,
    Parameters,
)


class AuditQuery(Parameters):
    """Which entries."""

    who: str | None = Field(
        None, min_length=1, max_length=64, description="Those at the wish of this key's name."
    )
    subject: str | None = Field(
        None,
        pattern=r"^[0-9A-Za-z@._-]{1,64}$",
        description="Those about the job, worker or key of this id.",
    )
    since: Moment | None = Field(None, description="Those from this instant on.")
    until: Moment | None = Field(None, description="Those before this instant.")
    limit: int = Field(50, ge=1, le=200)
    page_token: PageToken = None

    def wanted(self) -> AuditFilter:
        """Return which entries are asked for."""
        return AuditFilter(self.who, self.subject, self.since, self.until)


class ChangeOut(BaseModel):
    """One thing that a call changed."""

    what: str = Field(examples=["job 0b0b"])
    before: str | None = Field(description="Null for what was not there.")
    after: str | None = Field(description="Null for what is gone.")


class EntryOut(BaseModel):
    """One call that could change something."""

    id: str
    at: Instant = Field(description="When it began.")
    who: str = Field(description="The name of the caller's key.")
    action: str = Field(examples=["POST /jobs/{job_id}/cancel"])
    target: str = Field(description="The address, without its query.")
    subject: str = Field(description="The id of the job, worker or key; empty without one.")
    request_id: str = Field(description="The same as in the log.")
    outcome: Literal["done", "unchanged", "refused", "failed"]
    changes: list[ChangeOut]


class AuditOut(BaseModel):
    """A page of the audit, the latest first."""

    entries: list[EntryOut]
    next_page_token: NextPageToken
