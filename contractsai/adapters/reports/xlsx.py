"""`ReportWriter` for Excel: sheets of documents, findings, risks, dates and deadlines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from contractsai.adapters.reports.headlines import (
    counted,
    document_name,
    evidence,
    headline,
    note,
)
from contractsai.adapters.reports.overview import Overview, display_name, for_people, overview
from contractsai.adapters.reports.rows import COLUMNS, flat_rows, safe_cell
from contractsai.application.diary import Entry, diary
from contractsai.application.folder_overview import (
    SEVERITIES,
    Course,
    folder_overview,
    severity_of,
)

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
_RISK_COLUMNS: Final = (
    ("Severity", 12),
    ("Name", 30),
    ("What", 60),
    ("Document", 42),
    ("Confidence", 12),
    ("Band", 12),
)
_TIMELINE_COLUMNS: Final = (
    ("Document", 42),
    ("Title", 36),
    ("Begins", 12),
    ("Notice by", 12),
    ("Ends", 12),
    ("Please look at", 16),
)
_DEADLINE_COLUMNS: Final = (
    ("Date", 12),
    ("Days left", 10),
    ("Status", 10),
    ("What", 40),
    ("Note", 32),
    ("Contract", 36),
    ("Parties", 48),
    ("How it was counted", 60),
    ("Evidence", 80),
    ("Please look at", 16),
    ("Document", 42),
)
_RISKS: Final = frozenset({"risk", "missing"})
_FOR_OVERVIEW: Final = _RISKS | {"fact"}
_FINDING_WIDTHS: Final = {"path": 36, "name": 28, "value": 40, "normal": 40, "quote": 80}


def write_xlsx(
    lines: Iterable[Mapping[str, Any]], stream: BinaryIO, *, as_of: date | None = None
) -> None:
    """Write the sheets row by row; only what the last three need is held in memory.

    Args:
        lines: of the report.
        stream: where to.
        as_of: the day from which days are counted; None to count none, and list no deadlines.
    """
    book = Workbook(write_only=True)
    documents = _sheet(book, "Documents", _DOCUMENT_COLUMNS)
    findings = _sheet(book, "Findings", [(name, _FINDING_WIDTHS.get(name, 14)) for name in COLUMNS])
    held: list[Mapping[str, Any]] = []
    for line in for_people(lines):
        documents.append([_cell_text(text) for text in _document_row(overview(line))])
        for row in flat_rows(line):
            findings.append([_cell_text(text) for text in row])
        told = [item for item in line["findings"] if item["kind"] in _FOR_OVERVIEW]
        held.append({**line, "text": None, "findings": told})
    found = None if as_of is None else diary(held, as_of=as_of)
    courses = found.courses if found else folder_overview(held).courses
    _fill(_sheet(book, "Risks", _RISK_COLUMNS), _risk_rows(held))
    _fill(_sheet(book, "Timeline", _timeline_columns(as_of)), _timeline_rows(courses, as_of))
    if found:
        _fill(_sheet(book, "Deadlines", _DEADLINE_COLUMNS), map(_deadline_row, found.entries))
    book.save(stream)


def _risk_rows(lines: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return a row for each risk of each document, the worst first."""
    found = [
        (SEVERITIES.index(severity_of(item)), line, item)
        for line in lines
        for item in line["findings"]
        if item["kind"] in _RISKS and item["band"] != "unlikely"
    ]
    found.sort(key=lambda entry: entry[0])
    return [
        (
            severity_of(item),
            item["name"],
            item["value"],
            display_name(line),
            f"{item['confidence']:.4f}",
            item["band"],
        )
        for _, line, item in found
    ]


def _timeline_columns(as_of: date | None) -> Sequence[tuple[str, int]]:
    counted = () if as_of is None else ((f"Days left, as of {as_of}", 26),)
    return (*_TIMELINE_COLUMNS, *counted)


def _timeline_rows(
    courses: Iterable[Course], as_of: date | None
) -> Iterator[tuple[str | date | int | None, ...]]:
    for course in courses:
        row = (
            document_name(course.document),
            course.document.title,
            course.begins,
            course.notice,
            course.ends,
            "" if course.is_sure else "please check",
        )
        if as_of is None:
            yield row
        else:
            following = course.next_day(as_of)
            yield (*row, None if following is None else (following - as_of).days)


def _deadline_row(entry: Entry) -> tuple[str | date | int, ...]:
    return (
        entry.day,
        entry.days_left,
        entry.nearness.value,
        headline(entry),
        note(entry),
        entry.contract.title,
        "; ".join(entry.parties),
        counted(entry),
        "\n".join(evidence(entry)),
        "" if entry.is_sure else "please check",
        document_name(entry.contract),
    )


def _fill(sheet: WriteOnlyWorksheet, rows: Iterable[Iterable[str | date | int | None]]) -> None:
    for row in rows:
        sheet.append([_cell_text(cell) if isinstance(cell, str) else cell for cell in row])


def _sheet(book: Workbook, title: str, columns: Sequence[tuple[str, int]]) -> WriteOnlyWorksheet:
    sheet: Any = book.create_sheet(title)  # the stubs leave out panes and widths
    sheet.freeze_panes = "B2"
    for index, (_, width) in enumerate(columns):
        sheet.column_dimensions[_letter(index)].width = width
    cells = [WriteOnlyCell(sheet, value=name) for name, _ in columns]
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
