"""The forms of what people say of findings."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contractsai.domain.findings import Kind
from contractsai.domain.forms import MAX_TEXT
from contractsai.domain.review import MAX_BY, MAX_NOTE, Verdict
from contractsai.entrypoints.api.models import Instant, Parameters


class ReviewRequest(BaseModel):
    """A verdict on a finding; a correction brings what is right, as `normal` or as `text`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    verdict: Annotated[Verdict, Field(strict=False)]
    normal: JsonValue = Field(None, description="The typed value, in the form of the report.")
    text: str | None = Field(
        None,
        min_length=1,
        max_length=MAX_TEXT,
        description="The same as a person writes it: 2026-03-03, 2 years, US-NY New York, a name.",
    )
    value: str | None = Field(
        None, min_length=1, max_length=MAX_TEXT, description="What people read; by default follows."
    )
    by: str | None = Field(None, min_length=1, max_length=MAX_BY, description="Who says so.")
    note: str | None = Field(None, min_length=1, max_length=MAX_NOTE, description="Why.")


class ReviewQuery(Parameters):
    """In which document of the file."""

    member: str | None = Field(
        None, max_length=4096, description="As in the report; none for the file itself."
    )


class ExportQuery(Parameters):
    """Which reviews."""

    history: bool = Field(False, description="Include verdicts that no longer hold.")


class ReviewedValue(BaseModel):
    """A value as people read it and as programs do."""

    value: str
    normal: JsonValue


class ReviewOut(BaseModel):
    """A verdict, with all it takes to learn from it."""

    id: str
    subject: str = Field(description="Names what is reviewed, whatever finds it.")
    number: int = Field(description="Counted from 1 for each subject; the last one holds.")
    sha256: str
    member: str | None
    kind: Kind
    name: str
    verdict: Verdict
    old: ReviewedValue
    new: ReviewedValue | None
    evidence: dict[str, JsonValue] | None
    passage: str = Field(description="The text around the evidence.")
    pipeline: str = Field(description="What had made the finding.")
    by: str | None
    at: Instant
    note: str | None


class ReviewsOut(BaseModel):
    """All verdicts on a finding, the oldest first."""

    reviews: list[ReviewOut]
