"""A mail: its own words, and the documents it carries."""

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from email.policy import default as default_policy
from typing import Final, TypeVar

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.html import html_text
from contractsai.pipeline.text.plain import decode
from contractsai.pipeline.text.reading import Attachment, Checkpoint, Reading

_SHOWN_HEADERS: Final = ("From", "To", "Subject", "Date")
_MAX_HEADER: Final = 300  # characters
_MAX_NAME: Final = 200
_MAX_PARTS: Final = 1_000
_NO_CHARSETS: Final = frozenset({"idna", "punycode"})  # of names, and quadratic in long ones
_UNKNOWN: Final = "application/octet-stream"
# The standard library reads headers when they are asked for, and malformed ones make it raise
# whatever comes: there is no class for it.
_MALFORMED: Final = (
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


def read_mail(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the mail's headers and words as one page, with its attachments.

    Mails inside the mail are attachments; so is every part with a name.
    """
    message = _parsed(content)
    lines = [f"{name}: {value}" for name in _SHOWN_HEADERS if (value := _header(message, name))]
    words: list[str] = []
    attachments: list[Attachment] = []
    for number, part in enumerate(_leaves(message), start=1):
        if number > _MAX_PARTS:
            break
        checkpoint("text")
        name = _name(part)
        if name is None and _type(part).startswith("text/"):
            words.append(_words(part))
        elif name is not None or _is_document(part):
            attachments.append(Attachment(name or f"part-{number}", _payload(part)))
    kept = tuple(_distinctly_named(attachments[: limits.max_members]))
    body = max(words, key=len, default="").strip()
    return Reading(("\n".join(lines) + "\n\n" + body,), attachments=kept, is_cover=True)


def _parsed(content: bytes) -> Message:
    """Return the mail; one whose headers stop the strict parser is read by the lenient one."""
    try:
        return message_from_bytes(content, policy=default_policy)
    except _MALFORMED:
        return message_from_bytes(content, policy=compat32)


def _asked(question: Callable[[], T], otherwise: T) -> T:
    """Return the answer, or *otherwise* where the headers are too malformed to give one."""
    try:
        return question()
    except _MALFORMED:
        return otherwise


def _type(part: Message) -> str:
    return _asked(part.get_content_type, _UNKNOWN)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something; a mail inside the mail is one such part."""
    stack = [message]
    while stack:
        part = stack.pop()
        if _type(part) == "message/rfc822" and part is not message:
            yield part
        elif part.is_multipart():
            parts = part.get_payload()
            if isinstance(parts, list):
                stack += [item for item in reversed(parts) if isinstance(item, Message)]
        else:
            yield part


def _is_document(part: Message) -> bool:
    return _type(part).startswith(("application/", "message/"))


def _words(part: Message) -> str:
    raw = _payload(part)
    charset = _asked(part.get_content_charset, None) or "utf-8"
    try:
        text = (decode(raw) or "") if charset in _NO_CHARSETS else raw.decode(charset)
    except (LookupError, ValueError):
        text = decode(raw) or ""
    return html_text(text) if _type(part) == "text/html" and text.strip() else text


def _payload(part: Message) -> bytes:
    if _type(part) == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return _asked(first.as_bytes, b"") if isinstance(first, Message) else b""
    content: object = _asked(lambda: part.get_payload(decode=True), None)
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str | None:
    """Return a part's file name without any folder, as a person may read it."""
    raw = _asked(part.get_filename, None)
    if _type(part) == "message/rfc822" and not raw:
        raw = "message.eml"
    if not raw:
        return None
    last = str(raw).replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[:_MAX_NAME] or None


def _header(message: Message, name: str) -> str:
    value = _asked(lambda: str(message.get(name, "")), "")
    return " ".join(value.split())[:_MAX_HEADER]


def _distinctly_named(attachments: list[Attachment]) -> Iterator[Attachment]:
    """Number namesakes, so that each member of a mail can be told from the others."""
    seen: dict[str, int] = {}
    for item in attachments:
        seen[item.name] = seen.get(item.name, 0) + 1
        count = seen[item.name]
        yield item if count == 1 else Attachment(f"{item.name} ({count})", item.content)
