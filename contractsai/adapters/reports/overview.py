"""A document on one row, in the words that the tables for people share."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contractsai.application.folder_overview import Risk
from contractsai.application.report import answer, answers, values
from contractsai.domain.facts import FACTS
from contractsai.domain.findings import Kind
from contractsai.domain.names import shown

OUTCOME_LABELS: Final = {
    "analysed": "analysed",
    "partial": "partly read",
    "needs_ocr": "needs OCR",
    "failed": "failed",
    "skipped": "skipped",
    "duplicate": "duplicate",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """What one row of a table says of a document; dates are ISO, or empty."""

    name: str
    outcome: str
    reason: str
    title: str
    document_type: str
    parties: tuple[str, ...]
    agreement_date: str
    effective_date: str
    term: str
    expires: str
    governing_law: str
    review: tuple[str, ...]


def for_people(lines: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield *lines* with names that cannot pass for other names, nor steer a terminal."""
    for line in lines:
        names = {key: line[key] and shown(line[key]) for key in ("path", "member", "duplicate_of")}
        yield {**line, **names}


def overview(line: Mapping[str, Any]) -> Overview:
    """Return the row of a report's line."""
    return Overview(
        name=display_name(line),
        outcome=OUTCOME_LABELS.get(line["outcome"], line["outcome"]),
        reason=_reason(line),
        title=_first(line, "title"),
        document_type=_first(line, "document_type"),
        parties=tuple(_party(finding) for finding in answers(line, "party")),
        agreement_date=_date(line, "agreement_date"),
        effective_date=_date(line, "effective_date"),
        term=_first(line, "term"),
        expires=_date(line, "expiration_date"),
        governing_law=_first(line, "governing_law"),
        review=tuple(in_words(code) for code in line["review_reasons"]),
    )


def display_name(line: Mapping[str, Any]) -> str:
    """Return the path, with the document inside the file where there is one."""
    return line["path"] if line["member"] is None else f"{line['path']} › {line['member']}"  # noqa: RUF001 - the arrow people know from menus


def in_words(code: str) -> str:
    """Return a stable code as words: ``same_bytes`` reads "same bytes"."""
    return code.replace("_", " ")


def finding_label(name: str) -> str:
    """Return what a person calls a finding: "Governing law" for ``cuad.governing_law``."""
    if name in FACTS:
        return FACTS[name].label
    plain = in_words(name.rpartition(".")[2])
    return plain[:1].upper() + plain[1:]


def risk_words(risk: Risk) -> str:
    """Return what to call a risk that several documents share."""
    if risk.said:
        return risk.said
    label = finding_label(risk.name)
    return f"Missing: {label[:1].lower()}{label[1:]}" if risk.kind is Kind.MISSING else label


def _reason(line: Mapping[str, Any]) -> str:
    if line["duplicate_of"]:
        return f"same as {line['duplicate_of']}"
    return in_words(line["reason"]) if line["reason"] else ""


def _first(line: Mapping[str, Any], name: str) -> str:
    return next(iter(values(line, name)), "")


def _date(line: Mapping[str, Any], name: str) -> str:
    finding = answer(line, name)
    return "" if finding is None else str(finding["normal"])


def _party(finding: Mapping[str, Any]) -> str:
    role = finding["normal"].get("role") if isinstance(finding["normal"], dict) else None
    return f"{finding['value']} ({role})" if role else str(finding["value"])
