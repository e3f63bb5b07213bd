"""Forms printed as PDF: the cells of a row stand side by side again, with a border between them."""

from collections.abc import Sequence

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.testing.pdfs import PdfMaker, said

Cell = tuple[float, int, str]  # left edge, line, words

FORM: Sequence[Cell] = [
    (60, 0, "Supplier"), (180, 0, "Gorse Hill Dairy plc"), (180, 1, "Unit 3, Mill Lane"),
    (180, 2, "Leeds LS1 4QT"), (60, 3, "Customer"), (180, 3, "Penhale Estates Ltd"),
    (180, 4, "9 Fore Street"), (180, 5, "Bodmin PL31 2HQ"), (60, 6, "Commencement date"),
    (180, 6, "9 June 2025"), (60, 7, "Term"), (180, 7, "18 months"), (60, 8, "Governing law"),
    (180, 8, "England"),
]  # fmt: skip
HEADS: Sequence[Cell] = [
    (60, 0, "Supplier"), (260, 0, "Customer"), (60, 1, "Gorse Hill Dairy plc"),
    (260, 1, "Penhale Estates Ltd"), (60, 3, "Payment falls due within thirty days of receipt."),
]  # fmt: skip
SIGNATURES: Sequence[Cell] = [
    (60, 0, "SUPPLIER:"), (260, 0, "CUSTOMER:"), (60, 1, "GORSE HILL DAIRY PLC"),
    (260, 1, "PENHALE ESTATES LTD"), (60, 2, "By: ______"), (260, 2, "By: ______"),
]  # fmt: skip


def printed(cells: Sequence[Cell]) -> Analysis:
    maker = PdfMaker()
    maker.page(
        b" ".join(said(words, left=left, top=740 - 14 * line) for left, line, words in cells)
    )
    [analysis] = ContractPipeline().analyse(maker.made(), checkpoint=lambda _: None)
    return analysis


def test_a_value_keeps_its_lines_and_its_label() -> None:
    analysis = printed(FORM)

    assert analysis.text.split("\n")[:2] == [
        "Supplier | Gorse Hill Dairy plc  Unit 3, Mill Lane  Leeds LS1 4QT",
        "Customer | Penhale Estates Ltd  9 Fore Street  Bodmin PL31 2HQ",
    ]
    addresses = {item.value for item in analysis.findings if item.name == "address"}
    assert addresses == {"Unit 3, Mill Lane, Leeds LS1 4QT", "9 Fore Street, Bodmin PL31 2HQ"}
    assert [item.normal for item in analysis.findings if item.name == "effective_date"] == [
        "2025-06-09"
    ]


def test_what_stands_below_heads_is_in_their_columns() -> None:
    """What follows at the left edge, and runs on into the next column, is text."""
    assert printed(HEADS).text.split("\n") == [
        "Supplier | Customer",
        "Gorse Hill Dairy plc | Penhale Estates Ltd",
        "Payment falls due within thirty days of receipt.",
    ]


GOODS: Sequence[Cell] = [
    (60, 0, "Pumps"), (260, 0, "4"), (60, 1, "Valves"), (260, 1, "9"), (60, 2, "Pipes"),
    (260, 2, "1"),
]  # fmt: skip
ONE_ROW: Sequence[Cell] = [(60, 0, "Term"), (260, 0, "2 years"), (60, 1, "That is all.")]


@pytest.mark.parametrize("cells", [SIGNATURES, GOODS, ONE_ROW], ids=["signatures", "goods", "one"])
def test_what_is_no_form_is_read_as_it_was(cells: Sequence[Cell]) -> None:
    """Signatures beside each other, lists of goods: other rules know those lines."""
    assert "|" not in printed(cells).text
