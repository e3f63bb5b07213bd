"""A record as a person reads it: one line with its time, its event and its fields.

::

    2026-03-01T12:00:00.123Z WARNING [4711] contractsai.application.run: attempt failed
        event=document.failed reason=internal job_id=5f... document_id=0c... request_id=9d...

(on one line). A traceback follows its line. It names files, lines and classes; of messages, only
those of errors that never quote a document: what a parser or a driver says may.
"""

import json
import logging
import time
from typing import Any, Final

from contractsai.observability.records import sentence_of, told_safely, told_with
from contractsai.observability.secrecy import SECRECY

_TERMINATORS: Final = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"))


class LineFormatter(logging.Formatter):
    """Formats records as this module's first lines show."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        """Take nothing: all processes of the service write alike."""
        super().__init__("%(asctime)s %(levelname)s [%(process)d] %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line, without what would end it early."""
        record.message = sentence_of(record)
        sentence = SECRECY.masked(super().formatMessage(record))
        words = [sentence.replace("\n", " ").translate(_TERMINATORS)]
        words += [f"{name}={_shown(value)}" for name, value in told_with(record).items()]
        return " ".join(words)

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - logging's own
        """Return the traceback, with the causes before it, and no word of a document."""
        return told_safely(ei[1]) if ei[1] is not None else ""


def _shown(value: object) -> str:
    """Return a value as one word: quoted, as JSON does, if it would not be one."""
    text = value if isinstance(value, str) else str(value)
    is_word = bool(text) and text.isprintable() and not set(' "=') & set(text)
    return text if is_word else json.dumps(text)
