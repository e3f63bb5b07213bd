"""Pictures as documents: read by OCR, within limits, and never in silence."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.limits import DEFAULT_LIMITS, Limits
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.testing.pictures import jpeg, png, tiff

Picture = Callable[[int, int], bytes]
WORDS = "This Agreement is made between Gannet Ltd. and Petrel Inc."


class FileOcr:
    """`Ocr` that reads the same words in every file, and keeps the files."""

    version = "fake 1 eng"

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.files: list[bytes] = []

    def read(self, _picture: object) -> str | None:
        return None

    def read_file(self, content: bytes) -> str | None:
        self.files.append(content)
        return self.answer


def analyse(
    content: bytes, ocr: FileOcr | None = None, limits: Limits = DEFAULT_LIMITS
) -> Analysis:
    return ContractPipeline(limits, ocr=ocr).analyse(content, checkpoint=lambda _: None)[0]


def big_endian_tiff(width: int, height: int) -> bytes:
    return tiff(width, height, order=">")


KINDS = [
    pytest.param(png, "image/png", id="png"),
    pytest.param(jpeg, "image/jpeg", id="jpeg"),
    pytest.param(tiff, "image/tiff", id="tiff"),
    pytest.param(big_endian_tiff, "image/tiff", id="tiff of another order"),
]


@pytest.mark.parametrize(("make", "media_type"), KINDS)
def test_a_picture_of_a_page_is_read_by_ocr(make: Picture, media_type: str) -> None:
    """People photograph contracts; the program gets the file as it is."""
    ocr = FileOcr(f"{WORDS}\f")

    found = analyse(make(1200, 1600), ocr)

    assert (found.outcome, found.media_type, found.text) == ("analysed", media_type, WORDS)
    assert (found.pages, found.ocr_pages) == (1, 1)
    assert ocr.files == [make(1200, 1600)]


@pytest.mark.parametrize(("make", "media_type"), KINDS)
def test_without_ocr_it_needs_it(make: Picture, media_type: str) -> None:
    """It could be the contract: it must not vanish among what is no document."""
    found = analyse(make(1200, 1600))

    assert (found.outcome, found.reason, found.media_type) == ("needs_ocr", "no_text", media_type)


@pytest.mark.parametrize(("make", "media_type"), KINDS)
@pytest.mark.parametrize(("width", "height"), [(48, 16), (1600, 120), (120, 1600)])
def test_a_logo_is_no_document(make: Picture, media_type: str, width: int, height: int) -> None:
    found = analyse(make(width, height), FileOcr(WORDS))

    assert (found.outcome, found.reason, found.media_type) == ("skipped", "unsupported", media_type)


@pytest.mark.parametrize(("make", "_"), KINDS)
def test_a_picture_beyond_all_size_is_not_opened(make: Picture, _: str) -> None:
    """A small file may say that it is a wall: unpacked, it would take all memory."""
    ocr = FileOcr(WORDS)

    found = analyse(make(60_000, 60_000), ocr)

    assert (found.outcome, found.reason, ocr.files) == ("failed", "too_large", [])


@pytest.mark.parametrize(("make", "_"), KINDS)
def test_what_only_begins_like_a_picture_is_no_document(make: Picture, _: str) -> None:
    assert analyse(make(1200, 1600)[:15]).reason == "unsupported"


@pytest.mark.parametrize("answer", [None, "", " \n\f"])
def test_a_picture_in_which_nothing_is_read_still_needs_ocr(answer: str | None) -> None:
    assert analyse(png(1200, 1600), FileOcr(answer)).outcome == "needs_ocr"


def test_the_pages_of_a_fax_are_pages() -> None:
    found = analyse(tiff(1200, 1600, pages=2), FileOcr(f"{WORDS}\fPage two.\f"))

    assert (found.pages, found.page_starts) == (2, (0, len(WORDS) + 2))


def test_a_fax_is_cut_at_the_limit_and_says_so() -> None:
    ocr = FileOcr(f"{WORDS}\f")

    found = analyse(tiff(1200, 1600, pages=5), ocr, Limits(max_ocr_pages=2))

    assert (found.outcome, found.reason) == ("partial", "pages_need_ocr")
    assert ocr.files[0] != tiff(1200, 1600, pages=5)
    assert ocr.files[0][:64] == tiff(1200, 1600, pages=2)[:64]


def test_a_fax_that_leads_in_a_circle_ends() -> None:
    assert analyse(tiff(1200, 1600, pages=3, loop=True), FileOcr(WORDS)).outcome == "analysed"
