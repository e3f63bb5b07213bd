"""`ReportWriter` for a browser: one page that needs no other host and no script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from contractsai.adapters.reports.deadlines_page import deadlines_page
from contractsai.adapters.reports.headlines import distance, one_line
from contractsai.adapters.reports.overview import (
    OUTCOME_LABELS,
    Overview,
    finding_label,
    for_people,
    in_words,
    overview,
    risk_words,
)
from contractsai.adapters.reports.passages import Passage, Piece, passage, pieces
from contractsai.adapters.reports.timeline import nearness, timeline
from contractsai.application.amended import amended
from contractsai.application.diary import diary
from contractsai.application.folder_overview import (
    SEVERITIES,
    Course,
    FolderOverview,
    Reference,
    folder_overview,
    severity_of,
)
from contractsai.application.report import ReportSummary, summary
from contractsai.application.second_opinion import OPINION

_SURE: Final = "sure"
_MAX_ROWS: Final = 8  # of a summary's list
_FEW_CLAUSES: Final = 8  # that are shown without asking
# Clauses that hold no more than the fact above them: machines want them, people read it once.
_SAID_BY_FACTS: Final = frozenset(
    {"cuad.document_name", "cuad.parties", "cuad.agreement_date", "cuad.effective_date"}
)
_NOT_LISTED: Final = _SAID_BY_FACTS | {OPINION}  # it stands beside the finding it is about


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding, ready to read.

    Attributes:
        teller: who else says it, or something of it; empty where it is ours alone.
        review: a person's verdict; empty before any.
        otherwise: what to say where there is no place.
    """

    label: str
    value: str
    detail: str
    severity: str
    percent: int
    is_sure: bool
    teller: str
    review: str
    places: tuple[Passage, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class _Document:
    anchor: str
    outcome: str
    row: Overview
    risks: tuple[_Shown, ...]
    facts: tuple[_Shown, ...]
    clauses: tuple[_Shown, ...]
    origin: str
    text: tuple[Piece, ...]


def write_html(
    lines: Iterable[Mapping[str, Any]],
    stream: BinaryIO,
    *,
    as_of: date | None = None,
    with_text: bool = False,
) -> None:
    """Write the page, UTF-8; every value of a document is escaped.

    Args:
        lines: with their text, evidence is shown amid the words around it.
        stream: where to.
        as_of: the day by which dates are near or past; None to judge none.
        with_text: show the whole text of each document, too.
    """
    held: list[Mapping[str, Any]] = []  # the overview comes first, so all are held: without text
    documents: list[_Document] = []
    for line in for_people(lines):
        held.append({**line, "text": None})
        documents.append(_document(line, with_text=with_text))
    template = environment().get_template("report.html")
    folder = folder_overview(held)
    courses: Sequence[Course] = folder.courses
    days: dict[str, Any] = {"deadlines": None, "families": None}
    if as_of is not None:
        found = diary(held, as_of=as_of)
        courses = found.courses
        days = {
            "deadlines": deadlines_page(found),
            "families": amended(held, as_of=as_of),
        }
    for piece in template.generate(
        documents=documents,
        totals=_totals(summary(held)),
        as_of=as_of,
        few_clauses=_FEW_CLAUSES,
        link=_anchor,
        **days,
        **_folder(folder, courses, as_of),
    ):
        stream.write(piece.encode())


def environment() -> Environment:
    """Return what the templates of this package are read with."""
    made = Environment(
        loader=PackageLoader("contractsai.adapters.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(finding_label=finding_label, one_line=one_line)
    return made


def _anchor(document: Reference) -> str:
    return f"#d-{document.document_id}"


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
        "party_count": len(found.parties),
        "review": [(in_words(name), count) for name, count in found.review_reasons.items()],
    }


def _folder(
    folder: FolderOverview, courses: Sequence[Course], as_of: date | None
) -> dict[str, Any]:
    """Return what the page shows of all documents together."""
    return {
        "read": folder.read,
        "timeline": timeline(courses, as_of),
        "courses": [
            (course, nearness(course, as_of), _distance(course.next_day(as_of), as_of))
            if as_of
            else (course, "later", "")
            for course in courses
        ],
        "risks": [(risk, risk_words(risk)) for risk in folder.risks],
        "coverage": [
            (finding_label(item.name), item, *_shares(item.sure, item.look_here, folder.read))
            for item in folder.coverage
        ],
    }


def _distance(day: date | None, as_of: date) -> str:
    """Return how far a day is, in words."""
    return "past" if day is None else distance((day - as_of).days)


def _shares(sure: int, look_here: int, read: int) -> tuple[float, float]:
    """Return both as percent of what was read."""
    of = max(read, 1)
    return round(100 * sure / of, 1), round(100 * look_here / of, 1)


def _document(line: Mapping[str, Any], *, with_text: bool) -> _Document:
    text: str | None = line["text"]
    opinions = _opinions(line["findings"])
    told = [item for item in line["findings"] if item["name"] not in _NOT_LISTED]
    shown = [
        (finding["kind"], _shown(finding, text, opinions.get(finding.get("id"), "")))
        for finding in told
    ]
    risks = [item for kind, item in shown if kind in {"risk", "missing"}]
    return _Document(
        anchor=f"d-{line['document_id']}",
        outcome=line["outcome"],
        row=overview(line),
        risks=tuple(sorted(risks, key=lambda item: SEVERITIES.index(item.severity))),
        facts=tuple(item for kind, item in shown if kind == "fact"),
        clauses=tuple(item for kind, item in shown if kind == "clause"),
        origin=_origin(line),
        text=tuple(_pieces(text, line["findings"])) if with_text and text else (),
    )


def _pieces(text: str, findings: Sequence[Mapping[str, Any]]) -> Iterable[Piece]:
    return pieces(text, ((finding_label(item["name"]), item["evidence"]) for item in findings))


def _opinions(findings: Iterable[Mapping[str, Any]]) -> dict[object, str]:
    """Return what language models say, by the finding that they say it of."""
    said: dict[object, list[str]] = {}
    for item in findings:
        if item["name"] == OPINION:
            model = item["method"].removeprefix("llm:")
            for source in item["because"]:
                said.setdefault(source.get("finding"), []).append(f"{model} says: {item['value']}")
    return {finding: "; ".join(words) for finding, words in said.items()}


def _shown(finding: Mapping[str, Any], text: str | None, opinion: str) -> _Shown:
    is_risk = finding["kind"] in {"risk", "missing"}
    return _Shown(
        label=finding_label(finding["name"]),
        value=finding["value"],
        detail="" if is_risk else _detail(finding),
        severity=severity_of(finding) if is_risk else "",
        percent=round(100 * finding["confidence"]),
        is_sure=finding["band"] == _SURE,
        teller=_teller(finding.get("method", "")) or opinion,
        review=_review(finding.get("review")),
        places=tuple(passage(place, text) for place in finding["evidence"]),
        otherwise=_otherwise(finding),
    )


def _otherwise(finding: Mapping[str, Any]) -> str:
    """Return why a finding has no place; what is missing has its nearest miss."""
    if finding["kind"] != "missing":
        return "follows from other findings"
    misses = [item["near_miss"] for item in finding.get("because", ()) if "near_miss" in item]
    if not misses:
        return "looked for, and not found"
    return f"looked for, and not found; the nearest words: {' '.join(misses[0]['quote'].split())}"


def _detail(finding: Mapping[str, Any]) -> str:
    normal = finding["normal"]
    if isinstance(normal, dict):
        return str(normal.get("role") or normal.get("code") or "")
    return normal if isinstance(normal, str) and normal != finding["value"] else ""


def _teller(method: str) -> str:
    if method == "human":
        return "said by a person"
    return f"said by {method.removeprefix('llm:')}" if method.startswith("llm:") else ""


def _review(review: Mapping[str, Any] | None) -> str:
    if not review or review.get("state") in {None, "open"}:
        return ""
    by = f" by {review['by']}" if review.get("by") else ""
    old = review.get("old")
    before = f", was: {old['value']}" if isinstance(old, Mapping) and old.get("value") else ""
    return f"{review['state']}{by}{before}"


def _origin(line: Mapping[str, Any]) -> str:
    """Return what the document is: medium, pages, language, and the file's checksum."""
    pages_read = line["pages"]
    by_ocr = line.get("ocr_pages", 0)
    parts = [
        line["media_type"],
        None if pages_read is None else f"{pages_read} page{'' if pages_read == 1 else 's'}",
        f"{by_ocr} by OCR" if by_ocr else None,
        f"language {line['language']}" if line["language"] else None,
        f"SHA-256 {line['sha256'][:12]}…" if line["sha256"] else None,
    ]
    return " · ".join(part for part in parts if part)
