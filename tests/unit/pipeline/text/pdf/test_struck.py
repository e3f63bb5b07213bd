"""What a page shows as struck out, or does not show, is kept apart from its text."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis
from contractsai.testing.pdfs import PdfMaker, said

Read = Callable[[bytes], Analysis]
LINES = "The hire is paid each month.\nThe laws of Panama govern.\nThe laws of Malta govern."
SECOND = 740 - 14  # the baseline of the second line


def page(drawn: bytes = b"", *annotations: bytes, text: bytes | None = None) -> bytes:
    maker = PdfMaker()
    maker.page((said(LINES) if text is None else text) + drawn, annotations=annotations)
    return maker.made()


def struck_of(found: Analysis) -> list[str]:
    return [item.text for item in found.struck]


def quad(left: float, right: float, bottom: float = SECOND - 3, top: float = SECOND + 9) -> bytes:
    return b"/QuadPoints [%d %d %d %d %d %d %d %d] /Rect [%d %d %d %d]" % (
        *(left, top, right, top, left, bottom, right, bottom),
        *(left, bottom, right, top),
    )


def test_a_strike_out_note_takes_its_words_out(read: Read) -> None:
    """Negotiated contracts travel as marked PDFs."""
    found = read(page(b"", b"/Subtype /StrikeOut " + quad(55, 300)))

    assert struck_of(found) == ["The laws of Panama govern."]
    assert "Panama" not in (found.text or "")
    assert "struck_text" in found.review_reasons
    assert (found.text or "")[found.struck[0].start :].strip().startswith("The laws of Malta")


def test_a_strike_out_note_may_take_one_word(read: Read) -> None:
    found = read(page(b"", b"/Subtype /StrikeOut " + quad(116, 151)))

    assert struck_of(found) == ["Panama"]
    assert "The laws of  govern." in (found.text or "")


@pytest.mark.parametrize("kind", [b"Highlight", b"Underline", b"Squiggly"])
def test_other_marks_take_nothing_out(read: Read, kind: bytes) -> None:
    found = read(page(b"", b"/Subtype /%s " % kind + quad(55, 300)))

    assert (struck_of(found), found.text) == ([], LINES)


def test_a_hidden_note_strikes_nothing(read: Read) -> None:
    assert not read(page(b"", b"/Subtype /StrikeOut /F 2 " + quad(55, 300))).struck


LINES_DRAWN = {
    "a stroke": b"60 %.1f m 200 %.1f l S\n" % (SECOND + 3, SECOND + 3),
    "a thin box": b"60 %.1f 140 0.7 re f\n" % (SECOND + 2.7),
    "a red stroke in a form's space": b"q 1 0 0 RG 2 0 0 2 0 0 cm 30 %.1f m 100 %.1f l S Q\n"
    % ((SECOND + 3) / 2, (SECOND + 3) / 2),
}


@pytest.mark.parametrize("drawn", LINES_DRAWN.values(), ids=LINES_DRAWN)
def test_a_line_through_words_strikes_them(read: Read, drawn: bytes) -> None:
    """Word's tracked changes and its crossed out words arrive like this."""
    found = read(page(drawn))

    assert struck_of(found) == ["The laws of Panama govern."]
    assert "Panama" not in (found.text or "")


@pytest.mark.parametrize(
    "height", [-1.5, -3, 9.5, 12], ids=["underlined", "ruled", "overlined", "between lines"]
)
def test_a_line_beside_words_strikes_nothing(read: Read, height: float) -> None:
    drawn = b"60 %.1f m 200 %.1f l S\n" % (SECOND + height, SECOND + height)

    assert (read(page(drawn)).text, read(page(drawn)).struck) == (LINES, ())


def test_a_dash_is_no_line(read: Read) -> None:
    text = LINES + "\nThe vessel \u2014 as she lies \u2014 is hired ______ here."

    assert read(page(text=said(text))).text == text.replace("\u2014", "\u2014")


HIDDEN = {
    "white on white": b"1 1 1 rg " + said("The laws of Cyprus govern.", top=600),
    "too small": said("The laws of Cyprus govern.", top=600, size=0.8),
    "beside the page": said("The laws of Cyprus govern.", left=900, top=600),
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_what_nobody_can_see_is_no_text(read: Read, text: bytes) -> None:
    """Words that steer a machine and that no party has read are nobody's contract."""
    found = read(page(text=said(LINES) + text))

    assert struck_of(found) == ["The laws of Cyprus govern."]
    assert "Cyprus" not in (found.text or "")


def test_white_words_on_a_dark_ground_are_seen(read: Read) -> None:
    band = b"0 0 0.4 rg 50 590 400 30 re f 1 1 1 rg " + said("SCHEDULE OF HIRE", top=600)

    found = read(page(text=said(LINES) + band))

    assert "SCHEDULE OF HIRE" in (found.text or "")
    assert not found.struck


def test_the_layer_of_ocr_is_text(read: Read) -> None:
    """It is drawn in no colour at all, so that the scan is seen."""
    text = b"BT 3 Tr /F1 10 Tf 60 700 Td (The laws of Cyprus govern.) Tj ET\n"

    assert read(page(text=text)).text == "The laws of Cyprus govern."
