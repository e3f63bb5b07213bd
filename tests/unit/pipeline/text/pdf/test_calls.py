"""Calls without declared arguments say what the declared ones say."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

import contractsai
from contractsai.pipeline.text.pdf import calls

SAMPLE = Path(contractsai.__file__).parent / "samples" / "contracts" / "supply-agreement.pdf"


@pytest.fixture
def page() -> Iterator[pdfium.PdfPage]:
    document = pdfium.PdfDocument(SAMPLE)
    try:
        yield document[0]
    finally:
        document.close()


def test_objects_are_seen_as_by_the_declared_calls(page: pdfium.PdfPage) -> None:
    count = pdfium_c.FPDFPage_CountObjects(page)
    bare, declared = [tuple(ctypes.c_float() for _ in range(4)) for _ in range(2)]
    colour, its_colour = [tuple(ctypes.c_uint() for _ in range(4)) for _ in range(2)]

    for index in range(count):
        item, same = calls.object_on(page.raw, index), pdfium_c.FPDFPage_GetObject(page, index)
        assert ctypes.cast(same, ctypes.c_void_p).value == item.value
        assert calls.kind_of(item) == pdfium_c.FPDFPageObj_GetType(same)
        assert calls.bounds_of(item, *map(ctypes.byref, bare)) == 1
        assert pdfium_c.FPDFPageObj_GetBounds(same, *declared) == 1
        assert [edge.value for edge in bare] == [edge.value for edge in declared]
        filled = calls.fill_of(item, *map(ctypes.byref, colour))
        assert filled == pdfium_c.FPDFPageObj_GetFillColor(same, *its_colour)
        assert [part.value for part in colour] == [part.value for part in its_colour]
    assert count > 10


def test_letters_are_seen_as_by_the_declared_calls(page: pdfium.PdfPage) -> None:
    text = page.get_textpage()
    bare, declared = pdfium_c.FS_RECTF(), pdfium_c.FS_RECTF()

    for index in range(text.count_chars()):
        code = calls.code_at(text.raw, index)
        assert code == pdfium_c.FPDFText_GetUnicode(text, index)
        assert calls.box_at(text.raw, index, ctypes.byref(bare)) == 1
        assert pdfium_c.FPDFText_GetLooseCharBox(text, index, declared) == 1
        assert bytes(bare) == bytes(declared)


def test_what_is_not_there_is_a_null_pointer(page: pdfium.PdfPage) -> None:
    assert not calls.object_on(page.raw, 1_000_000)
