"""What a folder looks like as a whole."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.folder_overview import (
    Course,
    Coverage,
    Reference,
    folder_overview,
    severity_of,
)
from contractsai.domain import forms
from contractsai.domain.facts import FACTS, FactRow, learn
from contractsai.domain.findings import Kind

TODAY = date(2026, 3, 3)


def finding(name: str, normal: Any = None, **changes: Any) -> dict[str, Any]:
    return {
        "id": "f1",
        "kind": "fact",
        "name": name,
        "value": str(normal),
        "normal": normal,
        "confidence": 0.9,
        "band": "sure",
    } | changes


def risk(name: str, severity: Any, **changes: Any) -> dict[str, Any]:
    kind = name.partition(".")[0]
    return finding(name, {"severity": severity}, kind=kind, value=name) | changes


def line(path: str, *findings: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "path": path,
        "member": None,
        "document_id": f"id-{path}",
        "outcome": "analysed",
        "findings": list(findings),
    } | changes


def document(path: str, title: str | None = None) -> Reference:
    return Reference(f"id-{path}", path, None, title or path)


def test_what_ends_first_comes_first_and_perpetual_ends_never() -> None:
    found = folder_overview(
        [
            line("a", finding("expiration_date", "2030-01-01")),
            line("b", finding("expiration_date", "perpetual")),
            line(
                "c",
                finding("title", "SUPPLY\nAGREEMENT"),
                finding("agreement_date", "2024-01-01"),
                finding("notice_deadline", "2026-11-01", band="look_here"),
                finding("expiration_date", "2027-01-01"),
            ),
        ]
    )

    assert found.courses == (
        Course(
            document("c", "SUPPLY AGREEMENT"),
            date(2024, 1, 1),
            date(2026, 11, 1),
            date(2027, 1, 1),
            is_sure=False,
        ),
        Course(document("a"), None, None, date(2030, 1, 1), is_sure=True),
    )


def test_the_next_day_is_the_first_that_has_not_passed() -> None:
    """Whoever missed the notice has the end to look at; on the day itself there is still time."""
    course = Course(document("a"), None, date(2026, 3, 2), date(2026, 3, 3), is_sure=True)

    assert course.next_day(date(2026, 3, 2)) == date(2026, 3, 2)
    assert course.next_day(TODAY) == date(2026, 3, 3)
    assert course.next_day(date(2026, 3, 4)) is None
    assert course.last_day == date(2026, 3, 3)


def test_the_worst_risks_come_first_then_the_commonest() -> None:
    found = folder_overview(
        [
            line("a", risk("risk.low", "low"), risk("risk.unsigned", "high")),
            line("b", risk("risk.mood", "purple"), risk("missing.cap", "high", value="No cap")),
            line("c", risk("missing.cap", "high", value="No cap"), risk("risk.low", "low")),
        ]
    )

    assert [(item.severity, item.name, len(item.documents)) for item in found.risks] == [
        ("high", "missing.cap", 2),
        ("high", "risk.unsigned", 1),
        ("low", "risk.low", 2),
        ("", "risk.mood", 1),
    ]
    assert found.risks[0].said == "No cap"
    assert found.risks[0].kind is Kind.MISSING


def test_a_risk_that_is_told_differently_is_not_quoted() -> None:
    """The days of one contract must not be shown as those of all."""
    lines = [line(path, risk("risk.soon", "high", value=f"ends {path}")) for path in "ab"]

    assert folder_overview(lines).risks[0].said == ""


def test_a_risk_counts_once_a_document_and_candidates_never() -> None:
    again = [risk("risk.a", "high"), risk("risk.a", "high")]

    found = folder_overview([line("a", *again, risk("risk.b", "high", band="unlikely"))])

    assert [(item.name, item.documents) for item in found.risks] == [("risk.a", (document("a"),))]


def test_a_fact_of_another_pipeline_is_told_of_where_a_document_says_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That no contract has the number of an invoice is no news."""
    monkeypatch.setattr(FACTS, "_rows", dict(FACTS))
    learn([FactRow("weight", "Weight", forms.TEXT)])

    without, with_one = (
        folder_overview([line("a", *said)]) for said in ((), (finding("weight", "5 kg"),))
    )

    assert "weight" not in {item.name for item in without.coverage}
    assert with_one.coverage[-1] == Coverage("weight", sure=1, look_here=0)


def test_coverage_counts_the_surest_of_each_document() -> None:
    lines = [
        line("a", finding("title", "A", band="look_here", confidence=0.5), finding("title", "B")),
        line("b", finding("title", "C", band="look_here")),
        line("c", finding("title", "D", band="unlikely")),
        line("d", outcome="failed"),
    ]

    found = folder_overview(lines)

    assert found.read == 3
    assert found.coverage[0] == Coverage("title", sure=1, look_here=1)


def test_a_mail_around_contracts_is_no_contract_itself() -> None:
    """Its having no parties says nothing about how well parties are found."""
    lines = [
        line("mail.eml"),
        line("mail.eml", finding("title", "A"), member="a.pdf"),
        line("note.eml"),
    ]

    assert folder_overview(lines).read == 2


def test_a_severity_may_be_the_value_itself() -> None:
    assert severity_of(finding("risk.a", "high")) == "high"
    assert severity_of(finding("risk.a", None)) == ""
