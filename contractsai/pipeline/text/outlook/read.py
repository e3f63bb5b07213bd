"""An Outlook mail, written anew as the mail it was sent as, for the reader of mails."""

import base64
import re
from collections.abc import Iterator
from email.header import Header
from email.utils import format_datetime
from typing import Final

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.doc.objects import object_at
from contractsai.pipeline.text.mail import read_mail
from contractsai.pipeline.text.ole import Ole
from contractsai.pipeline.text.outlook.compressed import expanded
from contractsai.pipeline.text.outlook.properties import Properties
from contractsai.pipeline.text.reading import Checkpoint, Reading, Unreadable
from contractsai.pipeline.text.rtf import rtf_text

_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_SENDERS: Final = (0x5D01, 0x0C1F)
_SENDER_NAME: Final = 0x0C1A
_TO, _CC = 0x0E04, 0x0E03
_SENT, _RECEIVED = 0x0039, 0x0E06
_FILE_NAMES: Final = (0x3707, 0x3704, 0x3001)
_DATA: Final = 0x3701
_HEAD_OF_INNER: Final = 24
_HEAD_OF_PART: Final = 8
_DEEPEST: Final = 12  # mails inside mails, of those that are written out
_BOUNDARY: Final = "=_part_of_a_mail_="  # which no base64 can hold
_CODEC: Final = re.compile(r"[A-Za-z0-9_-]+")


def read_outlook(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the mail's headers and words as one page, with all that it carries.

    Raises:
        Unreadable: its container is broken.
    """
    mail = _Mail(Ole(content), limits, checkpoint)
    return read_mail(mail.written("", depth=0), checkpoint=checkpoint)


class _Mail:
    """The messages of one file: itself, and those forwarded in it."""

    def __init__(self, container: Ole, limits: Limits, checkpoint: Checkpoint) -> None:
        self._container = container
        self._limits = limits
        self._checkpoint = checkpoint

    def written(self, place: str, *, depth: int) -> bytes:
        """Return the message in the storage *place* as a mail."""
        own = Properties(self._container, place, **({"head": _HEAD_OF_INNER} if depth else {}))
        inner = f'multipart/mixed; boundary="{_BOUNDARY}"'
        lines = [*self._headers(own), "MIME-Version: 1.0", f"Content-Type: {inner}", "", ""]
        parts = [*self._bodies(own), *self._attached(place, depth)]
        mark = f"--{_BOUNDARY}\r\n".encode()
        return b"".join(
            ["\r\n".join(lines).encode(), *(mark + part for part in parts), mark[:-2], b"--\r\n"]
        )

    def _headers(self, own: Properties) -> Iterator[str]:
        name, address = own.text(_SENDER_NAME), own.text(*_SENDERS)
        is_address = "@" in address and address != name
        sender = f"{name} <{address}>" if is_address else name or address
        sent = own.time(_SENT, _RECEIVED)
        for header, value in (
            ("From", sender),
            ("To", own.text(_TO)),
            ("Cc", own.text(_CC)),
            ("Subject", own.text(_SUBJECT)),
        ):
            if value.strip():
                yield f"{header}: {_encoded(value)}"
        if sent is not None:
            yield f"Date: {format_datetime(sent)}"

    def _bodies(self, own: Properties) -> Iterator[bytes]:
        """Yield the words in one form, of those that are there the fullest."""
        plain, html = own.text(_BODY), own.raw(_HTML)
        forms = []
        if plain.strip():
            forms.append(_part("text/plain; charset=utf-8", plain.encode(errors="replace")))
        if html.strip():
            codec = own.codec if _CODEC.fullmatch(own.codec) else "utf-8"
            forms.append(_part(f"text/html; charset={codec}", html))
        elif narrow := own.text(_HTML):
            forms.append(_part("text/html; charset=utf-8", narrow.encode(errors="replace")))
        if not forms and (packed := own.raw(_RTF)):
            rich = self._rich(packed)
            forms.append(_part("text/plain; charset=utf-8", rich.encode(errors="replace")))
        if len(forms) < 2:  # noqa: PLR2004 - of one form there is no choice
            yield from forms
            return
        boundary = f"{_BOUNDARY}form"
        mark = f"--{boundary}\r\n".encode()
        kind = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
        yield kind.encode() + b"".join(mark + form for form in forms) + mark[:-2] + b"--\r\n"

    def _rich(self, packed: bytes) -> str:
        try:
            rich = expanded(packed, most=self._limits.max_expanded_bytes)
            return rtf_text(rich, checkpoint=self._checkpoint)
        except Unreadable:
            return ""

    def _attached(self, place: str, depth: int) -> Iterator[bytes]:
        for number, folder in enumerate(self._container.folders(f"{place}__attach_version1.0_#")):
            self._checkpoint("text")
            part = Properties(self._container, f"{folder}/", head=_HEAD_OF_PART)
            name = part.text(*_FILE_NAMES).strip() or f"part-{number + 1}"
            inner = part.storage(_DATA)
            if not self._container.has(f"{inner}__properties_version1.0"):
                yield _part(
                    "application/octet-stream", part.raw(_DATA) or self._object(inner), name
                )
            elif depth < _DEEPEST:
                named = name if name.lower().endswith((".eml", ".msg")) else f"{name}.msg"
                yield _part("application/octet-stream", self.written(inner, depth=depth + 1), named)
            else:
                yield _part("application/octet-stream", b"", name)

    def _object(self, place: str) -> bytes:
        """Return the bytes of an object that a program put into the mail; none for a drawing."""
        found = object_at(self._container, place.rstrip("/"))
        return b"" if found is None else found.content or b""


def _part(kind: str, body: bytes, name: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    if name:
        shown = base64.b64encode(name.encode(errors="replace")).decode()
        head += f'Content-Disposition: attachment; filename="=?utf-8?b?{shown}?="\r\n'
    return head.encode() + b"\r\n" + base64.encodebytes(body) + b"\r\n"


def _encoded(value: str) -> str:
    """Return a header's value on one line, in letters that any mail may hold."""
    line = " ".join(value.split())[:1_000].encode(errors="replace").decode()
    return line if line.isascii() and line.isprintable() else Header(line, "utf-8").encode("", 0)
