"""The sample contracts: what a first look at the product shows must be right."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from contractsai.application.report import ReportEntry, report_lines
from contractsai.domain.lifecycle import State
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.samples import FOLDER

SEVERAL = {"address", "country", "signatory"}  # of each there may be many
Lines = dict[tuple[str, str | None], dict[str, Any]]


def analysed(path: Path) -> ReportEntry:
    content = path.read_bytes()
    analyses = ContractPipeline().analyse(content, checkpoint=lambda _: None)
    name = path.relative_to(FOLDER).as_posix()
    sha256 = hashlib.sha256(content).hexdigest()
    return ReportEntry(name, State.COMPLETED, analyses[0].outcome, None, sha256, analyses)


@pytest.fixture(scope="module")
def lines() -> Lines:
    entries = [analysed(path) for path in FOLDER.rglob("*") if path.is_file()]
    return {(line["path"], line["member"]): line for line in report_lines(entries)}


def told(line: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a line in short: parties as name and role, the rest as normal values."""
    facts: dict[str, Any] = {"parties": {}}
    for finding in line["findings"]:
        if finding["name"] == "party":
            facts["parties"][finding["value"]] = finding["normal"]["role"]
        elif finding["kind"] == "fact" and finding["name"] not in SEVERAL:
            facts.setdefault(finding["name"], finding["normal"])
    facts["type"] = facts.pop("document_type")["type"]
    facts["law"] = facts.pop("governing_law")["code"]
    return facts


EXPECTED = {
    ("supply-agreement.pdf", None): {
        "title": "SUPPLY AGREEMENT",
        "type": "supply",
        "parties": {"Northfield Tooling, Inc.": "Supplier", "Brightwater Pumps LLC": "Buyer"},
        "agreement_date": "2025-03-03",
        "effective_date": "2025-03-03",
        "term": {"n": 2, "unit": "year"},
        "expiration_date": "2027-03-03",
        "renewal_term": {"n": 1, "unit": "year", "successive": True},
        "notice_period": {"n": 60, "unit": "day"},
        "notice_deadline": "2027-01-01",
        "renews": "repeatedly",
        "signature_status": "signed",
        "law": "US-OH",
    },
    ("software-licence.docx", None): {
        "title": "SOFTWARE LICENCE AGREEMENT",
        "type": "software_license",
        "parties": {"Halvorsen Systems AS": "Licensor", "Quillon Analytics Limited": "Licensee"},
        "agreement_date": "2024-09-15",
        "effective_date": "2024-10-01",
        "term": {"n": 3, "unit": "year"},
        "payment_term": {"n": 30, "unit": "day"},
        "expiration_date": "2027-10-01",
        "renewal_term": {"n": 12, "unit": "month", "successive": True},
        "notice_period": {"n": 90, "unit": "day"},
        "notice_deadline": "2027-07-02",
        "jurisdiction": {
            "text": "the courts of England and Wales",
            "place": {"code": "GB-EAW", "name": "England and Wales"},
        },
        "liability_cap": {"money": None, "basis": "the fees paid in that year"},
        "contract_value": {
            "money": {"amount": "36000", "currency": "GBP"},
            "basis": "annual fee",
        },
        "renews": "repeatedly",
        "signature_status": "unknown",
        "law": "GB-EAW",
    },
    ("distribution-agreement.docx", None): {
        "title": "EXCLUSIVE DISTRIBUTION AGREEMENT",
        "type": "distributor",
        "parties": {
            "Tamarind Tea Company Pte. Ltd.": "Principal",
            "Oakmere Foods Pty Ltd": "Distributor",
        },
        "agreement_date": "2024-11-08",
        "term": {"n": 5, "unit": "year"},
        "expiration_date": "2029-11-08",
        "renewal_term": {"n": 5, "unit": "year", "successive": False},
        "notice_period": {"n": 6, "unit": "month"},
        "notice_deadline": "2029-05-07",
        "renews": "option",
        "option_notice": {"n": 6, "unit": "month"},
        "signature_status": "signed",
        "law": "SG",
    },
    ("mutual-nda.txt", None): {
        "title": "MUTUAL NON-DISCLOSURE AGREEMENT",
        "type": "nda",
        "parties": {
            "Larkspur Robotics, Inc.": "Larkspur",
            "Cobalt Ridge Imaging Corp.": "Cobalt Ridge",
        },
        "agreement_date": "2026-01-20",
        "effective_date": "2026-01-20",
        "term": {"n": 3, "unit": "year"},
        "expiration_date": "2029-01-20",
        "signature_status": "unsigned",
        "law": "US-NY",
    },
    ("hosting-services.html", None): {
        "title": "HOSTING SERVICES AGREEMENT",
        "type": "hosting",
        "parties": {"Weidenbach Rechenzentrum GmbH": "Host", "Maison Delcourt S.A.": "Customer"},
        "agreement_date": "2023-07-01",
        "effective_date": "2023-07-01",
        "expiration_date": "2027-06-30",
        "jurisdiction": {"text": "The courts of Hamburg", "place": None},
        "renews": "no",
        "signature_status": "unknown",
        "law": "DE",
    },
    ("consulting-agreement.eml", "consulting-agreement.pdf"): {
        "title": "CONSULTING AGREEMENT",
        "type": "consulting",
        "parties": {"Fernhill Water Authority": "Client", "Adaeze Lindholm": "Consultant"},
        "agreement_date": "2025-05-12",
        "effective_date": "2025-06-01",
        "term": {"n": 18, "unit": "month"},
        "payment_term": {"n": 30, "unit": "day"},
        "expiration_date": "2026-12-01",
        "signature_status": "signed",
        "law": "US-OR",
    },
}


@pytest.mark.parametrize("document", EXPECTED, ids=lambda key: key[1] or key[0])
def test_a_sample_says_what_a_lawyer_would(lines: Lines, document: tuple[str, str | None]) -> None:
    assert told(lines[document]) == EXPECTED[document]


def test_a_sample_knows_where_its_parties_are(lines: Lines) -> None:
    found = {
        finding["normal"]["party"]: (finding["value"], finding["normal"]["country"])
        for finding in lines["software-licence.docx", None]["findings"]
        if finding["name"] == "address"
    }

    assert found == {
        "Halvorsen Systems AS": ("Havnegata 9, 7010 Trondheim, Norway", "NO"),
        "Quillon Analytics Limited": ("27 Castle Row, Leeds LS1 4AB, United Kingdom", "GB"),
    }


def test_the_other_samples_show_the_other_outcomes(lines: Lines) -> None:
    outcomes = {
        key: (line["outcome"], line["reason"], line["duplicate_of"])
        for key, line in lines.items()
        if key not in EXPECTED
    }

    assert outcomes == {
        ("consulting-agreement.eml", None): ("analysed", None, None),
        ("to-file/supply-agreement.pdf", None): ("duplicate", "same_bytes", "supply-agreement.pdf"),
        ("scanned-nda.pdf", None): ("needs_ocr", "no_text", None),
        ("letterhead.png", None): ("skipped", "unsupported", None),
    }
