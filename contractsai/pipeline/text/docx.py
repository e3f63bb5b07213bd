"""Word documents: the XML itself, since content controls, text boxes and notes matter too."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.reading import Checkpoint, Reading, failed

_BODY: Final = "word/document.xml"
_SIDE_PARTS: Final = ("header", "footer", "footnotes", "endnotes")
_SKIPPED: Final = frozenset(
    {
        "Fallback",  # the second copy of a text box
        "moveFrom",  # text that was moved away
        "del",
        "instrText",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "sdtPr",
        "sdtEndPr",
    }
)
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_CELL_SEPARATOR: Final = " | "
_MOST_IN_A_LABEL: Final = 2  # paragraphs of a first cell; with more, the table is a layout


def read_docx(content: bytes, *, limits: Limits, checkpoint: Checkpoint) -> Reading:
    """Return the body, then headers, footers and notes; table rows read ``label | value``.

    Raises:
        Unreadable: the container or its XML is broken, locked, or unpacks to too much.
    """
    blocks: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in _part_names(archive):
                checkpoint("text")
                blocks += _part_blocks(_unpacked(archive, name, limits))
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError) as error:
        raise failed("corrupt") from error
    except NotImplementedError as error:  # a compression that nobody else uses
        raise failed("corrupt") from error
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise failed("encrypted") from error
    return Reading(("\n\n".join(blocks),))


# What damaged offsets, lengths and streams make of zipfile, beside its own error.
_DAMAGE: Final = (ValueError, OSError, EOFError, zlib.error, lzma.LZMAError, struct.error)


def _part_names(archive: zipfile.ZipFile) -> list[str]:
    """Return the body first, then side parts by name: the order must not depend on the writer."""
    names = archive.namelist()
    bodies = sorted(name for name in names if name.startswith("word/document"))
    body = _BODY if _BODY in names else bodies[0]
    side = sorted(
        name
        for name in set(names)
        if name.endswith(".xml") and name.removeprefix("word/").startswith(_SIDE_PARTS)
    )
    return [body, *side]


def _unpacked(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """Return a member without believing its declared size."""
    try:
        with archive.open(name) as member:
            content = member.read(limits.max_expanded_bytes + 1)
    except _DAMAGE as error:
        raise failed("corrupt") from error
    if len(content) > limits.max_expanded_bytes:
        raise failed("too_large")
    return content


def _part_blocks(xml: bytes) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    blocks = (block.strip() for block in _blocks(root))
    return list(dict.fromkeys(blocks)) if _is_side(root) else [block for block in blocks if block]


def _is_side(root: etree._Element) -> bool:
    return _name(root) in {"hdr", "ftr"}


def _blocks(container: etree._Element) -> Iterator[str]:
    """Yield the paragraphs and tables of *container* in order, however they are wrapped."""
    for child in container:
        name = _name(child)
        if name == "p":
            yield _paragraph(child)
            yield from _boxes(child)
        elif name == "tbl":
            yield "\n".join(_rows(child))
        elif name not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[str]:
    for row in _descend(table, "tr"):
        cells = [[block.strip() for block in _blocks(cell)] for cell in _descend(row, "tc")]
        if cells and len([block for block in cells[0] if block]) > _MOST_IN_A_LABEL:
            yield from ("\n".join(block for block in cell if block) for cell in cells if any(cell))
        elif any(block for cell in cells for block in cell):
            yield _CELL_SEPARATOR.join(" ".join(" ".join(cell).split()) for cell in cells).strip()


def _descend(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield the nearest descendants of that name: content controls may wrap rows and cells."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name not in _SKIPPED:
            yield from _descend(child, wanted)


def _boxes(paragraph: etree._Element) -> Iterator[str]:
    """Yield what stands in text boxes anchored in *paragraph*."""
    for child in paragraph:
        name = _name(child)
        if name == "txbxContent":
            yield from _blocks(child)
        elif name not in _SKIPPED:
            yield from _boxes(child)


def _paragraph(paragraph: etree._Element) -> str:
    return "".join(_inline(paragraph))


def _inline(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name not in _SKIPPED and name != "txbxContent":
            yield from _inline(child)


def _name(element: etree._Element) -> str:
    """Return the local name; there are two namespaces for the same words."""
    tag: object = element.tag  # a function, for comments
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
