"""A report as the use cases hand it to the writers."""

from typing import Any

import pytest


def make_finding(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"f{number}",
        "kind": "fact",
        "name": "party",
        "value": "Acme, Inc.",
        "normal": {"name": "Acme, Inc.", "role": "Supplier"},
        "confidence": 0.95,
        "band": "sure",
        "method": "rule:party.preamble",
        "evidence": [
            {"page": 1, "start": 0, "end": 10, "quote": "Acme,\nInc.", "section": "1 Parties"}
        ],
        "because": [],
        "review": None,
    } | changes


def make_line(path: str, *findings: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "path": path,
        "member": None,
        "document_id": f"id-{path}".replace("/", "-"),
        "sha256": "ab" * 32,
        "media_type": "application/pdf",
        "outcome": "analysed",
        "reason": None,
        "duplicate_of": None,
        "language": "en",
        "pages": 2,
        "page_starts": [0, 40],
        "ocr_pages": 0,
        "review_reasons": [],
        "versions": {
            "schema": "1",
            "pipeline": "1",
            "model": "none",
            "playbook": "none",
            "ocr": None,
        },
        "text": None,
        "struck": [],
        "categories": {},
        "findings": list(findings),
        "run": {"seconds": 0.1, "seconds_by_stage": {}, "peak_memory_mb": None},
    } | changes


@pytest.fixture
def report() -> list[dict[str, Any]]:
    """One contract, one that failed, one copy: enough to see every kind of row."""
    contract = make_line(
        "deals/supply.pdf",
        make_finding(1, name="title", value="SUPPLY AGREEMENT", normal="SUPPLY AGREEMENT"),
        make_finding(2),
        make_finding(
            3,
            name="expiration_date",
            value="3 March 2028",
            normal="2028-03-03",
            method="derived",
            evidence=[],
            confidence=0.6,
            band="look_here",
        ),
        make_finding(
            4, kind="clause", name="cuad.governing_law", value="Governing law", normal=None
        ),
        review_reasons=["low_confidence"],
    )
    nothing = {"findings": [], "pages": None, "page_starts": None, "language": None}
    return [
        contract,
        make_line("lost.pdf", **nothing, outcome="failed", reason="timeout", sha256=None),
        make_line(
            "zz/supply.pdf",
            **nothing,
            outcome="duplicate",
            reason="same_bytes",
            duplicate_of="deals/supply.pdf",
        ),
    ]


YEAR = {"n": 1, "unit": "year"}
PARTIES = ("Elm Press Ltd", "Oak Mills plc")


def dated_line(path: str, title: str, **facts: Any) -> dict[str, Any]:
    named = [("title", title), *(("party", name) for name in PARTIES), *facts.items()]
    findings = [
        make_finding(
            number,
            name=name,
            value=str(normal),
            normal=normal,
            evidence=[{"page": 1, "start": 0, "end": 9, "quote": f"{name} as said", "section": ""}],
        )
        for number, (name, normal) in enumerate(named, start=1)
    ]
    return make_line(path, *findings)


@pytest.fixture
def dated() -> list[dict[str, Any]]:
    """Contracts with a day of each kind on 28 November 2026, one of them amended."""
    renews = {"term": YEAR, "renewal_term": {**YEAR, "successive": True}}
    notice = {"notice_period": {"n": 90, "unit": "day"}}
    report = {"who": "Supplier", "what": "send a report", "first": "2026-12-15", "after": None}
    return [
        dated_line("hosting.txt", "HOSTING", effective_date="2024-01-01", **renews, **notice),
        dated_line("lease.txt", "LEASE", effective_date="2024-06-01", **renews, **notice),
        dated_line("old.txt", "OLD", agreement_date="2020-01-01", expiration_date="2021-12-31"),
        dated_line("far.txt", "FAR", expiration_date="2031-12-31"),
        dated_line("duty.txt", "SUPPLY", duty={**report, "every": "month"}),
        dated_line(
            "master.txt", "MASTER", agreement_date="2023-07-01", expiration_date="2027-01-31"
        ),
        dated_line(
            "first.txt",
            "AMENDMENT",
            agreement_date="2025-05-15",
            amends="Master",
            amends_date="2023-07-01",
            new_end="2027-06-30",
            renews="no",
        ),
        dated_line("lost.txt", "LOOSE", amends="Other", agreement_date="2025-05-15"),
    ]


HOSTILE = [
    '=HYPERLINK("http://example.org")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
]


@pytest.fixture(params=HOSTILE, ids=repr)
def formula(request: pytest.FixtureRequest) -> str:
    """What a spreadsheet would run if a contract said it."""
    return str(request.param)
