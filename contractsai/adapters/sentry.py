"""Errors and the health of schedules, told to Sentry: never a word of a document, never a secret.

An event is made here from a record of the log, with nothing in it that the log would not say: the
class of the error and where it was raised, the names of what was under way. The SDK's own
integrations, which gather requests, local variables and whatever libraries say, stay off.
"""

import logging
import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

import sentry_sdk
from sentry_sdk.utils import BadDsn

from contractsai.application.messages import CLEANUP_OLD_JOBS, RELAY, RESCUE, WEBHOOKS
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.observability.records import sentence_of, told_with, words_of
from contractsai.observability.secrecy import SECRECY

SHOWN: Final = frozenset(
    {
        *("event_id", "timestamp", "platform", "level", "logger", "logentry", "exception", "tags"),
        *("release", "environment", "server_name", "sdk", "fingerprint"),
    }
)
"""What of an event is sent; whatever else an SDK of tomorrow adds is left out."""
CHECK_IN: Final = "check_in"
SHOWN_OF_A_CHECK_IN: Final = frozenset(
    {
        *("type", "check_in_id", "monitor_slug", "status", "duration", "monitor_config"),
        *("event_id", "timestamp", "release", "environment"),
    }
)
_OWN: Final = ("sentry_sdk", "urllib3", "opentelemetry")
"""Loggers of those who carry an event, or a span: an error of theirs would make another one."""
_MOST_OFTEN_SECONDS: Final = 60.0
FLUSH_SECONDS: Final = 2.0

_EACH_MINUTE: Final = {"type": "interval", "value": 1, "unit": "minute"}
MONITORS: Final[Mapping[str, Mapping[str, Any]]] = {
    RELAY: {"slug": "relay", "schedule": _EACH_MINUTE, "checkin_margin": 5},
    RESCUE: {"slug": "rescue", "schedule": _EACH_MINUTE, "checkin_margin": 5},
    CLEANUP_OLD_JOBS: {
        "slug": "cleanup-old-jobs",
        "schedule": {"type": "crontab", "value": "0 2 * * *"},
        "checkin_margin": 15,
    },
    WEBHOOKS: {"slug": "webhooks", "schedule": _EACH_MINUTE, "checkin_margin": 5},
}
"""By the task of each schedule; margins are minutes."""


class Sentry:
    """A client of this process' own: nothing that others do with the SDK passes through it."""

    def __init__(
        self,
        dsn: str,
        *,
        process: str,
        release: str,
        environment: str,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take where to send to, and who we are.

        Raises:
            UnsafeConfiguration: the DSN is none.
        """
        try:
            self._client = sentry_sdk.Client(
                dsn=dsn,
                release=release,
                environment=environment,
                default_integrations=False,
                auto_enabling_integrations=False,
                max_breadcrumbs=0,
                auto_session_tracking=False,
                send_client_reports=False,
                before_send=lambda event, _hint: scrubbed(event),
                shutdown_timeout=FLUSH_SECONDS,
            )
        except BadDsn:
            raise UnsafeConfiguration(
                "SENTRY_DSN is no DSN; copy it from the project's settings at Sentry, or unset it"
            ) from None
        self._process = process
        self._seconds = seconds
        self._checked_in: dict[str, float] = {}
        self._handler = _Handler(self)

    def watch(self) -> None:
        """Send each error that is logged from now on, by whomever."""
        root = logging.getLogger()
        for handler in list(root.handlers):
            if isinstance(handler, _Handler):  # this one, or one that a fork copied
                root.removeHandler(handler)
        root.addHandler(self._handler)

    def tell(self, record: logging.LogRecord) -> None:
        """Send what a record says."""
        fields = {name: str(value) for name, value in told_with(record).items()}
        event: dict[str, Any] = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "logentry": {"formatted": SECRECY.masked(sentence_of(record))},
            "tags": {"process": self._process, **fields},
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            event["exception"] = _exceptions(error)
        self._client.capture_event(event)  # type: ignore[arg-type]  # its type lists every key

    def check_in(self, task: str, *, is_well: bool, seconds: float) -> None:
        """Say that a schedule was carried out; once a minute will do while all is well."""
        monitor = MONITORS.get(task)
        now = self._seconds()
        if monitor is None:
            return
        last = self._checked_in.get(task)
        if is_well and last is not None and now - last < _MOST_OFTEN_SECONDS:
            return
        self._checked_in[task] = now
        told = {name: value for name, value in monitor.items() if name != "slug"}
        self._client.capture_event(
            {
                "type": CHECK_IN,
                "check_in_id": uuid.uuid4().hex,
                "monitor_slug": f"contractsai-{monitor['slug']}",
                "status": "ok" if is_well else "error",
                "duration": seconds,
                "release": self._client.options["release"],
                "environment": self._client.options["environment"],
                "monitor_config": {**told, "timezone": "UTC"},
            }
        )

    def close(self) -> None:
        """Send what waits, for a moment, and end."""
        logging.getLogger().removeHandler(self._handler)
        self._client.close(timeout=FLUSH_SECONDS)


def scrubbed(event: Any) -> Any:  # noqa: ANN401 - the SDK's, a mapping of everything
    """Return an event without all that is not meant to be sent."""
    shown = SHOWN_OF_A_CHECK_IN if event.get("type") == CHECK_IN else SHOWN
    return _masked({name: value for name, value in event.items() if name in shown})


class _Handler(logging.Handler):
    """Hands on errors, and none of those who carry them."""

    def __init__(self, sentry: Sentry) -> None:
        super().__init__(logging.ERROR)
        self._sentry = sentry

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_OWN):
            self._sentry.tell(record)


def _exceptions(error: BaseException) -> dict[str, Any]:
    """Return an error and its causes, the first one first, without words that may quote."""
    return {"values": [_exception(link) for link in reversed(_links(error))]}


def _exception(error: BaseException) -> dict[str, Any]:
    frames = [
        {
            "filename": frame.f_code.co_filename,
            "module": frame.f_globals.get("__name__"),
            "function": frame.f_code.co_name,
            "lineno": line,
            "in_app": str(frame.f_globals.get("__name__")).startswith("contractsai"),
        }
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    kind = type(error)
    told = {"type": kind.__qualname__, "module": kind.__module__, "value": words_of(error)}
    return {**told, "stacktrace": {"frames": frames}} if frames else told


def _links(error: BaseException) -> list[BaseException]:
    """Return an error and what led to it."""
    found: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and not any(link is each for each in found):
        found.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return found


def _masked(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        return SECRECY.masked(value)
    if isinstance(value, Mapping):
        return {name: _masked(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(each) for each in value]
    return value
