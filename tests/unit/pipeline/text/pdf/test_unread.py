"""A page that shows more than its text says is unread, however it comes about."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis, Outcome
from contractsai.testing.pdfs import PdfMaker, said

Read = Callable[[bytes], Analysis]
ReadBy = Callable[..., tuple[Analysis, object]]
PROSE = "\n".join(
    f"{number}. The lender shall pay the borrower whatever the schedule of loans provides for."
    for number in range(1, 21)
)
STAMPS = {
    "an envelope's number": said("Envelope 77AB-1029-CC31", top=780, size=7),
    "a Bates number": said("HARBOR-000417", left=480, top=20, size=8),
    "a court's header": said("Case 2:21-cv-00318-XY  Document 44-2  Filed 05/06/21  Page 3 of 19"),
    "a date of receipt": said("RECEIVED\nJUN 04 2019\nREGISTRY", left=400, top=700, size=14),
    "all of them": said("RECEIVED\nCONFIDENTIAL\nHARBOR-000417\nPage 3 of 19\nEnvelope 77AB-1029"),
}
WHOLE_PAGE = b"q 612 0 0 792 0 0 cm /Im Do Q\n"


def scanned(*, stamp: bytes, picture: bytes = WHOLE_PAGE, behind: bytes = b"") -> bytes:
    maker = PdfMaker()
    image = maker.picture()
    maker.page(said(PROSE))
    maker.page(behind + picture + stamp, pictures={b"Im": image})
    return maker.made()


def ending(found: Analysis) -> tuple[Outcome, str | None]:
    return found.outcome, found.reason


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
def test_a_scan_with_a_stamp_is_unread(read: Read, stamp: bytes) -> None:
    """The one line of text on it is nobody's contract."""
    assert ending(read(scanned(stamp=stamp))) == (Outcome.PARTIAL, "pages_need_ocr")


def test_a_scan_in_strips_is_unread(read: Read) -> None:
    """Many scanners save a page as a pile of bands."""
    bands = b"".join(b"q 612 0 0 80 0 %d cm /Im Do Q\n" % (80 * row) for row in range(10))

    assert ending(read(scanned(stamp=STAMPS["a Bates number"], picture=bands)))[0] is (
        Outcome.PARTIAL
    )


def test_a_scan_inside_a_form_is_unread(read: Read) -> None:
    """Stamping tools wrap what was there before."""
    maker = PdfMaker()
    resources = b"/Resources << /XObject << /Im %d 0 R >> >>" % maker.picture()
    wrapped = maker.stream(
        b"q 306 0 0 396 0 0 cm /Im Do Q",
        b"/Type /XObject /Subtype /Form /BBox [0 0 306 396] %s" % resources,
    )
    maker.page(b"q 2 0 0 2 0 0 cm /Fm Do Q " + said("HARBOR-1"), pictures={b"Fm": wrapped})

    assert ending(read(maker.made())) == (Outcome.NEEDS_OCR, "no_text")


def test_scans_alone_need_ocr_whatever_is_stamped_on_them(read: Read) -> None:
    maker = PdfMaker()
    image = maker.picture()
    for number in range(3):
        maker.page(WHOLE_PAGE + said(f"HARBOR-00{number}"), pictures={b"Im": image})

    assert ending(read(maker.made())) == (Outcome.NEEDS_OCR, "no_text")


def test_ocr_reads_what_a_stamp_does_not_say(read_by: ReadBy) -> None:
    found, _ = read_by(scanned(stamp=STAMPS["a Bates number"]), "LOAN AGREEMENT of two parties")

    assert (found.outcome, found.ocr_pages) == (Outcome.ANALYSED, 1)
    assert "LOAN AGREEMENT of two parties" in (found.text or "")


def test_a_letterhead_behind_a_few_words_stays_as_it_is(read_by: ReadBy) -> None:
    """Where OCR finds no more than the text says, the text is the better one."""
    found, _ = read_by(
        scanned(stamp=said("Signed by the lender\nDr. Osei")), "Signed by the lendcr"
    )

    assert (found.outcome, found.ocr_pages) == (Outcome.ANALYSED, 0)
    assert "Dr. Osei" in (found.text or "")


@pytest.mark.parametrize(
    ("picture", "behind"),
    [
        (WHOLE_PAGE + b"BT 3 Tr /F1 9 Tf 60 700 Td (Signature of the lender) Tj ET", b""),
        (WHOLE_PAGE, said(PROSE[:300])),
    ],
    ids=["unseen over it", "under it"],
)
def test_a_scan_that_ocr_has_read_before_is_read(read: Read, picture: bytes, behind: bytes) -> None:
    """Its layer of text may be short: so is a page of signatures."""
    found = read(scanned(stamp=b"", picture=picture, behind=behind))

    assert ending(found) == (Outcome.ANALYSED, None)


def test_a_logo_beside_a_few_words_is_no_scan(read: Read) -> None:
    logo = b"q 120 0 0 60 60 700 cm /Im Do Q\n"

    assert ending(read(scanned(stamp=said("The end.", top=600), picture=logo))) == (
        Outcome.ANALYSED,
        None,
    )


def glyph(left: float, bottom: float) -> bytes:
    curve = b"%.1f %.1f %.1f %.1f %.1f %.1f c\n"
    return (
        b"%.1f %.1f m\n" % (left, bottom)
        + b"".join(
            curve % (left + 5, bottom, left + 5, bottom + 7, left, bottom + step)
            for step in range(8)
        )
        + b"f\n"
    )


def outlined(rows: int) -> bytes:
    return b"".join(
        glyph(60 + 6 * column, 700 - 14 * row) for row in range(rows) for column in range(70)
    )


@pytest.mark.parametrize("stamp", [b"", STAMPS["a court's header"]], ids=["bare", "stamped"])
def test_text_drawn_as_curves_is_unread(read: Read, stamp: bytes) -> None:
    maker = PdfMaker()
    maker.page(said(PROSE))
    maker.page(outlined(20) + stamp)

    assert ending(read(maker.made())) == (Outcome.PARTIAL, "pages_need_ocr")


def test_a_frame_and_a_drawn_logo_are_no_text(read: Read) -> None:
    maker = PdfMaker()
    frame = b"20 30 m 20 20 20 20 30 20 c 580 20 l 590 20 590 20 590 30 c 590 760 l 20 760 l s\n"
    maker.page(frame + outlined(1)[:900] + b"\nf\n" + said("The end."))

    assert ending(read(maker.made())) == (Outcome.ANALYSED, None)


@pytest.mark.parametrize("drawn", [b"", b"60 60 m 550 60 l S", said(" \n ")])
def test_an_empty_page_is_no_gap(read: Read, drawn: bytes) -> None:
    maker = PdfMaker()
    maker.page(said(PROSE))
    maker.page(drawn)

    assert ending(read(maker.made())) == (Outcome.ANALYSED, None)
