"""What the service tells of itself, to whom, and in which form."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, Field, SecretStr


class Telling(BaseModel):
    """The part of the settings about logs."""

    log_format: Literal["lines", "json"] = Field(
        default="lines",
        description="How API, worker and beat write their logs: `lines` for people at a terminal, "
        "or `json`, an object a line, for what collects the output of containers; the image sets "
        "`json`.",
    )


def secrets_in(settings: BaseModel) -> Iterator[str]:
    """Yield every secret that the settings hold, as it was given."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, SecretStr) and each.get_secret_value():
                yield each.get_secret_value()
