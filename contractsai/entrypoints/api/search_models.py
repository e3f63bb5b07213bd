"""The forms of a search: what is asked, and what is found."""

from pydantic import BaseModel, ConfigDict, Field

from contractsai.domain.findings import Kind
from contractsai.domain.search import MAX_TEXT
from contractsai.entrypoints.api.models import Day, NextPageToken, PageToken


class SearchRequest(BaseModel):
    """What has to hold of a document: all of it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(
        min_length=1,
        max_length=MAX_TEXT,
        description='Words, "phrases" and beginnings of words (indemn*), anywhere in its text; '
        "case and accents do not count.",
        examples=['"limitation of liability" arbitration'],
    )
    law: str | None = Field(
        None,
        max_length=MAX_TEXT,
        description="A governing law's code, US-NY; a country's, US, stands for its parts too.",
    )
    ends_before: Day | None = Field(
        None,
        description="It says that it ends before this day; renewals depend on the day and do not "
        "count.",
    )
    party: str | None = Field(
        None, max_length=MAX_TEXT, description="Words of a party's name, one behind the other."
    )
    type: str | None = Field(
        None, max_length=MAX_TEXT, description="Its type, or the group of types it belongs to."
    )
    limit: int = Field(20, ge=1, le=100)
    page_token: PageToken = None


class PlaceOut(BaseModel):
    """A document of a job that has the content."""

    job_id: str
    id: str = Field(description="As in the list of the job's documents.")
    path: str = Field(description="Relative to the job's folder.")


class SaidOut(BaseModel):
    """A finding whose words stand in the sentence."""

    id: str
    kind: Kind
    name: str
    value: str


class SentenceOut(BaseModel):
    """A place in the document's text."""

    page: int | None
    start: int
    end: int
    quote: str
    section: str | None


class HitOut(BaseModel):
    """One content that was found, wherever it lies."""

    sha256: str
    member: str | None = Field(description="The document inside the file; null for the file.")
    title: str | None
    type: str | None
    parties: list[str]
    laws: list[str]
    ends: str | None = Field(description="The end that it names or counts, as a day.")
    evidence: SentenceOut | None = Field(
        description="The sentence that holds most of what was looked for."
    )
    findings: list[SaidOut]
    documents: list[PlaceOut] = Field(description="Where it lies: the latest 20.")


class HitsOut(BaseModel):
    """A page of what was found, the latest stored first."""

    hits: list[HitOut]
    next_page_token: NextPageToken
