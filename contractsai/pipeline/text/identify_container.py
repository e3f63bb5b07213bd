"""What a container is, by what lies in it."""

import io
import zipfile
from typing import Final

from contractsai.pipeline.text.archive import DAMAGE
from contractsai.pipeline.text.ole import Ole
from contractsai.pipeline.text.reading import Unreadable

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT: Final = "application/vnd.oasis.opendocument.text"
_ARCHIVE: Final = "application/zip"
_OLE_TYPE: Final = "application/x-ole-storage"
_HEAD: Final = 4096
_LONGEST_TYPE: Final = 200
_KNOWN: Final = ("application/vnd.oasis.opendocument.", "application/epub+zip")
# Folders and files by which a package of other programs can be told from a packed folder.
_OTHERS: Final = ("xl/", "ppt/", "visio/", "META-INF/MANIFEST.MF", "AndroidManifest.xml")
_PACKAGE: Final = "[Content_Types].xml"


def zip_kind(content: bytes) -> tuple[str, str | None]:
    """Return the media type, and why it is not read: a reason, or None."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            declared = _declared(archive) if "mimetype" in names else None
    except (*DAMAGE, RuntimeError):
        # A cut container still shows its first members, and a Word file these.
        is_office = _PACKAGE.encode() in content[:_HEAD] or b"word/" in content
        return (_DOCX if is_office else _ARCHIVE), "corrupt"
    if any(name.startswith("word/document") for name in names):
        return _DOCX, None
    if declared is not None:
        is_text = declared.startswith(_ODT) and "content.xml" in names
        return (_ODT, None) if is_text else (declared or _ARCHIVE, "unsupported")
    if _PACKAGE in names or any(name.startswith(_OTHERS) for name in names):
        return _ARCHIVE, "unsupported"
    return _ARCHIVE, None


def _declared(archive: zipfile.ZipFile) -> str:
    """Return the type that OpenDocument and e-books write into their first member."""
    with archive.open("mimetype") as member:
        raw = member.read(_LONGEST_TYPE)
    text = raw.decode("ascii", errors="replace").strip()
    return text if text.startswith(_KNOWN) and text.isprintable() else ""


def ole_kind(content: bytes) -> tuple[str, str | None]:
    """Return the same of a compound file, the container of the old Office formats."""
    try:
        names = Ole(content).names
    except Unreadable:
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        return _OLE_TYPE, "encrypted" if is_locked else "unsupported"
    if "EncryptedPackage" in names:
        return _OLE_TYPE, "encrypted"
    if "WordDocument" in names:
        return "application/msword", None
    if "__properties_version1.0" in names:
        return "application/vnd.ms-outlook", None
    return _OLE_TYPE, "unsupported"
