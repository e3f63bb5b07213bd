"""The forms of near-duplicates: documents of a job that are nearly the same."""

from pydantic import BaseModel, ConfigDict, Field

from contractsai.entrypoints.api.models import NextPageToken, PageToken


class NearQuery(BaseModel):
    """Which page of groups."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(10, ge=1, le=50)
    page_token: PageToken = None


class FactDiffersOut(BaseModel):
    """A fact of which two documents say different things."""

    name: str
    left: list[str] = Field(description="What only the first says.")
    right: list[str] = Field(description="What only the other says.")


class PassageOut(BaseModel):
    """A place in the text of one of the two; empty where the words are in the other one only."""

    start: int
    end: int
    quote: str


class DifferenceOut(BaseModel):
    """Where the two differ and one of them has a number or a month, some words around it."""

    left: PassageOut = Field(description="In the first.")
    right: PassageOut = Field(description="In the other.")


class NearDocumentOut(BaseModel):
    """A document of the job."""

    id: str = Field(description="As in the list of the job's documents.")
    path: str
    member: str | None
    sha256: str


class NearOut(NearDocumentOut):
    """A document that is nearly the same as the first of its group."""

    likeness: float = Field(description="About which part of their runs of five words they share.")
    is_compared: bool = Field(description="The first 10 are; further ones are only named.")
    facts: list[FactDiffersOut]
    differences: list[DifferenceOut]


class NearGroupOut(BaseModel):
    """Documents that are nearly the same, by path."""

    first: NearDocumentOut
    others: list[NearOut]


class NearGroupsOut(BaseModel):
    """A page of groups, by the path of each group's first."""

    groups: list[NearGroupOut]
    next_page_token: NextPageToken
