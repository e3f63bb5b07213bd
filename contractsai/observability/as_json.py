"""A record as a program reads it: one JSON object a line.

::

    {"at": "2026-03-01T12:00:00.123Z", "level": "warning", "process": 4711,
     "logger": "contractsai.application.run", "message": "attempt failed",
     "event": "document.failed", "reason": "internal", "job_id": "5f...", "request_id": "9d..."}

(on one line). A traceback is a field, ``traceback``, of which the same holds as in `lines`.
"""

import json
import logging
from datetime import UTC, datetime

from contractsai.observability.records import sentence_of, told_safely, told_with
from contractsai.observability.secrecy import SECRECY


class JsonFormatter(logging.Formatter):
    """Formats records as this module's first lines show; a field never replaces what is fixed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object; what is not ASCII is escaped, so that no text ends a line."""
        at = datetime.fromtimestamp(record.created, UTC)
        told: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "process": record.process,
            "logger": record.name,
            "message": SECRECY.masked(sentence_of(record)),
        }
        told |= {name: value for name, value in told_with(record).items() if name not in told}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told["traceback"] = told_safely(error)
        return json.dumps(told)
