"""The report on a terminal."""

import io
from datetime import date
from typing import Any

import pytest
from rich.console import Console

from contractsai.adapters.reports.terminal import print_report

Report = list[dict[str, Any]]


def printed(report: Report, *, width: int = 160, **options: Any) -> str:
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=width, color_system=None), **options)
    return stream.getvalue()


def test_the_table_and_the_totals_are_printed(report: Report) -> None:
    text = printed(report)

    assert "Acme, Inc. (Supplier)" in text
    assert "failed: timeout" in text
    assert "3 documents: 1 analysed, 1 duplicate, 1 failed" in text
    assert "Please look at: low confidence (1)" in text
    assert "2028-03-03 ends      SUPPLY AGREEMENT" in text


def test_a_documents_words_cannot_style_the_output(report: Report) -> None:
    """Square brackets are common in contracts, and markup to the terminal's library."""
    report[0]["findings"][1]["value"] = "[bold]Acme[/bold] [Date]"

    assert "[bold]Acme[/bold] [Date]" in printed(report)


def test_an_empty_report_says_so() -> None:
    assert "No documents." in printed([])


def test_a_narrow_terminal_gets_a_paragraph_for_each_document(report: Report) -> None:
    """Seven columns in eighty characters fold every word."""
    lines = printed(report, width=80).splitlines()

    assert lines[:3] == [
        "deals/supply.pdf  analysed",
        "  to 2028-03-03",
        "  Acme, Inc. (Supplier)",
    ]
    assert lines[3] == "lost.pdf  failed: timeout"
    assert max(len(line) for line in lines) <= 80


@pytest.mark.parametrize("width", [80, 160])
def test_risks_are_counted_and_the_worst_are_named(report: Report, width: int) -> None:
    common = {**report[0]["findings"][0], "kind": "risk", "evidence": []}
    report[0]["findings"] += [
        {**common, "name": f"risk.r{number}", "value": f"No {number}", "normal": {"severity": said}}
        for number, said in enumerate(["low", "high", "low", "high", "low", "medium"])
    ]

    text = printed(report, width=width)

    assert "2 high" in text
    assert "  high   No 1 (1)\n  high   No 3 (1)\n  medium No 5 (1)\n" in text
    assert "and 1 more in the report" in text


def test_what_was_missed_comes_before_what_is_next(dated: Report) -> None:
    """Of a term that renewed, the days of now, and of a duty that recurs the next one."""
    text = printed(dated, as_of=date(2026, 11, 28))

    assert text[text.index("Missed") :].splitlines() == [
        "Missed, as of 2026-11-28:",
        "  2026-10-02 missed    HOSTING: The next one is 2027-10-02.",
        "Next dates, as of 2026-11-28:",
        "  2026-12-15 duty      SUPPLY: Supplier: send a report",
        "  2027-01-01 goes on   HOSTING",
        "  2027-03-02 notice by LEASE",
        "  2027-06-01 goes on   LEASE",
        "  2027-06-30 ends      MASTER",
        "  and 2 more in the report",
    ]


def test_a_renewal_of_nobody_knows_how_long_is_told(dated: Report) -> None:
    """It has not ended, whatever the day says."""
    renews = {**dated[2]["findings"][-1], "name": "renews", "normal": "repeatedly"}
    dated[2]["findings"].append(renews)

    assert (
        "Unclear, as of 2026-11-28:\n"
        "  2021-12-31 ended     OLD: It renews, but for how long was not found.\n"
    ) in printed(dated, as_of=date(2026, 11, 28))


def test_what_has_passed_is_no_next_date(report: Report) -> None:
    """In an archive everything ended long ago."""
    assert "Next dates, as of 2028-03-03:\n  2028-03-03 ends" in printed(
        report, as_of=date(2028, 3, 3)
    )
    assert "Next dates" not in printed(report, as_of=date(2028, 3, 4))
