"""The forms of a dry run, for the OpenAPI document."""

from pydantic import BaseModel, Field


class TypeOut(BaseModel):
    """Files whose names end alike."""

    ending: str = Field(description="In small letters, with its dot; empty for none.")
    files: int
    size_bytes: int


class SkippedFileOut(BaseModel):
    """A file of which nothing would be read."""

    path: str
    reason: str = Field(description="As the report would say it: system_file, empty, ...")


class SkippedOut(BaseModel):
    """What would not be read."""

    files: int
    reasons: dict[str, int] = Field(description="How many for each reason.")
    first: list[SkippedFileOut] = Field(description="By path, 100 at the most.")


class StoredOut(BaseModel):
    """A document of an earlier job."""

    job_id: str
    id: str
    path: str


class DuplicateOut(BaseModel):
    """A file whose bytes are known."""

    path: str
    same_as: str | None = Field(description="An earlier file of the folder with the same bytes.")
    stored: StoredOut | None = Field(
        description="The latest document that has them, or holds them."
    )


class DuplicatesOut(BaseModel):
    """Whose bytes are known; they are analysed again only under another pipeline or playbook."""

    files: int
    first: list[DuplicateOut] = Field(description="By path, 100 at the most.")


class DryRunOut(BaseModel):
    """What a job would hold; there is none."""

    folder: str
    files: int = Field(description="The documents that a job would have.")
    readable: int = Field(description="Those of which workers would read the content.")
    size_bytes: int = Field(description="Of those that are readable.")
    types: list[TypeOut] = Field(
        description="By the names' endings; what a file is shows its content, once it is read."
    )
    skipped: SkippedOut
    duplicates: DuplicatesOut
    compared: int = Field(description="Of how many readable ones the bytes were looked for.")
    is_whole: bool = Field(description="Whether that is all of them: 2000 files, or 1 GB, at most.")
