"""Web pages in one file (MHTML), as Word and browsers save them: the page is the text."""

import codecs
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final

from contractsai.pipeline.text.html import read_html
from contractsai.pipeline.text.mail import MALFORMED
from contractsai.pipeline.text.reading import (
    Attachment,
    Checkpoint,
    Reading,
    Struck,
    Unreadable,
    distinctly_named,
    failed,
)

# What Word and browsers put beside a page for themselves.
_MACHINES: Final = frozenset(
    {
        "text/css", "text/javascript", "application/javascript", "application/x-javascript",
        "text/xml", "application/xml", "application/json", "application/vnd.ms-officetheme",
        "application/x-mso", "font/woff", "font/woff2", "image/svg+xml",
    }
)  # fmt: skip
_PAGE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_GAP: Final = "\n\n"


def read_mhtml(content: bytes, *, checkpoint: Checkpoint) -> Reading:
    """Return the page and its frames as one text; pictures and documents are attachments.

    Raises:
        Unreadable: there is no page in it.
    """
    try:
        message = message_from_bytes(content.lstrip(), policy=compat32)
        leaves = [part for part in message.walk() if not part.is_multipart()]
        parts = [(part.get_content_type().lower(), part, _payload(part)) for part in leaves]
    except MALFORMED as error:
        raise failed("corrupt") from error
    pages: list[Reading] = []
    carried: list[Attachment] = []
    for kind, part, body in parts:
        checkpoint("text")
        if kind in _PAGE_TYPES:
            pages += _page(part, body)
        elif kind not in _MACHINES and body:
            carried.append(Attachment(_name(part, len(carried)), body))
    if not pages:
        raise failed("corrupt")
    return _joined(pages, tuple(distinctly_named(carried)))


def _joined(pages: list[Reading], carried: tuple[Attachment, ...]) -> Reading:
    """Return the pages as one, each passage that was struck at its place."""
    text = ""
    struck: list[Struck] = []
    for page in pages:
        text += _GAP if text else ""
        struck += [Struck(item.text, at=len(text) + item.at) for item in page.struck]
        text += page.pages[0]
    return Reading(
        (text,),
        reason=next((page.reason for page in pages if page.reason), None),
        attachments=carried,
        struck=tuple(struck),
        review_reasons=frozenset().union(*(page.review_reasons for page in pages)),
    )


def _page(part: Message, body: bytes) -> list[Reading]:
    """Return the reading of a page, in the charset that its part declares; none without words."""
    charset = str(part.get_param("charset") or "")
    try:
        if charset and codecs.lookup(charset).name not in {"idna", "punycode"}:
            body = codecs.BOM_UTF8 + body.decode(charset).encode()
    except (LookupError, ValueError):
        pass  # the page itself may declare a better one
    try:
        return [read_html(body)] if body.strip() else []
    except Unreadable:
        return []


def _payload(part: Message) -> bytes:
    body: object = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _name(part: Message, number: int) -> str:
    place = part.get_filename() or str(part.get("Content-Location") or "")
    last = place.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[:200] or f"part-{number + 1}"
