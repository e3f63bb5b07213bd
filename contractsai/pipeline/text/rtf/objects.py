"""Documents that were put into RTF: hexadecimal digits of an object as programs once stored it."""

import binascii
import struct
from typing import Final

from contractsai.domain.reasons import Reason
from contractsai.pipeline.text.doc.objects import object_at, package
from contractsai.pipeline.text.ole import Ole
from contractsai.pipeline.text.reading import Attachment, Unreadable

_EMBEDDED: Final = 2
_OLE: Final = b"\xd0\xcf\x11\xe0"
_DOCUMENTS: Final = frozenset({"WordDocument", "__properties_version1.0"})


def object_of(digits: bytes, number: int) -> Attachment | None:
    """Return the document in an object; None for a link, a drawing, a chart or a sheet."""
    name = f"object-{number}"
    try:
        raw = binascii.unhexlify(b"".join(digits.split()))
        kind, content = _native(raw)
    except (ValueError, struct.error):
        return Attachment(name, None, Reason.CORRUPT)
    if kind == b"Package":
        return package(name, len(content).to_bytes(4, "little") + content)
    if not content.startswith(_OLE):
        return None
    try:
        container = Ole(content)
        if container.names & _DOCUMENTS:
            return Attachment(name, content)
        found = object_at(container, "")
    except Unreadable as error:
        return Attachment(name, None, error.reason)
    return found and Attachment(name, found.content, found.reason)


def _native(raw: bytes) -> tuple[bytes, bytes]:
    """Return the class of an object and its own bytes; none of a link."""
    _, form, length = struct.unpack_from("<III", raw)
    if form != _EMBEDDED:
        return b"", b""
    kind = raw[12 : 12 + length].rstrip(b"\0")
    at = 12 + length
    for _ in range(2):  # two names of its place elsewhere
        at += 4 + struct.unpack_from("<I", raw, at)[0]
    (size,) = struct.unpack_from("<I", raw, at)
    return kind, raw[at + 4 : at + 4 + size]
