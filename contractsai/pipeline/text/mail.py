"""A mail: its own words, and the documents it carries."""

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from email.policy import default as default_policy
from typing import Final, TypeVar

from contractsai.pipeline.text.html import html_text
from contractsai.pipeline.text.plain import decode
from contractsai.pipeline.text.reading import Attachment, Checkpoint, Reading, distinctly_named

_SHOWN_HEADERS: Final = ("From", "To", "Subject", "Date")
_MAX_HEADER: Final = 300  # characters
_MAX_NAME: Final = 200
_COUNT: Final = re.compile(rb"\A[0-9]{1,12}[ \t]{0,40}\r?\n")  # of bytes, in Apple's files (.emlx)
_NO_CHARSETS: Final = frozenset({"idna", "punycode"})  # of names, and quadratic in long ones
_UNKNOWN: Final = "application/octet-stream"
# The standard library reads headers when they are asked for, and malformed ones make it raise
# whatever comes: there is no class for it.
MALFORMED: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
T = TypeVar("T")


def read_mail(content: bytes, *, checkpoint: Checkpoint) -> Reading:
    """Return the mail's headers and words as one page, with all that it carries.

    Mails inside the mail are attachments; so is every part that is not words.
    """
    message = _parsed(content)
    lines = [f"{name}: {value}" for name in _SHOWN_HEADERS if (value := _header(message, name))]
    found = _Contents(checkpoint)
    found.read(message)
    body = "\n\n".join(words for words in found.words if words).strip()
    attachments = tuple(distinctly_named(found.attachments))
    return Reading(("\n".join(lines) + "\n\n" + body,), attachments=attachments, is_cover=True)


@dataclass(slots=True)
class _Contents:
    """What the parts of a mail hold, in their order."""

    checkpoint: Checkpoint
    words: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    _leaves: int = 0

    def read(self, message: Message) -> None:
        """Take in a mail, part by part; a mail inside the mail is one part."""
        waiting: list[Message] = [message]
        while waiting:
            part = waiting.pop()
            parts = _parts(part) if part is message or not _is_mail(part) else None
            if parts is None:
                self._take(part)
            elif _type(part) == "multipart/alternative":
                self._take_one(parts, waiting)
            else:
                waiting += reversed(parts)

    def _take(self, part: Message) -> None:
        self._leaves += 1
        self.checkpoint("text")
        if _is_words(part):
            self.words.append(_words(part).strip())
        else:
            name = _name(part) or f"part-{self._leaves}"
            self.attachments.append(Attachment(name, _payload(part)))

    def _take_one(self, parts: Sequence[Message], waiting: list[Message]) -> None:
        """Take the fullest of several forms of the same words; what is no words is taken whole."""
        forms = [part for part in parts if _parts(part) is None and _is_words(part)]
        self._leaves += len(forms)
        self.words.append(max((_words(part).strip() for part in forms), key=len, default=""))
        waiting += [part for part in reversed(parts) if part not in forms]


def _parsed(content: bytes) -> Message:
    """Return the mail; one whose headers stop the strict parser is read by the lenient one."""
    content = _COUNT.sub(b"", content.removeprefix(codecs.BOM_UTF8).lstrip(), count=1)
    try:
        return message_from_bytes(content, policy=default_policy)
    except MALFORMED:
        return message_from_bytes(content, policy=compat32)


def _asked(question: Callable[[], T], otherwise: T) -> T:
    """Return the answer, or *otherwise* where the headers are too malformed to give one."""
    try:
        return question()
    except MALFORMED:
        return otherwise


def _type(part: Message) -> str:
    return _asked(part.get_content_type, _UNKNOWN)


def _parts(message: Message) -> list[Message] | None:
    """Return the parts of what is made of parts, None for what holds something itself."""
    if not message.is_multipart():
        return None
    parts = message.get_payload()
    return [item for item in parts if isinstance(item, Message)] if isinstance(parts, list) else []


def _is_mail(part: Message) -> bool:
    return _type(part) == "message/rfc822"


def _is_words(part: Message) -> bool:
    return _type(part).startswith("text/") and _name(part) is None and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    return _asked(part.get_content_disposition, None) == "attachment"


def _words(part: Message) -> str:
    raw = _payload(part)
    charset = _asked(part.get_content_charset, None) or "utf-8"
    try:
        text = (decode(raw) or "") if charset in _NO_CHARSETS else raw.decode(charset)
    except (LookupError, ValueError):
        text = decode(raw) or ""
    return html_text(text) if _type(part) == "text/html" and text.strip() else text


def _payload(part: Message) -> bytes:
    if _is_mail(part):
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return _asked(first.as_bytes, b"") if isinstance(first, Message) else b""
    content: object = _asked(lambda: part.get_payload(decode=True), None)
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str | None:
    """Return a part's file name without any folder, as a person may read it."""
    raw = _asked(part.get_filename, None)
    if _is_mail(part) and not raw:
        raw = "message.eml"
    if not raw:
        return None
    last = str(raw).replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[:_MAX_NAME] or None


def _header(message: Message, name: str) -> str:
    value = _asked(lambda: str(message.get(name, "")), "")
    line = " ".join(value.split())
    return line if len(line) <= _MAX_HEADER else line[:_MAX_HEADER] + " [...]"
