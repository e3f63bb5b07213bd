"""The forms of what depends on a day: what is due, and the calendars of contracts."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from contractsai.domain.deadline import Severity
from contractsai.domain.schedule import Status

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


class DueOut(BaseModel):
    """A risk that depends on the day on which somebody looks."""

    path: str
    member: str | None
    document_id: str = Field(description="As in the report.")
    name: str
    severity: Severity
    value: str
    date: Day
    days_left: int = Field(description="Below 0 the day has passed.")
    finding: str = Field(description="The finding that says the date.")
    confidence: float


class DutyOut(BaseModel):
    """Something that a party has to do by a day, once or again and again."""

    who: str = Field(description="The party's name or role, as the contract says it.")
    what: str
    by: Day = Field(description="The next day on or after the day asked about.")
    every: Literal["year", "quarter", "month"] | None
    evidence: str
    later: list[Day] = Field(
        description="Further days within a year of the day asked about, while the contract lasts."
    )
    path: str = Field(description="Of the paper that says it: the contract or an amendment.")


class SourceOut(BaseModel):
    """A finding that a calendar was worked out from."""

    path: str
    finding: str = Field(description="Its id in the report.")
    name: str
    words: str


Relation = Literal["amends", "under"]


class PlaceOut(BaseModel):
    """A document, as the report names it."""

    path: str
    member: str | None
    document_id: str


class RelativeOut(PlaceOut):
    """A paper that belongs to the contract: what amends it, or stands under it."""

    relation: Relation
    holds_from: Day | None
    is_in_force: bool = Field(description="It holds on the day asked about.")
    confidence: float
    why: str


class SuccessorOut(BaseModel):
    """A finding that took the place of another."""

    name: str
    value: str
    path: str
    finding: str = Field(description="Its id in the report.")


class SupersededOut(BaseModel):
    """A finding that the calendar no longer goes by; its words stay as evidence."""

    name: str
    value: str
    path: str
    finding: str = Field(description="Its id in the report.")
    words: str
    by: SuccessorOut
    since: Day = Field(description="The first day on which the new one holds.")


class AskOut(BaseModel):
    """A paper that may belong to a contract, and is not tied to it: for a person to say."""

    paper: PlaceOut
    contract: PlaceOut | None = Field(description="Null if none is likely.")
    relation: Relation
    confidence: float
    why: str = Field(description="What speaks for it, and what is not certain.")


class ScheduleOut(BaseModel):
    """The calendar of a contract on the day asked about."""

    path: str
    member: str | None
    document_id: str = Field(description="As in the report.")
    status: Status
    term_from: Day | None = Field(description="The first day of the term that runs.")
    term_to: Day | None = Field(description="Where it ends; an anniversary, or the day named.")
    notice_by: Day | None = Field(description="The last safe day to stop the next renewal.")
    missed: Day | None = Field(description="That day, if it has passed in this term.")
    next_notice_by: Day | None = Field(description="If it has passed: that of the next term.")
    window_opens: Day | None = Field(description="The first day on which such a notice counts.")
    option_by: Day | None = Field(description="The last safe day to use an option to extend.")
    expired_on: Day | None
    duties: list[DutyOut]
    sources: list[SourceOut]
    arithmetic: dict[str, str] = Field(
        description="A sentence for each date, by its name: how it was counted."
    )
    family: list[RelativeOut] = Field(description="The papers that are tied to it, oldest first.")
    part_of: PlaceOut | None = Field(description="The contract that it stands under itself.")
    superseded: list[SupersededOut] = Field(
        description="What amendments took the place of by that day."
    )
    asks: list[AskOut] = Field(
        description="Whether it belongs to another contract, or another paper to it."
    )
    from_job: str | None = Field(
        description="The earlier job of the same folder that it comes from; null: from this one."
    )


class DeadlinesOut(BaseModel):
    """What is due in a job's documents, by date, and the calendar of each of its contracts."""

    as_of: Day
    deadlines: list[DueOut]
    schedules: list[ScheduleOut]
