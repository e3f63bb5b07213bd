"""A page as a picture, and where words stand on it."""

import struct

import pytest

from contractsai.adapters.drawing.page import MOST_DOTS, WIDTH, NoSuchPage, layout, picture
from contractsai.adapters.drawing.places import Quote
from contractsai.testing.pdfs import LEFT, TOP, PdfMaker, said

WORDS = "Governed by the laws of Delaware."


def pdf(entries: bytes = b"") -> bytes:
    maker = PdfMaker()
    maker.page(said(WORDS, top=TOP), entries=entries)
    return maker.made()


def size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", png, 16)
    return width, height


def test_a_page_is_drawn_as_wide_as_a_screen_wants_it() -> None:
    width, height = size_of(picture(pdf(), 1))

    assert width == WIDTH
    assert abs(height / width - 792 / 612) < 0.01


def test_a_page_as_large_as_a_wall_takes_no_more_than_any() -> None:
    width, height = size_of(picture(pdf(b"/MediaBox [0 0 100 14000]"), 1))

    assert width * height <= MOST_DOTS * 1.01


def test_words_are_placed_from_the_top() -> None:
    found = layout(pdf(), 1, [Quote("f1", "laws of Delaware", 0.5), Quote("f2", "Utah", 0)])

    assert (found["width"], found["height"]) == (612, 792)
    [(left, top, width, height)] = found["boxes"]["f1"]
    assert left > LEFT
    assert 792 - TOP - 12 < top < 792 - TOP
    assert width > 40
    assert 5 < height < 20
    assert found["boxes"]["f2"] == []


def test_words_turn_with_their_page() -> None:
    """As it is shown: what stands on top stands to the right after a quarter turn."""
    found = layout(pdf(b"/Rotate 90"), 1, [Quote("f1", WORDS, 0)])

    [(left, _, width, height)] = found["boxes"]["f1"]
    assert (found["width"], found["height"]) == (792, 612)
    assert left > 700
    assert height > width


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_is_not_there_is_not_drawn(number: int) -> None:
    with pytest.raises(NoSuchPage):
        picture(pdf(), number)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing of the kind"])
def test_what_is_no_pdf_is_not_drawn(content: bytes) -> None:
    with pytest.raises(NoSuchPage):
        layout(content, 1, [])
