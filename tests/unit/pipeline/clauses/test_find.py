"""What the report says about clauses: places, probabilities, and decisions that follow."""

from collections.abc import Callable
from itertools import combinations

import pytest

from contractsai.domain.findings import Analysis, Band, Decision, Finding, Kind
from contractsai.pipeline.clauses.find import find_clauses
from contractsai.pipeline.clauses.model.clauses import Thresholds
from contractsai.pipeline.clauses.model.store import shipped_model
from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.findings.assemble import assemble, decisions
from contractsai.pipeline.lexicon.categories import BASE_RATES, CATEGORIES

Analyse = Callable[[str], tuple[Analysis, ...]]

CONTRACT = (
    'This Supply Agreement (the "Agreement") is made as of March 3, 2025 between Acme, Inc., an '
    'Ohio corporation ("Supplier"), and Borealis GmbH, a German company ("Buyer").\n\n'
    "1. Supply. Supplier shall deliver the goods that Buyer orders.\n\n"
    "2. Assignment. Neither party may assign this Agreement or any of its rights hereunder "
    "without the prior written consent of the other party.\n\n"
    "3. Confidentiality. Each party shall keep the confidential information of the other party "
    "secret and shall not disclose it to any third party.\n\n"
    "4. Insurance. Supplier shall maintain commercial general liability insurance with limits of "
    "not less than one million dollars per occurrence and shall name Buyer as an additional "
    "insured.\n\n"
    "5. Governing Law. This Agreement shall be governed by the laws of the State of Ohio.\n"
)
THRESHOLDS = Thresholds(present=0.8, likely=0.4, absent=0.1)
TEXT = "Neither party may assign it. Notices are in writing."


@pytest.fixture
def analysis(analyse: Analyse) -> Analysis:
    [analysis] = analyse(CONTRACT)
    return analysis


def clauses(analysis: Analysis, name: str) -> list[Finding]:
    found = [item for item in analysis.findings if item.name == name]
    return sorted(found, key=lambda item: -item.confidence)


def candidate(probability: float, span: tuple[int, int] = (0, 28)) -> Fact:
    name = "cuad.anti_assignment"
    return Fact(name, "Anti-assignment", None, probability, "model:x", (span,), kind=Kind.CLAUSE)


def decided(probability: float, *facts: Fact) -> tuple[Decision, bool, list[Band]]:
    findings, categories = decisions(
        assemble(Draft(TEXT, None, "en"), facts), {"cuad.anti_assignment": probability}, THRESHOLDS
    )
    presence = categories["cuad.anti_assignment"]
    return presence.decision, presence.likely, [item.band for item in findings]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cuad.anti_assignment", "Neither party may assign"),
        ("cuad.insurance", "commercial general liability insurance"),
        ("cuad.governing_law", "laws of the State of Ohio"),
    ],
)
def test_a_plain_clause_is_found_where_it_stands(analysis: Analysis, name: str, words: str) -> None:
    assert words in clauses(analysis, name)[0].evidence[0].quote
    assert analysis.categories[name].decision is Decision.PRESENT


def test_what_the_contract_lacks_is_absent(analysis: Analysis) -> None:
    assert analysis.categories["cuad.source_code_escrow"].decision is Decision.ABSENT


def test_a_finding_of_the_model_names_it_and_its_reasons(analysis: Analysis) -> None:
    """ "Because of the words 'assign' and 'consent'" is something a person can check."""
    clause = clauses(analysis, "cuad.anti_assignment")[0]

    assert clause.method == f"model:{analysis.versions.model}"
    assert any("assign" in str(item["term"]) for item in clause.because)


def test_every_category_has_a_decision(analysis: Analysis) -> None:
    assert analysis.categories.keys() == BASE_RATES.keys()


def test_candidates_of_a_category_are_few_and_do_not_overlap(analyse: Analyse) -> None:
    [analysis] = analyse(CONTRACT * 12)

    for name in CATEGORIES:
        places = [item.evidence[0] for item in clauses(analysis, name)]
        assert len(places) <= 20
        assert all(a.end <= b.start or b.end <= a.start for a, b in combinations(places, 2))


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (0.9, (Decision.PRESENT, True, [Band.SURE])),
        (0.5, (Decision.LOOK_HERE, True, [Band.SURE])),
        (0.3, (Decision.LOOK_HERE, False, [Band.SURE])),
        (0.1, (Decision.ABSENT, False, [Band.SURE])),
    ],
)
def test_a_decision_follows_from_the_probability_of_presence(
    probability: float, expected: tuple[Decision, bool, list[Band]]
) -> None:
    assert decided(probability, candidate(0.85)) == expected


def test_what_is_not_absent_has_a_place_to_look_at() -> None:
    """ "Look here" without a here is no help; so the best candidate is shown, and only that."""
    found = decided(0.5, candidate(0.2), candidate(0.1, (29, 52)))

    assert found == (Decision.LOOK_HERE, True, [Band.LOOK_HERE, Band.UNLIKELY])


def test_nothing_is_present_without_a_place() -> None:
    assert decided(0.99) == (Decision.ABSENT, False, [])


def test_the_surer_of_two_that_overlap_is_kept() -> None:
    text = (
        "This Agreement shall be governed by the laws of the State of Ohio. Notices are in writing."
    )
    law = Fact("governing_law", "Ohio", None, 0.01, "rule:law", ((52, 65),))

    found = find_clauses(Draft(text, None, "en"), [law], shipped_model()).found

    clauses = [item for item in found if item.name == "cuad.governing_law"]
    assert clauses[0].method.startswith("model:")
    assert sum(item.spans[0][0] < 66 for item in clauses) == 1


def test_the_clause_of_the_parties_is_the_passage_that_introduces_them(analysis: Analysis) -> None:
    """Names alone are facts; the clause tells who is who."""
    [clause] = [item for item in clauses(analysis, "cuad.parties") if item.is_answer]

    assert clause.evidence[0].quote.startswith("Acme, Inc.")
    assert clause.evidence[0].quote.endswith('("Buyer").')
