"""Word documents in one file of XML: given to the reader of Word's containers in its own form."""

import base64
import binascii
import io
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.docx import read_docx
from contractsai.pipeline.text.reading import Checkpoint, Reading, failed
from contractsai.pipeline.text.xml_parts import Element, attribute, local, parsed

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES: Final = {"w": _W}
_CHANGES: Final = {
    "Word.Deletion": "del",
    "Word.Insertion": "ins",
}
# Read as parts of their own, or the bytes of a picture.
_ELSEWHERE: Final = frozenset({"footnote", "endnote", "hdr", "ftr", "binData"})
_SIDES: Final = {"hdr": "header", "ftr": "footer"}


def read_flat_opc(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the reading of a container that was written as one file (``pkg:package``).

    Raises:
        Unreadable: it is broken, or as `read_docx`.
    """
    parts = dict(_parts(parsed(content)))
    if not any(name.startswith("word/document") for name in parts):
        raise failed("corrupt")
    return read_docx(_packed(parts), limits=limits, checkpoint=checkpoint)


def read_word_2003(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the reading of a document as Word 2003 wrote it (``w:wordDocument``); as above."""
    root = parsed(content)
    parts = {"[Content_Types].xml": b"<Types/>"}
    for child in root:
        if local(child) == "body":
            _take_sides(child, parts)
            parts["word/document.xml"] = _part("document", [child])
        elif local(child) == "styles":
            parts["word/styles.xml"] = _part("styles", list(child))
    if "word/document.xml" not in parts:
        raise failed("corrupt")
    return read_docx(_packed(parts), limits=limits, checkpoint=checkpoint)


def _parts(root: Element) -> Iterator[tuple[str, bytes]]:
    for part in root.iter("{*}part"):
        name = (attribute(part, "name") or "").lstrip("/")
        for data in part:
            kind = local(data)
            if kind == "xmlData":
                yield name, b"".join(etree.tostring(child, with_tail=False) for child in data)
            elif kind == "binaryData":
                try:
                    yield name, base64.b64decode(data.text or "")
                except (binascii.Error, ValueError) as error:
                    raise failed("corrupt") from error


def _take_sides(body: Element, parts: dict[str, bytes]) -> None:
    """Make parts of headers, footers and notes, which stand where they belong in that form."""
    for number, side in enumerate(list(body.iter("{*}hdr", "{*}ftr"))):
        kind = local(side)
        parts[f"word/{_SIDES[kind]}{number}.xml"] = _part(kind, list(side))
    for kind in ("footnote", "endnote"):
        notes = list(body.iter("{*}" + kind))
        if notes:
            paragraphs = [child for note in notes for child in note]
            parts[f"word/{kind}s.xml"] = _part(f"{kind}s", paragraphs)


def _part(name: str, children: list[Element]) -> bytes:
    """Return the XML of a part in the names of today's format."""
    root = etree.Element(f"{{{_W}}}{name}", nsmap=_NAMES)
    for child in children:
        copied = _renamed(child)
        if copied is not None:
            root.append(copied)
    return etree.tostring(root)


def _renamed(element: Element) -> Element | None:
    """Return a copy of an element in today's names; no deeper than a parser allows."""
    name = local(element)
    if not name or name in _ELSEWHERE:
        return None
    kind = attribute(element, "type") if name == "annotation" else None
    if name == "annotation":
        name = _CHANGES.get(kind or "", "annotation")
    made = etree.Element(f"{{{_W}}}{name}", nsmap=_NAMES)
    made.text = element.text
    for key, value in element.attrib.items():
        made.set(f"{{{_W}}}{str(key).rpartition('}')[2]}", value)
    number = _number(element) if name == "p" else None
    if number is not None:
        made.append(number)
    for child in element:
        copied = _renamed(child)
        if copied is not None:
            made.append(copied)
    return made


def _number(paragraph: Element) -> Element | None:
    """Return a run with the number that Word gave a paragraph of a list."""
    for hint in paragraph.iterfind("{*}pPr/{*}listPr/{*}t"):
        run = etree.Element(f"{{{_W}}}r")
        etree.SubElement(run, f"{{{_W}}}t").text = attribute(hint, "val") or ""
        etree.SubElement(run, f"{{{_W}}}tab")
        return run
    return None


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
