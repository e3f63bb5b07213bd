"""The report on a terminal."""

import io
from typing import Any

from rich.console import Console

from contractsai.adapters.reports.terminal import print_report

Report = list[dict[str, Any]]


def printed(report: Report) -> str:
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=160, color_system=None))
    return stream.getvalue()


def test_the_table_and_the_totals_are_printed(report: Report) -> None:
    text = printed(report)

    assert "Acme, Inc. (Supplier)" in text
    assert "failed: timeout" in text
    assert "3 documents: 1 analysed, 1 duplicate, 1 failed" in text
    assert "Please look at: low confidence (1)" in text
    assert "Expiring first: 2028-03-03 SUPPLY AGREEMENT" in text


def test_a_documents_words_cannot_style_the_output(report: Report) -> None:
    """Square brackets are common in contracts, and markup to the terminal's library."""
    report[0]["findings"][1]["value"] = "[bold]Acme[/bold] [Date]"

    assert "[bold]Acme[/bold] [Date]" in printed(report)


def test_an_empty_report_says_so() -> None:
    assert "No documents." in printed([])
