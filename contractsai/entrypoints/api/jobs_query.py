"""Which jobs are asked for."""

import json
from typing import Literal

from pydantic import Field

from contractsai.application.ports import JobFilter
from contractsai.domain.lifecycle import State
from contractsai.entrypoints.api.models import JobState, Label, Moment, PageToken, Parameters


class JobsQuery(Parameters):
    """Which page of jobs."""

    state: JobState | None = Field(None, description="Those in this state.")
    has_failures: bool = Field(False, description="Those of which a document FAILED.")
    created_after: Moment | None = Field(None, description="Those made after this instant.")
    created_before: Moment | None = Field(None, description="Those made before this instant.")
    label: Label | None = Field(None, description="Those with this label.")
    folder: str | None = Field(
        None, min_length=1, max_length=4096, description="Those of this folder, none below it."
    )
    q: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="Those whose folder's name contains this; for A to Z, case does not count.",
    )
    order_by: Literal["-created_at", "created_at"] = Field(
        "-created_at", description="The newest first, or the oldest."
    )
    limit: int = Field(50, ge=1, le=200)
    page_token: PageToken = None

    def wanted(self) -> JobFilter:
        """Return which jobs are asked for."""
        return JobFilter(
            state=State(self.state) if self.state else None,
            has_failures=self.has_failures,
            created_after=self.created_after,
            created_before=self.created_before,
            label=self.label,
            folder=self.folder,
            text=self.q,
            oldest_first=self.order_by == "created_at",
        )

    def listing(self) -> str:
        """Return what a page token is for: these jobs and no others."""
        asked = self.model_dump(mode="json", exclude={"limit", "page_token"}, exclude_defaults=True)
        return f"jobs {json.dumps(asked, sort_keys=True)}" if asked else "jobs"
