"""Everything the environment may change, read once and frozen."""

from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.domain.lifecycle import State
from contractsai.settings.callers import Callers
from contractsai.settings.kinds import Amount, Days, Patience, Roots, Seconds, Secrets, Words
from contractsai.settings.places import Places
from contractsai.settings.rules import EMPTY_IS_UNSET, contradictions, missing_roots, parts_of
from contractsai.settings.telling import Telling
from contractsai.settings.uploads import UploadSettings
from contractsai.settings.webhooks import Webhooks

MEBIBYTE = 1024 * 1024


class Settings(Webhooks, Telling, Callers, UploadSettings, Places):
    """The service's settings: ``CONTRACTSAI_<NAME>``, and the two Celery variables of the guide.

    Durations are numbers of seconds, as environment variables are. A wrong value fails at start.
    """

    allowed_roots: Roots = Field(
        default_factory=lambda: (Path.home(),),
        description="The folders below which jobs may be submitted, commas between them, or what "
        "`PATH` has between its own; for a [source](extending.md#a-source), `s3://bucket/prefix`.",
    )
    pipeline: str = Field(
        default="contracts",
        description="What analyses a document: a plug-in's name, or `module:attribute`.",
    )
    playbook: Path | None = Field(
        default=None,
        description="A playbook of your own, a YAML file. Unset: the one that comes with this "
        "package; see `contractsai playbook show`.",
    )
    tesseract: str = Field(
        default="tesseract",
        description="The Tesseract program that reads scanned pages: a path, or a name to look for "
        "on `PATH`; `tesseract` is the one of the extra `ocr` first. Empty: none.",
    )
    ocr_languages: str = Field(
        default="eng", description="What Tesseract reads, as it names languages: `eng+deu`."
    )
    llm_url: str | None = Field(
        default=None,
        description="An OpenAI-compatible API, such as `http://localhost:11434/v1`, that is asked "
        "about findings to be checked; it gets passages of documents. Unset: nobody is asked.",
    )
    llm_model: str | None = Field(default=None, description="The model's name there.")
    llm_api_key: SecretStr | None = Field(default=None, description="The key, if it wants one.")

    host: str = Field(default="127.0.0.1", description="The address that the API listens on.")
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="Its port; with 0, `contractsai up` takes a free one.",
    )
    api_keys: Secrets = Field(
        default=(),
        description="Keys of which each request has to bring one, commas between them; ASCII, 16 "
        "characters or more. Without "
        "any, the API answers callers on its own machine only.",
    )
    allowed_hosts: Words | None = Field(
        default=None,
        description="The host names by which the API may be called, commas between them, or `*` "
        "for any. Unset: `localhost`, `127.0.0.1` and `[::1]`; with API keys, any.",
    )
    trust_network: bool = Field(
        default=False,
        description="Whoever reaches the port needs no key: for a port that a proxy guards. "
        "`CONTRACTSAI_ALLOWED_HOSTS` holds all the same.",
    )
    client_seconds: Seconds = Field(
        default=20,
        description="How long a caller may take to send a request, and not read on in the answer.",
    )
    max_connections: Amount = Field(
        default=512,
        description="Connections that the API holds at once; fewer if it may open few files.",
    )
    root_path: str = Field(
        default="",
        pattern=r"^(/[A-Za-z0-9._~-]+)*$",
        description="The prefix under which a proxy shows the API, such as `/contracts`; it may "
        "pass the prefix on or leave it out.",
    )

    concurrency: Amount | None = Field(
        default=None,
        description="Documents that a worker runs at once. Unset: as many as there are processors.",
    )
    document_seconds: Seconds = Field(
        default=300, description="Wall-clock limit of one attempt; its process is killed there."
    )
    document_memory_mb: Amount = Field(
        default=1024,
        description="What one document may take above the size of the waiting analysis process.",
    )
    process_documents: Amount = Field(
        default=200, description="An analysis process is replaced after so many."
    )
    process_memory_mb: Amount = Field(
        default=600,
        description="An analysis process that holds more between two documents is replaced.",
    )
    lease_seconds: Seconds = Field(
        default=15, description="How long a worker may be silent before its document is rescued."
    )
    heartbeat_seconds: Seconds = Field(
        default=1, description="Between two renewals of a lease; each also looks for a cancel."
    )
    metrics: str | None = Field(
        default=None,
        pattern=r"^[^:]+:\d{1,5}$",
        description="Where each worker answers Prometheus, as `127.0.0.1:9808`; an address that "
        "others reach needs `CONTRACTSAI_TRUST_NETWORK`. Unset: nowhere. The API has `/metrics`.",
    )
    pulse_file: Path | None = Field(
        default=None,
        description="A file that a worker, beat or watcher touches while its loop turns, for "
        "`contractsai healthcheck`: one for each process, as in a container. Unset: none.",
    )
    worker_row_seconds: Seconds = Field(
        default=10,
        description="Between two writings of a worker's row, which tells what it does and takes; "
        "silent for three of them, it counts as lost.",
    )
    tick_seconds: Seconds = Field(
        default=5, description="Between two relays, and between two rescues."
    )
    resend_seconds: Seconds = Field(
        default=15,
        description="A document that was told to the broker and claimed by nobody is told again "
        "after that, then after twice as long, and so on: messages get lost.",
    )
    shutdown_grace_seconds: Patience = Field(
        default=5,
        description="How long running documents may go on after SIGTERM before they are released.",
    )
    max_failures: Amount = Field(
        default=4, description="Failed attempts after which a document is FAILED."
    )
    max_crashes: Amount = Field(
        default=3,
        description="Attempts whose process died, or ran into its time or memory limit, after "
        "which a document is FAILED.",
    )
    backoff_seconds: Seconds = Field(
        default=5, description="The longest wait after the first bad attempt; it doubles with each."
    )
    max_backoff_seconds: Seconds = Field(
        default=600, description="The longest wait after any bad attempt."
    )
    retention_days: Days = Field(default=30, description="Ended jobs are deleted after that.")
    failed_days: Days | None = Field(
        default=None, description="FAILED jobs, if not after `CONTRACTSAI_RETENTION_DAYS`."
    )
    cancelled_days: Days | None = Field(
        default=None, description="CANCELLED jobs, if not after `CONTRACTSAI_RETENTION_DAYS`."
    )
    audit_days: Days = Field(
        default=365, description="Lines of the audit are deleted after that: see `GET /audit`."
    )

    task_time_limit: Amount = Field(
        default=3600,
        description="Celery's hard limit of a task. It holds on the prefork pool only; "
        "the document's own limit holds on every pool.",
    )
    task_soft_time_limit: Amount = Field(default=3300, description="Celery's soft limit, likewise.")
    max_tasks_per_child: Amount = Field(
        default=10_000,
        description="A process of the prefork pool is replaced after so many, which takes seconds. "
        "Memory is bounded elsewhere: an analysis process is replaced by itself.",
    )
    visibility_timeout: Amount = Field(
        default=4500,
        description="When Redis delivers again what nobody has acknowledged; above the hard limit.",
    )
    broker_timeout_seconds: Seconds = Field(
        default=2, description="Bound of each wait for the broker's sockets."
    )

    @model_validator(mode="before")
    @classmethod
    def _split(cls, values: dict[str, object]) -> dict[str, object]:
        """Read lists as the environment writes them; what is empty is not set."""
        for name in ("allowed_roots", "api_keys", "allowed_hosts", "cors_origins"):
            given = values.get(name)
            if isinstance(given, str):
                values[name] = parts_of(given, name=name)
        return {
            name: value
            for name, value in values.items()
            if value != "" or name not in EMPTY_IS_UNSET
        }

    @model_validator(mode="after")
    def _refuse_the_unsafe(self) -> Self:
        """Refuse settings that contradict each other, saying why and the way out."""
        for problem in contradictions(self):
            raise UnsafeConfiguration(problem)
        _ = self.broker, self.backend, self.store_url  # which refuse what leads nowhere
        return self

    @property
    def upload_folder(self) -> Path:
        """Where uploads are kept."""
        return self.upload_dir or self.data_dir / "uploads"

    @property
    def warnings(self) -> list[str]:
        """What is odd, though it may be meant: sentences for a person."""
        return missing_roots(self)

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Where a worker answers Prometheus: host and port."""
        host, _, port = (self.metrics or "").rpartition(":")
        return (host, int(port)) if host else None

    @property
    def lease(self) -> timedelta:
        """How long a worker may be silent before its document is rescued."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def resend_after(self) -> timedelta:
        """When a message that nobody answered with a claim counts as lost."""
        return timedelta(seconds=self.resend_seconds)

    @property
    def audit_retention(self) -> timedelta:
        """How long lines of the audit are kept."""
        return timedelta(days=self.audit_days)

    @property
    def retention(self) -> timedelta:
        """How long ended jobs are kept."""
        return timedelta(days=self.retention_days)

    @property
    def retention_by_state(self) -> dict[State, timedelta]:
        """How long jobs are kept that ended otherwise than well, where that was said."""
        days = {State.FAILED: self.failed_days, State.CANCELLED: self.cancelled_days}
        return {state: timedelta(days=kept) for state, kept in days.items() if kept is not None}
