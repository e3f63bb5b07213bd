"""Where the service keeps its rows and files, and who carries its messages."""

from pathlib import Path
from urllib.parse import quote

import platformdirs
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from contractsai.broker_url import BrokerUrl, read_backend_url, read_broker_url
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings.secret_files import SecretFiles

EMBEDDED = "embedded://"


def _default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("contractsai", appauthor=False))


def _alias(name: str) -> AliasChoices:
    """The guide's variable first; ours for those who prefer one prefix."""
    return AliasChoices(name, f"CONTRACTSAI_{name}")


def _with_password(url: str, password: SecretStr) -> str:
    scheme, between, rest = url.partition("://")
    user, at, place = rest.partition("@")
    if not at or not user or ":" in user:
        raise UnsafeConfiguration(
            "CONTRACTSAI_DATABASE_PASSWORD belongs to the user of CONTRACTSAI_DATABASE_URL: write "
            "postgresql+psycopg://USER@HOST/NAME, with a user and without a password"
        )
    return f"{scheme}{between}{user}:{quote(password.get_secret_value(), safe='')}@{place}"


class Places(BaseSettings):
    """The settings of the data directory, the database and the broker."""

    model_config = SettingsConfigDict(
        env_prefix="CONTRACTSAI_", frozen=True, extra="ignore", populate_by_name=True
    )

    data_dir: Path = Field(
        default_factory=_default_data_dir,
        description="Where this machine keeps its files: the SQLite database, the embedded broker, "
        "beat's schedule, log files. A folder for the owner alone.",
    )
    make_data_dir: bool = Field(
        default=True,
        description="Whether a data directory that is not there is made. `false` where it is a "
        "mount that may be missing: processes then say so, and start on nothing new in its place. "
        "`contractsai up` makes it itself, and says `false` to the processes that it starts.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="The database, SQLAlchemy's way: `sqlite:///FILE` or `postgresql://...`, or "
        "the URL of a [store](extending.md#a-store) that is installed. "
        "Unset: `contractsai.db` in the data directory.",
    )
    database_password: SecretStr | None = Field(
        default=None,
        description="The password of the database's user, if it is not in the URL; any characters, "
        "as they are.",
    )
    broker_url: SecretStr = Field(
        default=SecretStr(EMBEDDED),
        validation_alias=_alias("CELERY_BROKER_URL"),
        description="The broker: `redis://`, `valkey://`, their TLS and socket forms, `amqp://` or "
        "`amqps://` for RabbitMQ, or `embedded://`, the one that `contractsai up` starts; all of "
        "them are in [Brokers](brokers.md). With TLS "
        "the certificate has to be trusted and to name the host; see [TLS](operations.md#tls).",
    )
    result_backend: SecretStr | None = Field(
        default=None,
        validation_alias=_alias("CELERY_RESULT_BACKEND"),
        description="Where Celery may keep results. None of ours are kept there: tasks ignore "
        "their results.",
    )
    key_prefix: str = Field(
        default="",
        description="In front of every Redis key, so that services can share a Redis. RabbitMQ has "
        "no such thing: give each service a queue of its own.",
    )
    queue: str = Field(
        default="contractsai",
        description="The queue of documents; ticks have a second one, with `.ticks` behind it. On "
        "RabbitMQ it also names the exchanges, so that services can share a virtual host.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings come from: the environment, and the files of secrets it names."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @property
    def store_url(self) -> str:
        """The database, SQLAlchemy's way; holds a password, so never log it.

        Raises:
            UnsafeConfiguration: there is a password, and no place for it.
        """
        if self.database_url is None:
            return f"sqlite:///{self.data_dir / 'contractsai.db'}"
        url = self.database_url.get_secret_value()
        return (
            url if self.database_password is None else _with_password(url, self.database_password)
        )

    @property
    def is_embedded(self) -> bool:
        """Whether the broker is the one that `contractsai up` starts."""
        return self.broker_url.get_secret_value() == EMBEDDED

    @property
    def broker(self) -> BrokerUrl:
        """The broker's URL, read; holds a password, so never log it."""
        return read_broker_url(self.broker_url.get_secret_value(), variable="CELERY_BROKER_URL")

    @property
    def backend(self) -> BrokerUrl | None:
        """Likewise that of Celery's result backend."""
        if self.result_backend is None or not (url := self.result_backend.get_secret_value()):
            return None
        return read_backend_url(url, variable="CELERY_RESULT_BACKEND")
