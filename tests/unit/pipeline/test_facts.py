"""What the rules find: each case is a way in which contracts are written."""

from collections.abc import Callable
from typing import Any

import pytest

from contractsai.domain.findings import Analysis, Finding

Analyse = Callable[[str], tuple[Analysis, ...]]
Answers = Callable[[str, str], list[Finding]]

BODY = (
    'This Supply Agreement (the "Agreement") is made as of March 3, 2025 between Acme, Inc., an '
    'Ohio corporation ("Supplier"), and Borealis GmbH, a German company ("Buyer").\n\n'
)


@pytest.fixture
def answers(analyse: Analyse) -> Answers:
    """Return the findings of one name that the pipeline stands by, surest first."""

    def find(text: str, name: str) -> list[Finding]:
        [analysis] = analyse(text)
        found = [item for item in analysis.findings if item.name == name and item.is_answer]
        return sorted(found, key=lambda item: -item.confidence)

    return find


def normal_of(found: list[Finding]) -> Any:
    return found[0].normal if found else None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("SUPPLY AGREEMENT\n\n" + BODY, "SUPPLY AGREEMENT"),
        ("Exhibit 10.1\n\nMaster Services Agreement\n\nbetween", "Master Services Agreement"),
        ("EXHIBIT 10.3 SUPPLY AGREEMENT This Agreement is made by", "SUPPLY AGREEMENT"),
        ("SUPPLY AGREEMENT SUPPLY AGREEMENT, dated as of May 1", "SUPPLY AGREEMENT"),
        (
            "AMENDMENT NO. 2 TO\nSUPPLY AGREEMENT\n\nThe parties",
            "AMENDMENT NO. 2 TO SUPPLY AGREEMENT",
        ),
        ("Acme Corp Supply Agreement\n\n" + BODY, "Supply Agreement"),
        ("CONFIDENTIAL TREATMENT REQUESTED\n\nLICENSE AGREEMENT\n\nThe", "LICENSE AGREEMENT"),
        ("Execution Copy   HOSTING AGREEMENT    THIS AGREEMENT is", "HOSTING AGREEMENT"),
    ],
)
def test_the_title_is_the_first_heading_that_names_an_agreement(
    answers: Answers, text: str, title: str
) -> None:
    assert [item.value for item in answers(text, "title")] == [title]


@pytest.mark.parametrize(
    "text", ["Dear all, please find it attached.", "Minutes of 3 May", "x y z"]
)
def test_what_is_no_agreement_has_no_title(answers: Answers, text: str) -> None:
    assert answers(text, "title") == []


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("SUPPLY AGREEMENT", "supply"),
        ("Mutual Non-Disclosure Agreement", "nda"),
        ("SOFTWARE LICENSE AGREEMENT", "software_license"),
        ("TRADEMARK LICENSE AGREEMENT", "license"),
        ("Joint Venture Agreement", "joint_venture"),
        ("EXECUTIVE EMPLOYMENT AGREEMENT", "employment"),
        ("REVOLVING CREDIT AGREEMENT", "credit"),
        ("SETTLEMENT AGREEMENT", "other"),
    ],
)
def test_the_type_follows_from_the_title(answers: Answers, title: str, kind: str) -> None:
    assert normal_of(answers(f"{title}\n\n1. The.", "document_type"))["type"] == kind


@pytest.mark.parametrize(
    ("preamble", "names"),
    [
        (
            'by and between Acme, Inc., a firm ("Acme"), and Borealis GmbH ("Buyer")',
            ["Acme, Inc.", "Borealis GmbH"],
        ),
        (
            'between Acme Research and Engineering Company ("Acme") and Globex Corp. ("Globex")',
            ["Acme Research and Engineering Company", "Globex Corp."],
        ),
        (
            'between Rise (Tianjin) Co., Ltd. ("Provider") and Globex (USA) Inc. ("Client")',
            ["Rise (Tianjin) Co., Ltd.", "Globex (USA) Inc."],
        ),
        (
            'between:\n\n(1) Acme Limited, a firm ("Seller"); and\n\n(2) Globex S.A. ("Buyer")',
            ["Acme Limited", "Globex S.A."],
        ),
        (
            'between Acme, Inc. ("Acme"), a Delaware corporation, and ebix.com, Inc. ("ebix")',
            ["Acme, Inc.", "ebix.com, Inc."],
        ),
        ("between Acme, Inc. and Globex LLC. The parties agree.", ["Acme, Inc.", "Globex LLC"]),
        (
            'between Acme, Inc. (the "Company") and Ada Lovelace, an individual (the "Consultant")',
            ["Acme, Inc.", "Ada Lovelace"],
        ),
        (
            'among Ajax Corp. ("Ajax"), Beta Co. ("Beta") and Ceres LP ("Ceres") (each a "Party")',
            ["Ajax Corp.", "Beta Co.", "Ceres LP"],
        ),
    ],
)
def test_the_parties_are_those_of_the_preamble(
    answers: Answers, preamble: str, names: list[str]
) -> None:
    text = (
        f"SUPPLY AGREEMENT\n\nThis Agreement is entered into on May 1, 2020 {preamble}\n\nWHEREAS"
    )

    found = answers(text, "party")

    assert sorted(item.value for item in found) == sorted(names)


def test_a_party_has_its_role_address_and_country(answers: Answers) -> None:
    text = (
        "This Agreement is made between Acme, Inc., a company with offices at 12 Main Street, "
        'Dayton, OH 45402 ("Supplier"), and Borealis GmbH, Am Markt 3, 20457 Hamburg, Germany '
        '("Buyer").'
    )

    acme, borealis = sorted(answers(text, "party"), key=lambda item: item.value)

    assert acme.normal == {
        "name": "Acme, Inc.",
        "role": "Supplier",
        "kind": "organisation",
        "address": "12 Main Street, Dayton, OH 45402",
        "country": "US",
    }
    assert isinstance(borealis.normal, dict)
    assert (borealis.normal["role"], borealis.normal["country"]) == ("Buyer", "DE")


def test_a_person_is_no_organisation(answers: Answers) -> None:
    text = (
        'This Agreement is made between Acme, Inc. ("Acme") and Ada Lovelace, an individual '
        'residing at 1 Hill Road, Salem, OR 97301 ("Consultant").'
    )

    kinds = {item.value: item.normal["kind"] for item in answers(text, "party")}  # type: ignore[call-overload, index] - a party's value is an object

    assert kinds == {"Acme, Inc.": "organisation", "Ada Lovelace": "person"}


def test_a_form_names_its_parties_beside_labels(answers: Answers) -> None:
    """Standard forms have no preamble: names stand in blanks and tables."""
    text = (
        "Mutual NDA\n\nEffective Date | July 2, 2020\nMNDA Term | Expires 24 months from it\n"
        "Governing Law | The laws of the State of Illinois.\n\n"
        "PROVIDER: Acme, Inc. |  | CUSTOMER: Globex LLC\nSignature |  | "
    )

    parties = {item.value: item.normal["role"] for item in answers(text, "party")}  # type: ignore[call-overload, index] - a party's value is an object

    assert parties == {"Acme, Inc.": "Provider", "Globex LLC": "Customer"}
    assert normal_of(answers(text, "effective_date")) == "2020-07-02"
    assert normal_of(answers(text, "term")) == {"n": 24, "unit": "month"}
    assert normal_of(answers(text, "governing_law"))["code"] == "US-IL"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("March 3, 2025", "2025-03-03"),
        ("March 3rd , 2025", "2025-03-03"),
        ("3 March 2025", "2025-03-03"),
        ("the 3rd day of March, 2025", "2025-03-03"),
        ("the third day of March 2025", "2025-03-03"),
        ("this 19t h day of March, 2025", "2025-03-19"),
        ("3/4/2025", "2025-03-04"),
        ("25/3/2025", "2025-03-25"),
        ("3/4/98", "1998-03-04"),
        ("2025-03-04", "2025-03-04"),
        ("04.03.2025", "2025-03-04"),
        ("3. März 2025", "2025-03-03"),
        ("3 Mart 2025", "2025-03-03"),
    ],
)
def test_a_date_is_read_however_it_is_written(answers: Answers, written: str, iso: str) -> None:
    text = f'This Agreement is dated {written} and made between Acme, Inc. ("A") and B LLC ("B").'

    assert normal_of(answers(text, "agreement_date")) == iso


@pytest.mark.parametrize("written", ["February 30, 2025", "____ __, 2025", "[Date]", "13/13/2025"])
def test_what_is_no_date_is_none(answers: Answers, written: str) -> None:
    """A blank that became a date would be believed."""
    text = f'This Agreement is dated {written} and made between Acme, Inc. ("A") and B LLC ("B").'

    assert answers(text, "agreement_date") == []


def test_the_effective_date_is_told_from_the_date_of_signing(answers: Answers) -> None:
    text = (
        "THIS AGREEMENT is made on May 12, 2025 but effective as of June 1, 2025 "
        '("Effective Date") between Acme, Inc. ("A") and Globex LLC ("B").'
    )

    assert normal_of(answers(text, "agreement_date")) == "2025-05-12"
    assert normal_of(answers(text, "effective_date")) == "2025-06-01"


def test_an_nda_takes_effect_when_it_is_made(answers: Answers) -> None:
    """Hardly any says so; other contracts without a word about it are left open."""
    made = 'is dated May 12, 2025 and made between Acme, Inc. ("A") and Globex LLC ("B").'

    nda = answers(f"Non-Disclosure Agreement\n\nThis Agreement {made}", "effective_date")
    lease = answers(f"Lease Agreement\n\nThis Agreement {made}", "effective_date")

    assert normal_of(nda) == "2025-05-12"
    assert lease == []


def test_another_agreements_date_is_not_this_ones(answers: Answers) -> None:
    text = (
        "This Amendment amends that certain Supply Agreement dated July 1, 2017 between Acme, Inc. "
        '("Acme") and Globex LLC ("Globex").\n\nSource: ACME INC., 10-K, 12/2/2019\n'
    )

    assert answers(text, "agreement_date") == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("This Agreement shall be governed by the laws of the State of New\nYork.", "US-NY"),
        ("THIS AGREEMENT IS GOVERNED BY THE LAWS OF ONTARIO, CANADA.", "CA-ON"),
        ("The laws of Singapore shall apply to this Agreement.", "SG"),
        ("This Agreement is governed by English law.", "GB-EAW"),
        ("This agreement shall be construed in accordance with Ohio law.", "US-OH"),
        ("Governed by the laws of England and Wales, this Agreement binds.", "GB-EAW"),
        ("This Agreement is subject to the laws of the Republic of Turkey.", "TR"),
        ("This Agreement is governed by the laws of the State of Georgia.", "US-GA"),
        ("Governing Law: State of Texas", "US-TX"),
    ],
)
def test_the_law_is_a_place_with_a_code(answers: Answers, sentence: str, code: str) -> None:
    found = answers(f"{BODY}9. Law. {sentence}\n\n10. Notices. None.", "governing_law")

    assert [item.normal["code"] for item in found] == [code]  # type: ignore[call-overload, index] - a law's value is an object


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme is a corporation organized and existing under the laws of the State of Delaware.",
        "The parties comply with the laws of France.",
        "Title passes under the laws of physics.",
    ],
)
def test_a_law_that_governs_something_else_is_not_this_contracts(
    answers: Answers, sentence: str
) -> None:
    """Where a party was founded says nothing about the contract."""
    assert answers(f"SUPPLY AGREEMENT\n\n{sentence}", "governing_law") == []


def test_the_clause_of_the_law_is_found_with_it(analyse: Analyse) -> None:
    sentence = "This Agreement shall be governed by the laws of the State of Ohio."
    [analysis] = analyse(f"{BODY}9. Law. {sentence} Notices are in writing.")

    clauses = [item for item in analysis.findings if item.name == "cuad.governing_law"]
    clause = max(clauses, key=lambda item: item.confidence)  # beside candidates of a few percent
    assert clause.evidence[0].quote == sentence
    assert analysis.categories["cuad.governing_law"].decision.value == "present"


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("The initial term of this Agreement is two (2) years.", {"n": 2, "unit": "year"}),
        ("This Agreement shall remain in effect for 18 months.", {"n": 18, "unit": "month"}),
        ("The term of this Agreement shall be thirty-six (36) months.", {"n": 36, "unit": "month"}),
        ("This Agreement continues in force for a period of one year.", {"n": 1, "unit": "year"}),
    ],
)
def test_the_term_is_a_period_as_written(
    answers: Answers, sentence: str, period: dict[str, Any]
) -> None:
    """24 months stay months: people search for what they read."""
    assert normal_of(answers(f"{BODY}4. Term. {sentence}\n\n5. Notices.", "term")) == period


@pytest.mark.parametrize(
    "sentence",
    [
        "Either party may terminate this Agreement on thirty (30) days' notice.",
        "Supplier warrants for eighteen (18) months after delivery that the goods are sound.",
        "The duty of confidentiality shall survive for five (5) years.",
    ],
)
def test_another_period_is_not_the_term(answers: Answers, sentence: str) -> None:
    assert answers(f"{BODY}4. {sentence}\n\n5. Notices.", "term") == []


RENEWAL = (
    "4. Term. The initial term of this Agreement is two (2) years from the date above. It shall "
    "automatically renew for successive periods of one (1) year each, unless a party gives notice "
    "of non-renewal at least sixty (60) days prior to the end of the term.\n\n5. Notices."
)


def test_a_renewal_and_its_notice_are_told_from_the_term(answers: Answers) -> None:
    text = BODY + RENEWAL

    assert normal_of(answers(text, "term")) == {"n": 2, "unit": "year"}
    assert normal_of(answers(text, "renewal_term")) == {"n": 1, "unit": "year", "successive": True}
    assert normal_of(answers(text, "notice_period")) == {"n": 60, "unit": "day"}


def test_what_follows_names_its_inputs_and_is_no_surer_than_they_are(analyse: Analyse) -> None:
    """The last day to stop a renewal is what people buy the product for; it must be checkable."""
    [analysis] = analyse(BODY + RENEWAL)
    by_id = {item.id: item for item in analysis.findings}
    derived = {item.name: item for item in analysis.findings if item.method == "derived"}

    assert derived["expiration_date"].normal == "2027-03-03"
    assert derived["notice_deadline"].normal == "2027-01-01"
    for item in derived.values():
        inputs = [by_id[str(source["finding"])] for source in item.because]
        assert inputs
        assert item.confidence <= min(source.confidence for source in inputs)


def test_a_month_without_that_day_ends_on_its_last(analyse: Analyse) -> None:
    text = (
        'This Agreement is dated August 31, 2024 and made between Acme, Inc. ("A") and B LLC '
        '("B").\n\n1. Term. The term of this Agreement shall be six (6) months.\n\n2. Notices.'
    )
    [analysis] = analyse(text)

    [end] = [item for item in analysis.findings if item.name == "expiration_date"]

    assert end.normal == "2025-02-28"


def test_a_stated_end_is_not_derived(answers: Answers) -> None:
    text = f"{BODY}4. Term. This Agreement shall continue in effect until June 30, 2027.\n\n5."

    [end] = answers(text, "expiration_date")

    assert (end.normal, end.method) == ("2027-06-30", "rule:expiry.until")


def test_a_contract_without_an_end_is_perpetual(answers: Answers) -> None:
    text = (
        f"{BODY}4. Term. This Agreement shall remain in effect until terminated by a party.\n\n5."
    )

    assert normal_of(answers(text, "expiration_date")) == "perpetual"


def test_another_language_asks_for_a_person(analyse: Analyse) -> None:
    text = (
        "Dieser Vertrag wird zwischen der Acme GmbH und der Globex AG für ein Jahr geschlossen. "
        * 5
    )

    [analysis] = analyse(text)

    assert "non_english" in analysis.review_reasons
