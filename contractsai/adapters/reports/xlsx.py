"""`ReportWriter` for Excel: one sheet of documents, one of findings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from contractsai.adapters.reports.overview import Overview, overview
from contractsai.adapters.reports.rows import COLUMNS, flat_rows, safe_cell

_MAX_CELL: Final = 32_767  # characters: Excel's own limit
_DOCUMENT_COLUMNS: Final = (
    ("Document", 42),
    ("Outcome", 12),
    ("Reason", 18),
    ("Title", 36),
    ("Type", 26),
    ("Parties", 48),
    ("Agreement date", 15),
    ("Effective date", 15),
    ("Term", 12),
    ("Expires", 12),
    ("Governing law", 20),
    ("Please look at", 24),
)
_FINDING_WIDTHS: Final = {"path": 36, "name": 28, "value": 40, "normal": 40, "quote": 80}


def write_xlsx(lines: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write both sheets row by row: no more than a row is held in memory."""
    book = Workbook(write_only=True)
    documents = _sheet(
        book,
        "Documents",
        [name for name, _ in _DOCUMENT_COLUMNS],
        [width for _, width in _DOCUMENT_COLUMNS],
    )
    findings = _sheet(
        book, "Findings", COLUMNS, [_FINDING_WIDTHS.get(name, 14) for name in COLUMNS]
    )
    for line in lines:
        documents.append([_cell_text(text) for text in _document_row(overview(line))])
        for row in flat_rows(line):
            findings.append([_cell_text(text) for text in row])
    book.save(stream)


def _sheet(
    book: Workbook, title: str, headers: Sequence[str], widths: Sequence[int]
) -> WriteOnlyWorksheet:
    sheet: Any = book.create_sheet(title)  # the stubs leave out panes and widths
    sheet.freeze_panes = "B2"
    for index, width in enumerate(widths):
        sheet.column_dimensions[_letter(index)].width = width
    cells = [WriteOnlyCell(sheet, value=name) for name in headers]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    made: WriteOnlyWorksheet = sheet
    return made


def _letter(index: int) -> str:
    return chr(ord("A") + index)


def _document_row(row: Overview) -> tuple[str, ...]:
    return (
        row.name,
        row.outcome,
        row.reason,
        row.title,
        row.document_type,
        "; ".join(row.parties),
        row.agreement_date,
        row.effective_date,
        row.term,
        row.expires,
        row.governing_law,
        ", ".join(row.review),
    )


def _cell_text(text: str) -> str:
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", text))[:_MAX_CELL]
