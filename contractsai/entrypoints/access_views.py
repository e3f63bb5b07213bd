"""The public forms of keys and of the audit, for the API and the command line alike."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from contractsai.domain.access import AccessKey
from contractsai.domain.audit import Entry
from contractsai.entrypoints.views import instant


def key_view(key: AccessKey, now: datetime) -> dict[str, Any]:
    """Return what is shown of a key: never the key."""
    over = "revoked" if key.revoked_at is not None else "expired"
    return {
        "id": key.id,
        "name": key.name,
        "scope": key.scope.value,
        "state": "good" if key.is_good(now) else over,
        "created_at": instant(key.created_at),
        "expires_at": instant(key.expires_at),
        "revoked_at": instant(key.revoked_at),
        "used_at": instant(key.used_at),
    }


def entry_view(entry: Entry) -> dict[str, Any]:
    """Return a line of the audit."""
    return {
        "id": entry.id,
        "at": instant(entry.at),
        "who": entry.who,
        "action": entry.action,
        "target": entry.target,
        "subject": entry.subject,
        "request_id": entry.request_id,
        "outcome": entry.outcome.value,
        "changes": [asdict(change) for change in entry.changes],
    }
