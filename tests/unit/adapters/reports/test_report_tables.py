"""The forms that spreadsheets read: CSV and XLSX."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from contractsai.adapters.reports import WRITERS, writer_for
from contractsai.adapters.reports.csv import write_csv
from contractsai.adapters.reports.rows import COLUMNS
from contractsai.adapters.reports.xlsx import write_xlsx

Report = list[dict[str, Any]]
Rows = list[dict[str, str]]


def csv_rows(report: Report) -> Rows:
    stream = io.BytesIO()
    write_csv(report, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def xlsx_rows(report: Report, sheet: str = "Findings") -> Rows:
    stream = io.BytesIO()
    write_xlsx(report, stream)
    rows = load_workbook(io.BytesIO(stream.getvalue()))[sheet].iter_rows()
    header = [str(cell.value) for cell in next(rows)]
    return [
        {
            name: "" if cell.value is None else str(cell.value)
            for name, cell in zip(header, row, strict=True)
        }
        for row in rows
    ]


@pytest.fixture(params=[csv_rows, xlsx_rows], ids=["csv", "xlsx"])
def rows_of(request: pytest.FixtureRequest) -> Callable[[Report], Rows]:
    chosen: Callable[[Report], Rows] = request.param
    return chosen


def test_there_is_a_row_for_each_finding(rows_of: Callable[[Report], Rows], report: Report) -> None:
    found = [row for row in rows_of(report) if row["path"] == "deals/supply.pdf"]

    assert [row["name"] for row in found] == [item["name"] for item in report[0]["findings"]]
    assert found[1]["value"] == "Acme, Inc."
    assert found[1]["normal"] == '{"name": "Acme, Inc.", "role": "Supplier"}'
    assert (found[1]["page"], found[1]["section"]) == ("1", "1 Parties")


def test_a_document_without_findings_has_a_row_of_its_own(
    rows_of: Callable[[Report], Rows], report: Report
) -> None:
    """Whoever filters by outcome must see what failed."""
    lost = [row for row in rows_of(report) if row["path"] == "lost.pdf"]

    assert [(row["outcome"], row["reason"], row["name"]) for row in lost] == [
        ("failed", "timeout", "")
    ]


def test_a_quote_is_on_one_line(rows_of: Callable[[Report], Rows], report: Report) -> None:
    assert rows_of(report)[1]["quote"] == "Acme, Inc."


def test_no_cell_is_a_formula(
    rows_of: Callable[[Report], Rows], report: Report, formula: str
) -> None:
    """A contract is somebody else's text: opening a report must not run it (CWE-1236)."""
    report[0]["findings"][1]["value"] = formula
    report[1]["path"] = formula

    cells = [cell for row in rows_of(report) for cell in row.values()]

    assert f"'{formula}".replace("\r", "\n") in [cell.replace("\r", "\n") for cell in cells]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_csv_has_the_mark_by_which_spreadsheets_know_utf_8(report: Report) -> None:
    stream = io.BytesIO()

    write_csv(report, stream)

    assert stream.getvalue().startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode())
    assert not stream.closed


def test_xlsx_lists_the_documents_on_a_sheet_of_their_own(report: Report) -> None:
    [supply, lost, copy] = xlsx_rows(report, "Documents")

    assert supply["Title"] == "SUPPLY AGREEMENT"
    assert supply["Parties"] == "Acme, Inc. (Supplier)"
    assert supply["Expires"] == "2028-03-03"
    assert (lost["Outcome"], lost["Reason"]) == ("failed", "timeout")
    assert copy["Reason"] == "same as deals/supply.pdf"


def test_xlsx_survives_what_excel_cannot_hold(report: Report) -> None:
    """Control characters and endless cells make Excel refuse the whole file."""
    report[1]["path"] = "bad\x07name.pdf"
    report[0]["findings"][1]["value"] = "x" * 40_000

    rows = xlsx_rows(report)

    assert "badname.pdf" in [row["path"] for row in rows]
    assert max(len(row["value"]) for row in rows) == 32_767


def test_the_ending_chooses_the_format() -> None:
    assert {name: writer_for(f"out/Report.{name.upper()}") for name in WRITERS} == dict(WRITERS)


@pytest.mark.parametrize("path", ["report.pdf", "report", ".jsonl"])
def test_an_unknown_ending_names_those_there_are(path: str) -> None:
    with pytest.raises(ValueError, match=r"\.jsonl, \.csv, \.xlsx, \.html"):
        writer_for(path)
