"""What the settings' values have to be, beyond their types, and how lists are written."""

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from contractsai.domain.errors import UnsafeConfiguration

if TYPE_CHECKING:
    from contractsai.settings import Settings

SHORTEST_KEY = 16
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.ASCII)
LOOPBACK = ("127.0.0.1", "localhost")
EMPTY_IS_UNSET = ("data_dir", "database_url", "result_backend", "playbook", "llm_url", "llm_model")


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
    return [message for holds, message in rules if not holds]
