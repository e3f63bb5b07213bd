"""The report on a terminal: a row a document, then what all of them say together."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contractsai.adapters.reports.overview import OUTCOME_LABELS, Overview, in_words, overview
from contractsai.application.report import summary

_STYLES: Final = {
    "analysed": "green",
    "partial": "yellow",
    "needs_ocr": "yellow",
    "failed": "red",
    "skipped": "dim",
    "duplicate": "dim",
}
_SOON: Final = 5  # expiries that are listed


def print_report(lines: Iterable[Mapping[str, Any]], console: Console) -> None:
    """Print the overview table and the totals; documents' words cannot style the output."""
    held = [{**line, "text": None} for line in lines]
    table = Table(expand=True, show_lines=False, pad_edge=False)
    for header, share in (
        ("Document", 3),
        ("Type", 2),
        ("Parties", 4),
        ("Effective", None),
        ("Expires", None),
        ("Law", 2),
        ("Outcome", None),
    ):
        table.add_column(header, ratio=share, overflow="fold", no_wrap=share is None)
    for line in held:
        table.add_row(*_cells(line["outcome"], overview(line)))
    console.print(table)
    _print_totals(held, console)


def _cells(outcome: str, row: Overview) -> list[Text]:
    told = f"{row.outcome}: {row.reason}" if row.reason and outcome != "duplicate" else row.outcome
    return [
        Text(row.name),
        Text(row.document_type),
        Text("\n".join(row.parties)),
        Text(row.effective_date or row.agreement_date),
        Text(row.expires),
        Text(row.governing_law),
        Text(told, style=_STYLES.get(outcome, "")),
    ]


def _print_totals(held: list[dict[str, Any]], console: Console) -> None:
    found = summary(held)
    counts = ", ".join(
        f"{count} {OUTCOME_LABELS.get(name, name)}" for name, count in found.outcomes.items()
    )
    console.print(Text(f"{found.lines} documents: {counts}" if found.lines else "No documents."))
    if found.review_reasons:
        reasons = ", ".join(
            f"{in_words(name)} ({count})" for name, count in found.review_reasons.items()
        )
        console.print(Text(f"Please look at: {reasons}", style="yellow"))
    if found.expiries:
        soon = "; ".join(f"{item.date} {item.title}" for item in found.expiries[:_SOON])
        console.print(Text(f"Expiring first: {soon}"))
