"""Verdicts on findings: what they are about, and what they make of an analysis."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contractsai.domain.findings import (
    Analysis,
    Band,
    Decision,
    Evidence,
    Finding,
    JsonValue,
    Kind,
    Outcome,
    Presence,
    Versions,
)
from contractsai.domain.review import MAX_PASSAGE, Review, Subject, Verdict, passage_of
from contractsai.domain.reviewed import current, reviewed
from contractsai.testing.builders import NOW, a_review, a_subject

TEXT = "SUPPLY AGREEMENT. The law of New York governs. The Buyer buys no less than 100 units."
NEW_YORK: JsonValue = {"code": "US-NY", "name": "New York"}
OHIO: JsonValue = {"code": "US-OH", "name": "Ohio"}
SHA = "a" * 64
MINIMUM = "cuad.minimum_commitment"


def place(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(None, start, start + len(quote), quote)


def law(normal: JsonValue = NEW_YORK, **changes: Any) -> Finding:
    finding = Finding(
        *("f1", Kind.FACT, "governing_law", "New York", normal, 0.6, Band.LOOK_HERE, "rule:x"),
        evidence=(place("New York"),),
    )
    return replace(finding, **changes)


def clause(quote: str = "The Buyer buys no less than 100 units.", **changes: Any) -> Finding:
    finding = Finding(
        *("f2", Kind.CLAUSE, MINIMUM, "Minimum commitment", None, 0.5, Band.LOOK_HERE, "model:1"),
        evidence=(place(quote),),
    )
    return replace(finding, **changes)


RISK = Finding(
    "f3", Kind.RISK, "risk.x", "X", {"severity": "low"}, 0.5, Band.LOOK_HERE, "rule:playbook.x"
)
LOOK = Presence(Decision.LOOK_HERE, likely=True, confidence=0.5)


def analysis(*findings: Finding, **changes: Any) -> Analysis:
    made = Analysis(
        *(None, SHA, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none")),
        text=TEXT,
        findings=findings,
        categories={MINIMUM: LOOK},
    )
    return replace(made, **changes)


def review(finding: Finding, verdict: Verdict = Verdict.ACCEPTED, **values: Any) -> Review:
    return a_review(Subject.of(SHA, None, finding), verdict=verdict, **values)


def corrected(finding: Finding, normal: JsonValue = OHIO, value: str = "Ohio") -> Review:
    return review(finding, Verdict.CORRECTED, normal=normal, value=value, by="ada")


def seen(reviews: Sequence[Review], *findings: Finding) -> list[Finding]:
    return list(reviewed(analysis(*findings), reviews).findings)


def test_an_accepted_finding_is_sure() -> None:
    [found] = seen([review(law(), by="ada")], law())

    assert found == law(
        confidence=1.0,
        band=Band.SURE,
        review={"state": "accepted", "by": "ada", "at": "2026-03-03T12:00:00Z"},
    )


def test_a_rejected_finding_is_no_answer_any_more() -> None:
    """It is still there for those who ask for candidates, so that it can be taken back."""
    [found] = seen([review(law(), Verdict.REJECTED)], law())

    assert (found.band, found.confidence, found.value) == (Band.UNLIKELY, 0.0, "New York")


def test_a_corrected_finding_keeps_its_old_value() -> None:
    [found] = seen([corrected(law())], law())

    assert (found.id, found.value, found.normal) == ("f1", "Ohio", OHIO)
    assert (found.method, found.confidence, found.evidence) == ("human", 1.0, law().evidence)
    assert found.review == {
        "state": "corrected",
        "by": "ada",
        "at": "2026-03-03T12:00:00Z",
        "old": {"value": "New York", "normal": NEW_YORK},
    }


def test_a_verdict_that_was_taken_back_changes_nothing() -> None:
    reviews = [corrected(law()), review(law(), Verdict.OPEN, number=2)]

    assert seen(reviews, law()) == [law()]


def test_the_last_verdict_holds() -> None:
    """In the order of their numbers, whatever order they are read in."""
    later = review(law(), number=2, at=NOW + timedelta(days=1))

    [found] = seen([later, review(law(), Verdict.REJECTED)], law())

    assert found.band is Band.SURE


def test_the_analysis_itself_is_not_touched() -> None:
    """I4: it is what the machine said, byte for byte."""
    made = analysis(law())
    before = made.to_json()

    assert reviewed(made, [corrected(law())]) != made
    assert made.to_json() == before


def test_without_reviews_an_analysis_is_itself() -> None:
    made = analysis(law(), clause())

    assert reviewed(made, []) is made
    assert reviewed(made, [a_review(a_subject(member="other.pdf"))]) is made


# The same content again, by another version


def test_a_verdict_meets_the_same_value_under_another_number() -> None:
    moved = law(id="f9", confidence=0.9, evidence=(place("The law of New York"),))

    [found] = seen([review(law(), Verdict.REJECTED)], moved)

    assert (found.id, found.band) == ("f9", Band.UNLIKELY)


def test_a_correction_meets_a_version_that_finds_what_is_right() -> None:
    """It is not told twice."""
    [found] = seen([corrected(law())], law(OHIO, value="State of Ohio"))

    assert (found.id, found.normal, found.review["state"]) == ("f1", OHIO, "corrected")


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.CORRECTED])
def test_what_a_person_said_is_told_though_no_version_finds_it(verdict: Verdict) -> None:
    """A person's knowledge must not depend on what a machine can see this year."""
    kept = corrected(law()) if verdict is Verdict.CORRECTED else review(law())

    [found, other] = seen([kept], clause())

    assert (found.kind, found.method, found.confidence) == (Kind.FACT, "human", 1.0)
    assert found.normal == (OHIO if verdict is Verdict.CORRECTED else NEW_YORK)
    assert found.evidence == law().evidence
    assert found.id.startswith("h")
    assert other == clause()


def test_a_place_that_says_something_else_by_now_is_left_out() -> None:
    """Another version may normalise the text in another way."""
    kept = replace(
        corrected(law()), subject=replace(a_subject(), place=Evidence(None, 0, 3, "xyz"))
    )

    [found] = seen([kept])

    assert found.evidence == ()


def test_a_page_is_of_no_use_in_a_medium_without() -> None:
    """The same content, read in another way."""
    paged = replace(law().evidence[0], page=1)
    kept = replace(corrected(law()), subject=a_subject(place=paged))

    assert seen([kept])[0].evidence == ()


def test_a_document_that_cannot_be_read_any_more_has_no_findings() -> None:
    """An analysis of that kind holds none, whatever people said before."""
    unread = Analysis(*(None, SHA, None, Outcome.FAILED, "corrupt", Versions("2", "none", "none")))

    assert reviewed(unread, [corrected(law())]) is unread


def test_a_rejected_value_that_is_not_found_any_more_is_gone() -> None:
    assert seen([review(law(), Verdict.REJECTED)]) == []


def test_another_value_of_the_same_fact_was_not_reviewed() -> None:
    [found] = seen([review(law(), Verdict.REJECTED)], law(OHIO))

    assert found.review is None


@pytest.mark.parametrize(
    ("quote", "meets"),
    [
        ("Buyer buys no less than 100 units.", True),
        ("governs. The Buyer buys no less than 100 units.", True),
        ("100 units.", False),
    ],
)
def test_a_clause_is_the_same_if_it_is_cut_a_little_differently(quote: str, *, meets: bool) -> None:
    [found] = seen([review(clause(), Verdict.REJECTED)], clause(quote))

    assert (found.review is not None) is meets


def test_a_clause_without_a_place_is_no_clause_of_ours() -> None:
    nowhere = a_subject(kind=Kind.CLAUSE, name=MINIMUM, place=None)

    assert seen([a_review(nowhere)], clause()) == [clause()]


def test_of_two_verdicts_on_one_clause_the_later_holds() -> None:
    """Each was about a span that this version cuts differently."""
    first = review(clause(), Verdict.REJECTED)
    later = review(clause("Buyer buys no less than 100 units."), at=NOW + timedelta(days=1))

    [found] = seen([later, first], clause())

    assert found.band is Band.SURE


def test_a_risk_is_the_same_by_its_name() -> None:
    worse = replace(RISK, id="f7", normal={"severity": "high"}, value="Y")

    [found] = seen([review(RISK, Verdict.REJECTED)], worse)

    assert found.band is Band.UNLIKELY


# What follows from a finding


def chain() -> tuple[Finding, Finding, Finding]:
    """A fact, one that is derived from it, and a risk that follows from that."""
    derived = law(
        id="f2", name="country", method="derived", evidence=(), because=({"finding": "f1"},)
    )
    return law(), derived, replace(RISK, because=({"category": "x"}, {"finding": "f2"}))


def test_what_follows_from_a_rejected_finding_falls_with_it() -> None:
    """A derived fact must never be surer than its inputs, nor a risk outlive its ground."""
    _, derived, risk = seen([review(law(), Verdict.REJECTED)], *chain())

    assert [(item.band, item.confidence, item.review) for item in (derived, risk)] == [
        (Band.UNLIKELY, 0.0, None)
    ] * 2


def test_what_follows_from_a_corrected_finding_should_be_looked_at() -> None:
    """It was worked out from the old value."""
    first, derived, risk = chain()
    sure = replace(risk, band=Band.SURE)

    _, other, worked_out = seen([corrected(law())], first, derived, sure)

    assert (worked_out.band, worked_out.confidence) == (Band.LOOK_HERE, risk.confidence)
    assert other == derived


def test_what_somebody_has_accepted_stands_by_itself() -> None:
    first, derived, risk = chain()
    reviews = [review(first, Verdict.REJECTED), review(risk)]

    *_, stands = seen(reviews, first, derived, risk)

    assert stands.band is Band.SURE


# Decisions on clauses


@pytest.mark.parametrize(
    ("verdict", "decision"),
    [
        (Verdict.ACCEPTED, Presence(Decision.PRESENT, likely=True, confidence=1.0)),
        (Verdict.REJECTED, Presence(Decision.ABSENT, likely=False, confidence=0.0)),
    ],
)
def test_a_verdict_on_the_clause_decides_its_category(verdict: Verdict, decision: Presence) -> None:
    """A report must not say in one place what it takes back in another."""
    seen_now = reviewed(analysis(clause()), [review(clause(), verdict)])

    assert seen_now.categories == {MINIMUM: decision}


def test_a_rejected_clause_beside_another_decides_nothing() -> None:
    other = clause("SUPPLY AGREEMENT.", id="f4")

    seen_now = reviewed(analysis(clause(), other), [review(clause(), Verdict.REJECTED)])

    assert seen_now.categories == {MINIMUM: LOOK}


# Reviews themselves


def test_a_subject_is_named_by_content_and_what_is_said() -> None:
    """Not by an analysis, which may be purged, nor by a finding's number, which changes."""
    names = [
        a_subject().id,
        a_subject(sha256="b" * 64).id,
        a_subject(member="deal.pdf").id,
        a_subject(name="country").id,
        a_subject(normal=OHIO).id,
        Subject.of(SHA, None, clause()).id,
        Subject.of(SHA, None, clause("SUPPLY AGREEMENT.")).id,
        Subject.of(SHA, None, RISK).id,
    ]

    assert len(set(names)) == len(names)
    assert a_subject(place=None, value="N.Y.").id == a_subject().id


def test_a_review_survives_its_json() -> None:
    for item in (review(law(), note="why"), corrected(law()), review(RISK, Verdict.REJECTED)):
        assert Review.from_json(item.to_json()) == item


def test_a_value_belongs_to_a_correction() -> None:
    with pytest.raises(ValueError, match="accepted with the value"):
        a_review(value="Ohio")
    with pytest.raises(ValueError, match="corrected with the value None"):
        a_review(verdict=Verdict.CORRECTED)


def test_reviews_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        a_review(number=0)


def test_the_current_verdicts_are_the_last_of_each_subject() -> None:
    one, two = a_review(), a_review(number=2)
    other = a_review(a_subject(sha256="b" * 64), at=NOW - timedelta(days=1))

    assert current([two, one, other]) == [other, two]


def test_a_passage_is_the_evidence_with_what_stands_around_it() -> None:
    text = "x" * 5000
    middle = Evidence(None, 2000, 2010, "x" * 10)
    long = Evidence(None, 0, 5000, "x" * 500)

    assert len(passage_of(text, middle)) == 410
    assert len(passage_of(text, long)) == MAX_PASSAGE
    assert passage_of(None, middle) == passage_of(text, None) == ""
