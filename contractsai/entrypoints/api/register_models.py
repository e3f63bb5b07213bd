"""The forms of the register: contracts with their facts, and what people keep beside them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contractsai.application.changes import Change
from contractsai.domain.annotation import MAX_FIELDS, MAX_NAME, MAX_VALUE
from contractsai.domain.findings import Band, Outcome
from contractsai.domain.review import MAX_BY
from contractsai.entrypoints.api.models import Instant

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
Fields = Annotated[
    dict[Name, Annotated[str, Field(max_length=MAX_VALUE)] | None],
    Field(max_length=MAX_FIELDS, description="Null or an empty text takes one away."),
]


class FactOut(BaseModel):
    """One value of a fact."""

    finding: str = Field(description="Its id in the report.")
    text: str = Field(description="As a cell of the spreadsheet has it.")
    normal: JsonValue
    confidence: float
    band: Band
    review: dict[str, JsonValue] | None


class NextDeadlineOut(BaseModel):
    """The next day on which something is due."""

    date: Day
    what: str


class ContractOut(BaseModel):
    """One contract."""

    key: str = Field(description="Names the content, whatever the file is called.")
    path: str
    member: str | None
    document: str = Field(description="The id that GET /jobs/{id}/documents gives.")
    document_id: str = Field(description="As in the report.")
    outcome: Outcome
    facts: dict[str, list[FactOut]]
    rejected: dict[str, list[str]] = Field(description="What people said that a fact is not.")
    status: str = Field(description="As in the calendar; or not read, or changes another.")
    term_from: Day | None
    term_to: Day | None
    notice_by: Day | None
    next_deadline: NextDeadlineOut | None
    confidence: float | None = Field(description="Of the least sure fact.")
    look_at: list[str]
    own: dict[str, str] = Field(description="Fields of people's own.")
    own_version: int


class OtherOut(BaseModel):
    """A file without a row, and why."""

    path: str
    member: str | None
    outcome: Outcome
    why: str


class DifferenceOut(BaseModel):
    """A fact that the contract says otherwise now."""

    fact: str
    before: str
    after: str


class ChangeOut(BaseModel):
    """What happened to a document since the run before."""

    change: Change
    path: str
    member: str | None
    other: str | None = Field(description="Where it was, or the path that it is a copy of.")
    differs: list[DifferenceOut]
    says: str


class SinceOut(BaseModel):
    """The run before: the last COMPLETED job of the same folder."""

    job: str
    ended_at: Instant


class RegisterOut(BaseModel):
    """The register of a job."""

    job: str
    folder: str
    as_of: Day
    since: SinceOut | None
    contracts: list[ContractOut]
    others: list[OtherOut]
    changes: list[ChangeOut]


class AnnotationRequest(BaseModel):
    """Fields to write beside a contract; others stay as they are."""

    model_config = ConfigDict(extra="forbid", strict=True)

    fields: Fields
    by: str | None = Field(None, min_length=1, max_length=MAX_BY, description="Who says so.")


class AnnotationOut(BaseModel):
    """What people keep beside a content."""

    fields: dict[str, str]
    by: str | None
    at: Instant
    version: int
