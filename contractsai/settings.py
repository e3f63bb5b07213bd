"""Everything the environment may change, read once and frozen."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self

import platformdirs
from pydantic import AliasChoices, Field, PositiveFloat, PositiveInt, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from contractsai.domain.errors import UnsafeConfiguration

EMBEDDED = "embedded://"
MEGABYTE = 1024 * 1024


def _default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("contractsai", appauthor=False))


def _alias(name: str) -> AliasChoices:
    """The guide's variable first; ours for those who prefer one prefix."""
    return AliasChoices(name, f"CONTRACTSAI_{name}")


Paths = Annotated[tuple[Path, ...], NoDecode]
Words = Annotated[tuple[str, ...], NoDecode]
Secrets = Annotated[tuple[SecretStr, ...], NoDecode]


class Settings(BaseSettings):
    """The service's settings: ``CONTRACTSAI_<NAME>``, and the two Celery variables of the guide.

    Durations are numbers of seconds, as environment variables are. A wrong value fails at start.
    """

    model_config = SettingsConfigDict(
        env_prefix="CONTRACTSAI_", frozen=True, extra="ignore", populate_by_name=True
    )

    data_dir: Path = Field(default_factory=_default_data_dir)
    database_url: SecretStr | None = None  # SQLite in the data directory
    broker_url: SecretStr = Field(
        default=SecretStr(EMBEDDED), validation_alias=_alias("CELERY_BROKER_URL")
    )
    result_backend: SecretStr | None = Field(
        default=None, validation_alias=_alias("CELERY_RESULT_BACKEND")
    )
    key_prefix: str = ""  # set apart several services that share a Redis
    queue: str = "contractsai"

    allowed_roots: Paths = Field(default_factory=lambda: (Path.home(),))
    pipeline: str = "contracts"

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    api_keys: Secrets = ()
    allowed_hosts: Words = ("localhost", "127.0.0.1", "[::1]")
    trust_network: bool = False  # whoever reaches the port may use it: a proxy guards it

    concurrency: PositiveInt | None = None  # as many as there are processors
    document_seconds: PositiveFloat = 300
    document_memory_mb: PositiveInt = 1024
    process_documents: PositiveInt = 200
    process_memory_mb: PositiveInt = 600
    lease_seconds: PositiveFloat = 15
    heartbeat_seconds: PositiveFloat = 1
    tick_seconds: PositiveFloat = 5
    shutdown_grace_seconds: float = Field(default=5, ge=0)
    max_failures: PositiveInt = 4
    max_crashes: PositiveInt = 3
    backoff_seconds: PositiveFloat = 5
    max_backoff_seconds: PositiveFloat = 600
    retention_days: PositiveFloat = 30

    task_time_limit: PositiveInt = 3600
    task_soft_time_limit: PositiveInt = 3300
    max_tasks_per_child: PositiveInt = 50
    visibility_timeout: PositiveInt = 4500
    broker_timeout_seconds: PositiveFloat = 2

    @model_validator(mode="before")
    @classmethod
    def _split(cls, values: dict[str, object]) -> dict[str, object]:
        """Read lists as the environment writes them: comma-separated, paths as in PATH too."""
        for name in ("allowed_roots", "api_keys", "allowed_hosts"):
            given = values.get(name)
            if isinstance(given, str):
                values[name] = tuple(part.strip() for part in given.split(",") if part.strip())
        return values

    @model_validator(mode="after")
    def _refuse_the_unsafe(self) -> Self:
        """Refuse settings that contradict each other, saying why and the way out."""
        for problem in _contradictions(self):
            raise UnsafeConfiguration(problem)
        return self

    @property
    def store_url(self) -> str:
        """The database, SQLAlchemy's way; holds a password, so never log it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'contractsai.db'}"

    @property
    def is_embedded(self) -> bool:
        """Whether the broker is the one that `contractsai up` starts."""
        return self.broker_url.get_secret_value() == EMBEDDED

    @property
    def lease(self) -> timedelta:
        """How long a worker may be silent before its document is rescued."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def retention(self) -> timedelta:
        """How long ended jobs are kept."""
        return timedelta(days=self.retention_days)


def _contradictions(settings: Settings) -> list[str]:
    """Name each pair of settings that cannot both be meant."""
    rules = (
        (
            settings.task_soft_time_limit < settings.task_time_limit,
            (
                "CONTRACTSAI_TASK_SOFT_TIME_LIMIT must be below CONTRACTSAI_TASK_TIME_LIMIT: "
                "the soft limit is the chance to end cleanly before the hard one kills"
            ),
        ),
        (
            settings.visibility_timeout > settings.task_time_limit,
            (
                "CONTRACTSAI_VISIBILITY_TIMEOUT must be above CONTRACTSAI_TASK_TIME_LIMIT: Redis "
                "delivers a task again after that time, also while it still runs; "
                f"set it to {settings.task_time_limit + 900} or lower the limit"
            ),
        ),
        (
            settings.document_seconds < settings.task_soft_time_limit,
            (
                "CONTRACTSAI_DOCUMENT_SECONDS must be below CONTRACTSAI_TASK_SOFT_TIME_LIMIT: the "
                "document's own limit has to come first, it alone holds on every pool"
            ),
        ),
        (
            settings.heartbeat_seconds * 3 <= settings.lease_seconds,
            (
                "CONTRACTSAI_LEASE_SECONDS must be three times CONTRACTSAI_HEARTBEAT_SECONDS "
                "or more: a lease that one late heartbeat can lose makes the living look dead"
            ),
        ),
        (
            settings.backoff_seconds <= settings.max_backoff_seconds,
            "CONTRACTSAI_BACKOFF_SECONDS must not be above CONTRACTSAI_MAX_BACKOFF_SECONDS",
        ),
    )
    return [message for holds, message in rules if not holds]
