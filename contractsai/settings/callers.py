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
    rate_limit: str | None = Field(
        default=None,
        pattern=r"^[1-9]\d{0,8}/(second|minute|hour|day)$",
        description="How often a key may ask, each API process by its own count, such as "
        "`600/minute`; needs the extra `limits`. Who brings none counts as one caller. Unset: as "
        "often as it likes.",
    )
