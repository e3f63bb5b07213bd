"""`ReportWriter` for a browser: one page that needs no other host and no script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from contractsai.adapters.reports.overview import (
    OUTCOME_LABELS,
    Overview,
    finding_label,
    in_words,
    overview,
)
from contractsai.application.report import ReportSummary, summary

_SURE: Final = "sure"
_MAX_ROWS: Final = 8  # of a summary's list
# Clauses that hold no more than the fact above them: machines want them, people read it once.
_SAID_BY_FACTS: Final = frozenset(
    {"cuad.document_name", "cuad.parties", "cuad.agreement_date", "cuad.effective_date"}
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a finding stands, ready to read."""

    where: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding, ready to read."""

    label: str
    value: str
    detail: str
    percent: int
    is_sure: bool
    places: tuple[_Place, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    anchor: str
    outcome: str
    row: Overview
    facts: tuple[_Shown, ...]
    clauses: tuple[_Shown, ...]
    others: tuple[_Shown, ...]
    origin: str


def write_html(lines: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    """Write the page, UTF-8; every value of a document is escaped."""
    held = [{**line, "text": None} for line in lines]  # the overview comes first, so all are held
    template = _environment().get_template("report.html")
    documents = [_document(line) for line in held]
    for piece in template.generate(documents=documents, totals=_totals(summary(held))):
        stream.write(piece.encode())


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("contractsai.adapters.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _totals(found: ReportSummary) -> dict[str, Any]:
    def top(counts: Mapping[str, int]) -> list[tuple[str, int]]:
        return list(counts.items())[:_MAX_ROWS]

    return {
        "lines": found.lines,
        "outcomes": [
            (OUTCOME_LABELS.get(name, name), name, count) for name, count in found.outcomes.items()
        ],
        "types": top(found.document_types),
        "laws": top(found.governing_laws),
        "parties": top(found.parties),
        "expiries": found.expiries[:_MAX_ROWS],
        "review": [(in_words(name), count) for name, count in found.review_reasons.items()],
    }


def _document(line: Mapping[str, Any]) -> _Document:
    told = [item for item in line["findings"] if item["name"] not in _SAID_BY_FACTS]
    shown = [(finding["kind"], _shown(finding)) for finding in told]
    return _Document(
        anchor=f"d-{line['document_id']}",
        outcome=line["outcome"],
        row=overview(line),
        facts=tuple(item for kind, item in shown if kind == "fact"),
        clauses=tuple(item for kind, item in shown if kind == "clause"),
        others=tuple(item for kind, item in shown if kind not in {"fact", "clause"}),
        origin=_origin(line),
    )


def _shown(finding: Mapping[str, Any]) -> _Shown:
    normal = finding["normal"]
    detail = ""
    if isinstance(normal, dict):
        detail = str(normal.get("role") or normal.get("code") or "")
    elif isinstance(normal, str) and normal != finding["value"]:
        detail = normal
    return _Shown(
        label=finding_label(finding["name"]),
        value=finding["value"],
        detail=detail,
        percent=round(100 * finding["confidence"]),
        is_sure=finding["band"] == _SURE,
        places=tuple(_place(place) for place in finding["evidence"]),
    )


def _place(place: Mapping[str, Any]) -> _Place:
    page = "" if place["page"] is None else f"page {place['page']}"
    section = f"§ {place['section']}" if place["section"] else ""
    where = " · ".join(part for part in (page, section) if part)
    return _Place(where, " ".join(place["quote"].split()))


def _origin(line: Mapping[str, Any]) -> str:
    """Return what the document is: medium, pages, language, and the file's checksum."""
    pages = line["pages"]
    parts = [
        line["media_type"],
        None if pages is None else f"{pages} page{'' if pages == 1 else 's'}",
        f"language {line['language']}" if line["language"] else None,
        f"SHA-256 {line['sha256'][:12]}…" if line["sha256"] else None,
    ]
    return " · ".join(part for part in parts if part)
