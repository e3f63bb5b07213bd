"""XFA: a form that is not on the pages at all, but in XML beside them."""

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree

_MAX_PACKETS: Final = 50
_MAX_BYTES: Final = 20_000_000
_MAX_DEPTH: Final = 200
_SHOWN: Final = frozenset({"text", "exData"})  # elements whose words a form shows
_PARAGRAPHS: Final = frozenset({"p", "li", "h1", "h2", "h3"})
_XFA_TYPES: Final = frozenset({pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND})


def is_xfa(document: pdfium.PdfDocument) -> bool:
    """Return whether the document holds an XFA form; its pages may only say to wait."""
    return pdfium_c.FPDF_GetFormType(document) in _XFA_TYPES


def xfa_text(document: pdfium.PdfDocument) -> str:
    """Return the words of the form and what was filled in, as far as they can be told."""
    lines: list[str] = []
    for name, packet in _packets(document):
        root = _parsed(packet)
        if root is None:
            continue
        if name == "template":
            lines += _captions(root)
        elif name == "datasets":
            lines += _values(root)
        elif not name:  # all in one
            lines += [*_captions(root), *_values(root)]
    return "\n".join(lines)


def _packets(document: pdfium.PdfDocument) -> Iterator[tuple[str, bytes]]:
    count = pdfium_c.FPDF_GetXFAPacketCount(document)
    for index in range(min(max(count, 0), _MAX_PACKETS)):
        size = pdfium_c.FPDF_GetXFAPacketName(document, index, None, 0)
        name = ctypes.create_string_buffer(max(size, 1))
        pdfium_c.FPDF_GetXFAPacketName(document, index, name, size)
        needed = ctypes.c_ulong()
        pdfium_c.FPDF_GetXFAPacketContent(document, index, None, 0, needed)
        if not 0 < needed.value <= _MAX_BYTES:
            continue
        content = ctypes.create_string_buffer(needed.value)
        pdfium_c.FPDF_GetXFAPacketContent(document, index, content, needed.value, needed)
        yield name.value.decode("latin-1"), content.raw[: needed.value]


def _parsed(packet: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _captions(root: etree._Element) -> Iterator[str]:
    """Yield what the template shows: captions, and the running text between fields."""
    for item in root.iter(etree.Element):
        if _name(item) in _SHOWN:
            paragraphs = [part for part in item.iter(etree.Element) if _name(part) in _PARAGRAPHS]
            for part in paragraphs or [item]:
                if words := " ".join("".join(map(str, part.itertext())).split()):
                    yield words


def _values(root: etree._Element) -> Iterator[str]:
    """Yield a row a value: the field's name and what stands in it."""
    for item in root.iter(etree.Element):
        words = " ".join((item.text or "").split())
        if words and len(item) == 0 and _is_data(item):
            yield f"{_name(item)} | {words}"


def _is_data(item: etree._Element) -> bool:
    above = islice(item.iterancestors(), _MAX_DEPTH)
    return any(_name(element) == "data" for element in above)


def _name(item: etree._Element) -> str:
    return str(item.tag).rpartition("}")[2]
