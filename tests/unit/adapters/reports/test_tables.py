"""The forms that spreadsheets read: CSV and XLSX."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from contractsai.adapters.reports import FORMATS, writer_for
from contractsai.adapters.reports.csv import write_csv
from contractsai.adapters.reports.rows import COLUMNS
from contractsai.adapters.reports.xlsx import write_xlsx

Report = list[dict[str, Any]]
Rows = list[dict[str, str]]


def test_who_writes_no_report_imports_no_library_for_it() -> None:
    """An API and a worker start sooner, and are a third smaller."""
    code = (
        "import sys, contractsai.adapters.reports;"
        "print([name for name in ('openpyxl', 'numpy', 'jinja2') if name in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"


def csv_rows(report: Report) -> Rows:
    stream = io.BytesIO()
    write_csv(report, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def xlsx_rows(report: Report, sheet: str = "Findings", *, as_of: date | None = None) -> Rows:
    stream = io.BytesIO()
    write_xlsx(report, stream, as_of=as_of)
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

    assert "bad\\x07name.pdf" in [row["path"] for row in rows]
    assert max(len(row["value"]) for row in rows) == 32_767


@pytest.mark.parametrize(
    ("name", "head"), [("jsonl", b"{"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("html", b"<!")]
)
def test_the_ending_chooses_the_format(report: Report, name: str, head: bytes) -> None:
    stream = io.BytesIO()

    writer_for(f"out/Report.{name.upper()}")(report, stream)

    assert name in FORMATS
    assert stream.getvalue().startswith(head)


@pytest.mark.parametrize("path", ["report.pdf", "report", ".jsonl"])
def test_an_unknown_ending_names_those_there_are(path: str) -> None:
    with pytest.raises(ValueError, match=r"\.jsonl, \.csv, \.xlsx, \.html"):
        writer_for(path)


def test_risks_have_a_sheet_of_their_own_the_worst_first(report: Report) -> None:
    """A lawyer sorts and ticks them off there."""
    common = {**report[0]["findings"][0], "kind": "risk", "evidence": []}
    report[0]["findings"] += [
        {**common, "name": "risk.a", "value": "=A", "normal": {"severity": "low"}},
        {**common, "name": "risk.b", "value": "B", "normal": {"severity": "high"}},
        {**common, "name": "risk.c", "value": "C", "normal": None, "band": "unlikely"},
    ]

    rows = xlsx_rows(report, "Risks")

    assert [(row["Severity"], row["Name"], row["What"]) for row in rows] == [
        ("high", "risk.b", "B"),
        ("low", "risk.a", "'=A"),
    ]
    assert {row["Document"] for row in rows} == {"deals/supply.pdf"}


def test_dates_have_a_sheet_of_real_days(report: Report) -> None:
    """Days in words sort by the alphabet, and no spreadsheet counts with them."""
    stream = io.BytesIO()

    write_xlsx(report, stream, as_of=date(2028, 3, 1))

    sheet = load_workbook(io.BytesIO(stream.getvalue()))["Timeline"]
    head, row = sheet.iter_rows(values_only=True)
    assert head[-1] == "Days left, as of 2028-03-01"
    assert row[:2] == ("deals/supply.pdf", "SUPPLY AGREEMENT")
    assert row[4:] == (datetime(2028, 3, 3), "please check", 2)  # noqa: DTZ001 - a cell's day


def test_without_a_day_no_days_are_counted(report: Report) -> None:
    assert list(xlsx_rows(report, "Timeline")[0]) == [
        "Document",
        "Title",
        "Begins",
        "Notice by",
        "Ends",
        "Please look at",
    ]


def test_deadlines_have_a_sheet_with_their_arithmetic_and_words(dated: Report) -> None:
    """By day; each of a duty's days is a row."""
    rows = xlsx_rows(dated, "Deadlines", as_of=date(2026, 11, 28))

    days = [(row["Date"][:10], row["Status"], row["What"], row["Contract"]) for row in rows]
    assert days[:5] == [
        ("2021-12-31", "past", "Contract has ended", "OLD"),
        ("2026-10-02", "missed", "Last day to stop the renewal, missed", "HOSTING"),
        ("2026-12-15", "soon", "Supplier: send a report", "SUPPLY"),
        ("2027-01-01", "soon", "Term ends, contract goes on", "HOSTING"),
        ("2027-01-15", "soon", "Supplier: send a report", "SUPPLY"),
    ]
    missed = rows[1]
    assert (missed["Days left"], missed["Note"]) == ("-57", "The next one is 2027-10-02.")
    assert missed["How it was counted"] == (
        "2026-10-02 = 2027-01-01 (1 year from 2024-01-01, then 2 times 1 year), "
        "less one day, less 90 days"
    )
    assert missed["Evidence"].split("\n") == [
        "Effective date: effective_date as said",
        "Term: term as said",
        "Renewal: renewal_term as said",
        "Notice to stop a renewal: notice_period as said",
    ]
    assert (missed["Parties"], missed["Document"]) == (
        "Elm Press Ltd; Oak Mills plc",
        "hosting.txt",
    )


def test_deadlines_are_dates_to_a_spreadsheet(dated: Report) -> None:
    """They can be sorted and filtered by month."""
    stream = io.BytesIO()
    write_xlsx(dated, stream, as_of=date(2026, 11, 28))

    sheet = load_workbook(io.BytesIO(stream.getvalue()))["Deadlines"]

    assert sheet["A2"].value == datetime(2021, 12, 31)  # noqa: DTZ001 - cells know no zones


def test_without_a_day_there_are_no_deadlines(dated: Report) -> None:
    """Then the same lines give the same sheets, whenever they are made."""
    stream = io.BytesIO()
    write_xlsx(dated, stream)

    assert "Deadlines" not in load_workbook(io.BytesIO(stream.getvalue())).sheetnames


def test_the_timeline_shows_the_term_that_runs(dated: Report) -> None:
    """What has renewed has not ended; an amendment is drawn with its contract."""
    rows = xlsx_rows(dated, "Timeline", as_of=date(2026, 11, 28))

    assert [(row["Title"], row["Begins"][:10], row["Ends"][:10]) for row in rows] == [
        ("OLD", "2020-01-01", "2021-12-31"),
        ("HOSTING", "2026-01-01", "2027-01-01"),
        ("LEASE", "2026-06-01", "2027-06-01"),
        ("MASTER", "2023-07-01", "2027-06-30"),
        ("FAR", "", "2031-12-31"),
    ]


def test_no_deadline_is_a_formula(dated: Report, formula: str) -> None:
    for finding in dated[4]["findings"]:
        finding["value"] = formula
        finding["evidence"][0]["quote"] = formula
    dated[4]["findings"][-1]["normal"] |= {"who": formula, "what": formula}

    cells = [
        cell
        for row in xlsx_rows(dated, "Deadlines", as_of=date(2026, 11, 28))
        for name, cell in row.items()
        if name != "Days left"
    ]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
