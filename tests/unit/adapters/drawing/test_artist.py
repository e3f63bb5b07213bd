"""Pages drawn by a process of their own."""

import hashlib
from pathlib import Path

import pytest

from contractsai.adapters.drawing.artist import MOST_LETTERS, Artist
from contractsai.adapters.drawing.places import Quote
from contractsai.domain.errors import PageNotDrawn
from contractsai.testing.pdfs import PdfMaker, said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    maker = PdfMaker()
    maker.page(said("Governed by the laws of Delaware."))
    path = tmp_path / "a.pdf"
    path.write_bytes(maker.made())
    return path


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_page_is_drawn_and_its_words_are_placed(file: Path) -> None:
    sha256 = sha256_of(file)
    many = [Quote(f"g{number}", "é" * 500, 0) for number in range(MOST_LETTERS)]

    with file.open("rb") as opened:
        png = Artist().picture(opened.fileno(), sha256=sha256, page=1)
    with file.open("rb") as opened:
        quotes = [Quote("f1", "Delaware", 0), *many]
        found = Artist().layout(opened.fileno(), sha256=sha256, page=1, quotes=quotes)

    assert png.startswith(b"\x89PNG")
    assert len(found.boxes["f1"]) == 1
    assert found.width == 612


def test_another_file_is_not_drawn_in_its_place(file: Path) -> None:
    """What is highlighted was read from the bytes that were analysed."""
    with file.open("rb") as opened, pytest.raises(PageNotDrawn, match="another one"):
        Artist().picture(opened.fileno(), sha256="0" * 64, page=1)


def test_a_page_that_is_not_there_is_said_to_be(file: Path) -> None:
    with file.open("rb") as opened, pytest.raises(PageNotDrawn, match="no such page"):
        Artist().picture(opened.fileno(), sha256=sha256_of(file), page=2)


def test_a_process_that_takes_too_long_is_ended(file: Path) -> None:
    with file.open("rb") as opened, pytest.raises(PageNotDrawn, match="too long"):
        Artist(seconds=0).picture(opened.fileno(), sha256=sha256_of(file), page=1)


def test_a_process_that_dies_takes_nobody_along(file: Path) -> None:
    """Here, for want of memory."""
    with file.open("rb") as opened, pytest.raises(PageNotDrawn, match="died"):
        Artist(memory_bytes=-(10**8)).picture(opened.fileno(), sha256=sha256_of(file), page=1)
