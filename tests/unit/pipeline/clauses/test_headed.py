"""Clauses that are known by their headings, since nobody labelled them."""

import pytest

from contractsai.domain.findings import Kind
from contractsai.pipeline.clauses.headed import find_headed_clauses
from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.lexicon.clause_headings import HEADED_CLAUSES
from contractsai.pipeline.text.units import units_of

CLAUSES = {
    "clause.confidentiality": "8. Confidentiality. Each party shall keep the other's confidential "
    "information secret.",
    "clause.indemnity": "9. INDEMNIFICATION\n\nSupplier shall indemnify Buyer against all claims "
    "of third parties.",
    "clause.force_majeure": "10. Force Majeure: No party is liable for delays by causes beyond its "
    "reasonable control.",
    "clause.payment": "ARTICLE 4 PAYMENT\n\n4.1 Buyer shall pay each invoice within thirty days "
    "after its date.",
    "clause.dispute_resolution": "11. Disputes. All disputes under this Agreement are settled by "
    "arbitration in Geneva.",
    "clause.data_protection": "12. Data Protection. Supplier shall process personal data only as "
    "Buyer instructs in writing.",
    "clause.termination_for_cause": "13. Termination for Cause. Either party may terminate this "
    "Agreement upon a material breach.",
}


def found(text: str) -> list[Fact]:
    return find_headed_clauses(Draft(text, None, "en"), units_of(text))


def test_every_category_is_tried_here() -> None:
    assert CLAUSES.keys() == HEADED_CLAUSES.keys()


@pytest.mark.parametrize(("name", "text"), CLAUSES.items(), ids=CLAUSES.keys())
def test_a_clause_is_found_under_its_heading(name: str, text: str) -> None:
    [clause] = found(f"Preface.\n\n{text}\n\n14. Notices. All notices are given in writing.")

    assert (clause.kind, clause.name) == (Kind.CLAUSE, name)
    assert clause.confidence >= 0.8


def test_a_heading_alone_is_a_line_of_a_table_of_contents() -> None:
    assert found("8. Confidentiality\n\n9. Indemnification\n\n10. Force Majeure") == []


def test_a_heading_over_other_words_does_not_count() -> None:
    assert (
        found("8. Confidentiality. The goods are delivered to the port within thirty days.") == []
    )


def test_a_heading_that_names_two_things_is_less_sure() -> None:
    text = "Each party shall keep the other's confidential information secret and safe."

    [both] = found(f"8. Publicity and Confidentiality. {text}")
    [one] = found(f"8. Confidentiality. {text}")

    assert both.confidence < one.confidence
