"""The report on a terminal: each document, then what all of them say together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contractsai.adapters.reports.headlines import SHORT, headline, note, one_line
from contractsai.adapters.reports.overview import (
    OUTCOME_LABELS,
    Overview,
    for_people,
    in_words,
    overview,
    risk_words,
)
from contractsai.application.diary import Diary, Entry, Nearness, What, diary
from contractsai.application.folder_overview import (
    SEVERITIES,
    Course,
    FolderOverview,
    folder_overview,
    severity_of,
)
from contractsai.application.report import summary

_STYLES: Final = {
    "analysed": "green",
    "partial": "yellow",
    "needs_ocr": "yellow",
    "failed": "red",
    "skipped": "dim",
    "duplicate": "dim",
    "high": "red",
    "medium": "yellow",
    "low": "dim",
}
_FEW: Final = 5  # dates, and risks, that are listed
_TABLE_NEEDS: Final = 120  # columns; a narrower terminal gets a paragraph a document


def print_report(
    lines: Iterable[Mapping[str, Any]], console: Console, *, as_of: date | None = None
) -> None:
    """Print the documents and the totals; documents' words cannot style the output.

    Args:
        lines: of the report.
        console: where to, and how wide.
        as_of: the day to look from: what was missed, and what comes next; None to judge none.
    """
    held = [{**line, "text": None} for line in for_people(lines)]
    if console.width >= _TABLE_NEEDS:
        _print_table(held, console)
    else:
        for line in held:
            _print_paragraph(line, overview(line), console)
    _print_totals(held, console)
    folder = folder_overview(held)
    _print_risks(folder, console)
    if as_of is None:
        _print_dates("Dates:", _days(folder.courses), console)
    else:
        _print_deadlines(diary(held, as_of=as_of), console)


def _print_table(held: Sequence[Mapping[str, Any]], console: Console) -> None:
    table = Table(expand=True, show_lines=False, pad_edge=False)
    for header, share in (
        ("Document", 3),
        ("Type", 2),
        ("Parties", 4),
        ("Effective", None),
        ("Expires", None),
        ("Law", 2),
        ("Risks", None),
        ("Outcome", None),
    ):
        table.add_column(header, ratio=share, overflow="fold", no_wrap=share is None)
    for line in held:
        row = overview(line)
        table.add_row(
            Text(row.name),
            Text(row.document_type),
            Text("\n".join(row.parties)),
            Text(row.effective_date or row.agreement_date),
            Text(row.expires),
            Text(row.governing_law),
            Text("\n").join(_severities(line)),
            _outcome(line["outcome"], row),
        )
    console.print(table)


def _print_paragraph(line: Mapping[str, Any], row: Overview, console: Console) -> None:
    head = Text(row.name, style="bold")
    head.append("  ")
    console.print(head + _outcome(line["outcome"], row))
    begins = row.effective_date or row.agreement_date
    days = (f"from {begins}" if begins else "", f"to {row.expires}" if row.expires else "")
    facts = (row.document_type, row.governing_law, " ".join(day for day in days if day))
    told = [
        Text(", ".join(fact for fact in facts if fact)),
        Text("; ".join(row.parties)),
        Text(", ").join(_severities(line)),
    ]
    for text in told:
        if text.plain:
            console.print(Padding(text, (0, 0, 0, 2), expand=False))


def _outcome(outcome: str, row: Overview) -> Text:
    told = f"{row.outcome}: {row.reason}" if row.reason and outcome != "duplicate" else row.outcome
    return Text(told, style=_STYLES.get(outcome, ""))


def _severities(line: Mapping[str, Any]) -> list[Text]:
    """Return how many risks and gaps of each severity a document has."""
    counts = Counter(
        severity_of(item) for item in line["findings"] if item["kind"] in {"risk", "missing"}
    )
    return [
        Text(f"{counts[severity]} {severity or 'other'}", style=_STYLES.get(severity, ""))
        for severity in SEVERITIES
        if counts[severity]
    ]


def _print_totals(held: Sequence[Mapping[str, Any]], console: Console) -> None:
    found = summary(held)
    counts = ", ".join(
        f"{count} {OUTCOME_LABELS.get(name, name)}" for name, count in found.outcomes.items()
    )
    number = f"{found.lines} document{'' if found.lines == 1 else 's'}"
    console.print(Text(f"{number}: {counts}" if found.lines else "No documents."))
    if found.review_reasons:
        reasons = ", ".join(
            f"{in_words(name)} ({count})" for name, count in found.review_reasons.items()
        )
        console.print(Text(f"Please look at: {reasons}", style="yellow"))


def _print_risks(folder: FolderOverview, console: Console) -> None:
    if folder.risks:
        console.print(Text("Risks and gaps:"))
    for risk in folder.risks[:_FEW]:
        count = len(risk.documents)
        line = Text(f"  {risk.severity:<6} ", style=_STYLES.get(risk.severity, ""))
        line.append(f"{risk_words(risk)} ({count})", style="none")
        console.print(line)
    if len(folder.risks) > _FEW:
        console.print(Text(f"  and {len(folder.risks) - _FEW} more in the report"))


def _print_deadlines(found: Diary, console: Console) -> None:
    """Print what was missed and what comes next; of a duty that recurs, the next day."""
    missed = [entry for entry in found.entries if entry.nearness is Nearness.MISSED]
    unclear = [entry for entry in found.entries if entry.nearness is Nearness.UNCLEAR]
    coming = [
        entry
        for entry in found.entries
        if entry.nearness in {Nearness.SOON, Nearness.LATER} and not entry.turn
    ]
    _print_dates(f"Missed, as of {found.as_of}:", map(_told, missed), console, style="red")
    _print_dates(f"Unclear, as of {found.as_of}:", map(_told, unclear), console, style="yellow")
    _print_dates(f"Next dates, as of {found.as_of}:", map(_told, coming), console)


def _told(entry: Entry) -> tuple[date, str, str]:
    title = one_line(entry.contract.title)
    match entry.what:
        case What.DUTY:
            return entry.day, SHORT[entry.what], f"{title}: {headline(entry)}"
        case What.MISSED:
            return entry.day, SHORT[entry.what], f"{title}: {note(entry)}"
        case What.RENEWAL if entry.nearness is Nearness.UNCLEAR:
            return entry.day, "ended", f"{title}: {note(entry)}"
    return entry.day, SHORT[entry.what], title


def _print_dates(
    heading: str, days: Iterable[tuple[date, str, str]], console: Console, *, style: str = ""
) -> None:
    """Print the first days under a heading, and how many more there are."""
    told = list(days)
    if told:
        console.print(Text(heading, style=style))
    for day, what, title in told[:_FEW]:
        console.print(Text(f"  {day} {what:<9} {title}"))
    if len(told) > _FEW:
        console.print(Text(f"  and {len(told) - _FEW} more in the report"))


def _days(courses: Iterable[Course]) -> list[tuple[date, str, str]]:
    found = [
        (day, what, course.document.title)
        for course in courses
        for day, what in ((course.notice, "notice by"), (course.ends, "ends"))
        if day is not None
    ]
    return sorted(found)
