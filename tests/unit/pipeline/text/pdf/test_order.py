"""Lines are read in the order in which a person reads them."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis
from contractsai.testing.pdfs import PdfMaker, said

Read = Callable[[bytes], Analysis]
LEFT_TEXT = """This Charter is made on 5 June
2023 between Seafarer Lines
Ltd., a company of Panama with
its seat at the harbour, and
the charterer that is named on
the other side of this page,
who takes the vessel for one
year and pays the hire that is
written in the schedule at the
beginning of every month for as
long as he has her in his hands
and in good repair."""
LEFT = LEFT_TEXT.split("\n")
RIGHT_TEXT = """he may not sublet the vessel
without written consent of the
owner, whose answer is due in
ten days after he was asked in
writing, and who may refuse it
for a good reason only, such as
the trade that is intended, or
the flag of the other party.
This Charter is governed by
the laws of Panama and by no
other law, whichever court is
asked about it in the end."""
RIGHT = RIGHT_TEXT.split("\n")
TURNS = {
    "upright": (b"1 0 0 1 0 0 cm", 0),
    "a quarter": (b"1 0 0 1 0 0 cm", 90),
    "half round": (b"1 0 0 1 0 0 cm", 180),
    "three quarters": (b"1 0 0 1 0 0 cm", 270),
    "drawn a quarter": (b"0 1 -1 0 792 0 cm", 0),
    "drawn half round": (b"-1 0 0 -1 612 792 cm", 0),
    "drawn three quarters": (b"0 -1 1 0 0 612 cm", 0),
    "drawn and turned back": (b"0 1 -1 0 792 0 cm", 90),
    "drawn and turned on": (b"0 -1 1 0 0 612 cm", 270),
}


def side_by_side(left: list[str], right: list[str], *, title: str = "", at: int = 320) -> bytes:
    """Return a page written row by row, as many converters do."""
    rows = b"".join(
        said(one, top=700 - 14 * row) + said(other, left=at, top=700 - 14 * row)
        for row, (one, other) in enumerate(zip(left, right, strict=True))
    )
    maker = PdfMaker()
    maker.page(said(title, left=180) + rows)
    return maker.made()


def test_two_columns_are_read_one_after_the_other(read: Read) -> None:
    """Read across, one party's name ends in the other column's sentence."""
    found = read(side_by_side(LEFT, RIGHT, title="A CHARTER PARTY THAT STANDS ACROSS BOTH COLUMNS"))

    assert found.text == "\n".join(
        ["A CHARTER PARTY THAT STANDS ACROSS BOTH COLUMNS", *LEFT, *RIGHT]
    )


def test_the_rows_of_a_table_stay_together(read: Read) -> None:
    """A label without its value says nothing."""
    labels = [f"Item {number}" for number in range(1, 15)]
    values = [f"EUR {number}00 for each" for number in range(1, 15)]

    found = read(side_by_side(labels, values))

    assert "Item 3 EUR 300 for each" in (found.text or "")


def test_terms_beside_their_meanings_stay_together(read: Read) -> None:
    """A table of definitions has one column of prose, not two."""
    terms = [f"Term {number}" if number % 3 == 0 else "" for number in range(12)]

    found = read(side_by_side(terms, RIGHT))

    assert "Term 3 ten days after" in (found.text or "")


@pytest.mark.parametrize(("matrix", "rotation"), TURNS.values(), ids=TURNS)
def test_a_turned_page_begins_with_its_first_line(read: Read, matrix: bytes, rotation: int) -> None:
    maker = PdfMaker()
    is_wide = matrix.startswith(b"0")
    box = b"/MediaBox [0 0 792 612]" if is_wide else b""
    maker.page(
        b"q %s\n%s Q" % (matrix, said("\n".join(LEFT), top=540)),
        entries=b"/Rotate %d %s" % (rotation, box),
    )

    assert read(maker.made()).text == "\n".join(LEFT)
