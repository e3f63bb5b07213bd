"""What the service tells of itself, to whom, and in which form."""

from collections.abc import Iterator
from typing import Literal

from pydantic import AliasChoices, BaseModel, Field, SecretStr


class Telling(BaseModel):
    """The part of the settings about logs and errors."""

    log_format: Literal["lines", "json"] = Field(
        default="lines",
        description="How API, worker and beat write their logs: `lines` for people at a terminal, "
        "or `json`, an object a line, for what collects the output of containers; the image sets "
        "`json`.",
    )
    sentry_dsn: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("SENTRY_DSN", "CONTRACTSAI_SENTRY_DSN"),
        description="Where errors, and whether schedules are carried out, are told to: the DSN of "
        "a project at Sentry, or at what speaks its protocol; needs the extra `sentry`. Unset: "
        "nowhere.",
    )
    sentry_environment: str = Field(
        default="production",
        validation_alias=AliasChoices("SENTRY_ENVIRONMENT", "CONTRACTSAI_SENTRY_ENVIRONMENT"),
        description="The environment that Sentry files them under.",
    )
    otlp_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        validation_alias=AliasChoices("OTEL_EXPORTER_OTLP_ENDPOINT", "CONTRACTSAI_OTLP_ENDPOINT"),
        description="Where API and worker tell their spans to: a collector that speaks OTLP over "
        "HTTP, as `http://localhost:4318`; needs the extra `otel`. The other variables of "
        "OpenTelemetry, such as `OTEL_TRACES_SAMPLER`, hold as well. Unset: nowhere.",
    )


def secrets_in(settings: BaseModel) -> Iterator[str]:
    """Yield every secret that the settings hold, as it was given."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, SecretStr) and each.get_secret_value():
                yield each.get_secret_value()
