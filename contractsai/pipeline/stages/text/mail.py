"""A mail: its own words, and the documents it carries."""

import binascii
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import default as default_policy
from typing import Final

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.reading import Attachment, Checkpoint, Reading
from contractsai.pipeline.stages.text.html import html_text
from contractsai.pipeline.stages.text.plain import decode

_SHOWN_HEADERS: Final = ("From", "To", "Subject", "Date")
_MAX_HEADER: Final = 300  # characters
_MAX_NAME: Final = 200
_MAX_PARTS: Final = 1_000


def read_mail(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the mail's headers and words as one page, with its attachments.

    Mails inside the mail are attachments; so is every part with a name.
    """
    message = message_from_bytes(content, policy=default_policy)
    lines = [f"{name}: {value}" for name in _SHOWN_HEADERS if (value := _header(message, name))]
    words: list[str] = []
    attachments: list[Attachment] = []
    for number, part in enumerate(_leaves(message), start=1):
        if number > _MAX_PARTS:
            break
        checkpoint("text")
        name = _name(part)
        if name is None and part.get_content_maintype() == "text":
            words.append(_words(part))
        elif name is not None or _is_document(part):
            attachments.append(Attachment(name or f"part-{number}", _payload(part)))
    kept = tuple(_distinctly_named(attachments[: limits.max_members]))
    body = max(words, key=len, default="").strip()
    return Reading(("\n".join(lines) + "\n\n" + body,), attachments=kept, is_cover=True)


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something; a mail inside the mail is one such part."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_type() == "message/rfc822" and part is not message:
            yield part
        elif part.is_multipart():
            parts = part.get_payload()
            if isinstance(parts, list):
                stack += [item for item in reversed(parts) if isinstance(item, Message)]
        else:
            yield part


def _is_document(part: Message) -> bool:
    return part.get_content_maintype() in {"application", "message"}


def _words(part: Message) -> str:
    raw = _payload(part)
    charset = part.get_content_charset("utf-8") or "utf-8"
    try:
        text = raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        text = decode(raw) or ""
    return html_text(text) if part.get_content_subtype() == "html" and text.strip() else text


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    try:
        content = part.get_payload(decode=True)
    except (binascii.Error, ValueError):
        return b""
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str | None:
    """Return a part's file name without any folder, as a person may read it."""
    try:
        raw = part.get_filename()
    except (MessageError, ValueError, LookupError):
        raw = None
    if part.get_content_type() == "message/rfc822" and not raw:
        raw = "message.eml"
    if not raw:
        return None
    last = str(raw).replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[:_MAX_NAME] or None


def _header(message: Message, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except (MessageError, ValueError, LookupError, IndexError):  # malformed addresses raise many
        return ""
    return " ".join(value.split())[:_MAX_HEADER]


def _distinctly_named(attachments: list[Attachment]) -> Iterator[Attachment]:
    """Number namesakes, so that each member of a mail can be told from the others."""
    seen: dict[str, int] = {}
    for item in attachments:
        seen[item.name] = seen.get(item.name, 0) + 1
        count = seen[item.name]
        yield item if count == 1 else Attachment(f"{item.name} ({count})", item.content)
