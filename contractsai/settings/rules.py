"""What the settings' values have to be, beyond their types, and how lists are written."""

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from contractsai.domain.errors import UnsafeConfiguration
from contractsai.domain.webhook import key_of

if TYPE_CHECKING:
    from contractsai.settings import Settings

SHORTEST_KEY = 16
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.ASCII)
_ORIGIN: Final = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:]+\])(:\d{1,5})?", re.ASCII)
LOOPBACK = ("127.0.0.1", "localhost")
EMPTY_IS_UNSET = (
    *("data_dir", "database_url", "result_backend", "upload_dir", "playbook", "llm_url"),
    *(
        "llm_model",
        "webhook_url",
        "webhook_secret",
        "rate_limit",
        "database_password",
        "otlp_endpoint",
    ),
)


def parts_of(given: str, *, name: str) -> tuple[str, ...]:
    """Return the members of a list: commas between them, or JSON; folders also as in PATH.

    Raises:
        UnsafeConfiguration: it looks like JSON and is none.
    """
    if given.lstrip().startswith("[") and not given.lstrip().startswith("[::"):  # not [::1]
        return _of_json(given, name=name)
    parts = [part.strip() for part in given.split(",") if part.strip()]
    if name == "allowed_roots":
        parts = [piece for part in parts for piece in _of_path(part)]
    return tuple(parts)


def _of_json(given: str, *, name: str) -> tuple[str, ...]:
    try:
        found = json.loads(given)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(part, str) for part in found):
        raise UnsafeConfiguration(
            f"CONTRACTSAI_{name.upper()} begins like a JSON list of strings and is none; write its "
            "members with commas between them"
        )
    return tuple(found)


def _of_path(part: str) -> list[str]:
    """Return the folders in one member; a colon may also belong to a folder's name."""
    pieces = [piece.strip() for piece in part.split(os.pathsep) if piece.strip()]
    is_one = Path(part).exists() or not all(Path(piece).is_absolute() for piece in pieces)
    return [part] if is_one else pieces


def root_of(given: object) -> object:
    """Return a root as a path, unless it is a URL: ``file:///path`` is the path, too."""
    if not isinstance(given, str):
        return given
    plain = unquote(given.removeprefix("file://")) if given.startswith("file:///") else given
    return plain if _URL.match(plain) else Path(plain)


def missing_roots(settings: "Settings") -> list[str]:
    """Return a sentence for each allowed root that is no folder now; it may be mounted later."""
    return [
        f"CONTRACTSAI_ALLOWED_ROOTS: {root} is not a folder on this machine, so no job can be "
        "submitted below it. Make it, or write the folders with commas between them."
        for root in settings.allowed_roots
        if isinstance(root, Path) and not root.is_dir()
    ]


def _keys_are_long(settings: "Settings") -> bool:
    return all(len(key.get_secret_value()) >= SHORTEST_KEY for key in settings.api_keys)


def _keys_can_be_sent(settings: "Settings") -> bool:
    keys = [key.get_secret_value() for key in settings.api_keys]
    return all(key.isascii() and key.isprintable() and " " not in key for key in keys)


def _is_address(url: str) -> bool:
    """Return whether webhooks can be sent there; a password in it would be sent to nobody."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url
    is_http = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_plain and is_http and parts.username is None and not parts.fragment


def _is_key(secret: str) -> bool:
    try:
        key_of(secret)
    except ValueError:
        return False
    return True


def _webhook_rules(settings: "Settings") -> tuple[tuple[bool, str], ...]:
    if settings.webhook_url is None:
        return ()
    url, secret = settings.webhook_url.get_secret_value(), settings.webhook_secret
    is_address = _is_address(url)
    parts = urlsplit(url) if is_address else urlsplit("")
    is_private = parts.scheme == "https" or parts.hostname in {*LOOPBACK, "::1"}
    return (
        (
            is_address,
            (
                "CONTRACTSAI_WEBHOOK_URL must be the URL of a server, without a password, such as "
                "https://example.org/hook"
            ),
        ),
        (
            is_private or settings.webhook_allow_http or not is_address,
            (
                "CONTRACTSAI_WEBHOOK_URL sends names of folders and files in the clear: use "
                "https://, or, in a network that nobody listens in, set "
                "CONTRACTSAI_WEBHOOK_ALLOW_HTTP=true"
            ),
        ),
        (
            secret is not None and _is_key(secret.get_secret_value()),
            (
                "CONTRACTSAI_WEBHOOK_URL needs CONTRACTSAI_WEBHOOK_SECRET, by which the receiver "
                "knows who speaks: whsec_ and 24 to 64 bytes in Base64; make one with: "
                "echo whsec_$(openssl rand -base64 32)"
            ),
        ),
    )


def contradictions(settings: "Settings") -> list[str]:
    """Name each pair of settings that cannot both be meant."""
    rules = (
        (
            _keys_can_be_sent(settings),
            (
                "CONTRACTSAI_API_KEYS holds a key that no request can bring: write keys in ASCII "
                "letters, digits and signs, without spaces"
            ),
        ),
        (
            _keys_are_long(settings),
            (
                f"CONTRACTSAI_API_KEYS holds a key of less than {SHORTEST_KEY} characters, which "
                "can be guessed; make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe())'"
            ),
        ),
        (
            all(_ORIGIN.fullmatch(origin) for origin in settings.cors_origins),
            (
                "CONTRACTSAI_CORS_ORIGINS names each site as browsers do, in lower case and "
                "without a path, such as https://desk.example; any site at all (*) may never call"
            ),
        ),
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
            settings.llm_url is None or bool(settings.llm_model),
            "CONTRACTSAI_LLM_URL needs CONTRACTSAI_LLM_MODEL: the name is part of what is stored",
        ),
        (
            settings.backoff_seconds <= settings.max_backoff_seconds,
            "CONTRACTSAI_BACKOFF_SECONDS must not be above CONTRACTSAI_MAX_BACKOFF_SECONDS",
        ),
        (
            settings.metrics_address is None
            or settings.trust_network
            or settings.metrics_address[0] in LOOPBACK,
            (
                "CONTRACTSAI_METRICS asks for no key: listen on 127.0.0.1, or, where nobody but "
                "Prometheus reaches the port, set CONTRACTSAI_TRUST_NETWORK=true"
            ),
        ),
    )
    return [message for holds, message in (*rules, *_webhook_rules(settings)) if not holds]
