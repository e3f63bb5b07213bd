"""The kinds of values that settings have."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from contractsai.settings.rules import root_of

LONGEST_SECONDS = 100_000_000  # three years; no clock overflows

Seconds = Annotated[float, Field(gt=0, le=LONGEST_SECONDS)]
Patience = Annotated[float, Field(ge=0, le=LONGEST_SECONDS)]
Days = Annotated[float, Field(gt=0, le=36_500)]
Amount = Annotated[int, Field(gt=0, le=LONGEST_SECONDS)]
Roots = Annotated[tuple[Annotated[Path | str, BeforeValidator(root_of)], ...], NoDecode]
Words = Annotated[tuple[str, ...], NoDecode]
Secrets = Annotated[tuple[SecretStr, ...], NoDecode]
