"""Which pages elsewhere may call the API, and how often anybody may."""

from pydantic import BaseModel, Field

from contractsai.settings.kinds import Words


class Callers(BaseModel):
    """The settings of who calls, beside those of keys and hosts."""

    cors_origins: Words = Field(
        default=(),
        description="Sites whose pages may call the API from a browser, commas between them, such "
        "as `https://desk.example`; they bring a key of their own, never a session. Unset: none.",
    )
