"""Which texts are mails, mailboxes, and pages that were saved as mails are sent."""

import re
from typing import Final

from contractsai.pipeline.text.mbox import START

HEAD: Final = 16_384  # bytes: gateways write long headers in front
_LINE: Final = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,60}):[ \t]?(.*)")
_USUAL: Final = frozenset(
    {"from", "to", "cc", "subject", "date", "message-id", "mime-version", "received"}
    | {"return-path", "content-type", "reply-to", "x-unsent"}
)
# One of these is owed: a memo begins with "To:" and "Subject:" too.
_TELLING: Final = frozenset(
    {"from", "received", "return-path", "mime-version", "message-id", "x-unsent", "content-type"}
)
_OF_MAIL: Final = frozenset({"to", "cc", "bcc", "received", "message-id", "delivered-to"})
_SAVED: Final = re.compile(r"<?saved by ", re.IGNORECASE)
_MOST_LINES: Final = 400


def is_mbox(content: bytes) -> bool:
    """Return whether *content* begins with a mailbox's separator and a mail."""
    return START.match(content) is not None


def is_mail(head: str) -> bool:
    """Return whether a text begins with the headers of a mail, be it a draft without sender."""
    seen = _headers(head)
    return len(_USUAL & seen.keys()) >= 2 and bool(_TELLING & seen.keys())  # noqa: PLR2004 - one such line opens many a memo


def is_page(head: str) -> bool:
    """Return whether a text is a page that Word or a browser saved in one file."""
    seen = _headers(head)
    if not seen.get("content-type", "").lower().startswith(("multipart/related", "text/html")):
        return False
    if "snapshot-content-location" in seen or _SAVED.match(seen.get("from", "")):
        return True
    return "from" not in seen and "mime-version" in seen and not _OF_MAIL & seen.keys()


def _headers(head: str) -> dict[str, str]:
    """Return the headers at the beginning, by name in small letters."""
    seen: dict[str, str] = {}
    lines = head.lstrip("\ufeff \t\r\n").splitlines()[:_MOST_LINES]
    is_counted = bool(lines) and lines[0].strip().isdecimal()  # as Apple's files begin
    for line in lines[is_counted:]:
        found = _LINE.match(line)
        if found:
            seen.setdefault(found[1].lower(), found[2].strip())
        elif not line or line[0] not in " \t":
            break
    return seen
