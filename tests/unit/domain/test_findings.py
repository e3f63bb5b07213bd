"""What an analysis may say, and that its stored form loses nothing of it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.findings import (
    REASONS,
    Analysis,
    Band,
    Decision,
    Evidence,
    Finding,
    Kind,
    Outcome,
    Presence,
    RunFigures,
    Versions,
)
from contractsai.domain.reasons import Reason

TEXT = "SUPPLY AGREEMENT between Acme, Inc. and Borealis GmbH."
VERSIONS = Versions(pipeline="1", model="none", playbook="none")


def finding(**changes: Any) -> Finding:
    values: dict[str, Any] = {
        "id": "f1",
        "kind": Kind.FACT,
        "name": "party",
        "value": "Acme, Inc.",
        "normal": {"name": "Acme, Inc.", "role": None},
        "confidence": 0.9,
        "band": Band.SURE,
        "method": "rule:party.preamble",
        "evidence": (Evidence(None, 25, 35, "Acme, Inc.", "1 Parties"),),
    }
    return Finding(**(values | changes))


def analysis(**changes: Any) -> Analysis:
    values: dict[str, Any] = {
        "member": None,
        "sha256": "0" * 64,
        "media_type": "text/plain",
        "outcome": Outcome.ANALYSED,
        "reason": None,
        "versions": VERSIONS,
        "language": "en",
        "text": TEXT,
        "categories": {"cuad.insurance": Presence(Decision.ABSENT, likely=False, confidence=0.3)},
        "findings": (finding(),),
        "run": RunFigures(0.5, {"text": 0.25}, 12.5),
    }
    return Analysis(**(values | changes))


def test_the_stored_form_loses_nothing() -> None:
    """An analysis is read back for every report: what JSON drops is gone for good."""
    original = analysis(
        outcome=Outcome.PARTIAL,
        reason="truncated",
        review_reasons=("low_confidence", "unsigned"),
        findings=(
            finding(),
            finding(
                id="f2", method="derived", evidence=(), because=({"finding": "f1"},), review=None
            ),
        ),
    )

    read_back = Analysis.from_json(json.loads(json.dumps(original.to_json())))

    assert read_back == original


def test_the_stored_form_keeps_a_persons_correction() -> None:
    reviewed = finding(review={"state": "corrected", "old": {"value": "Acme", "normal": None}})

    assert Finding.from_json(json.loads(json.dumps(reviewed.to_json()))) == reviewed


def test_the_stored_form_has_the_schemas_keys_and_none_that_depend_on_the_folder() -> None:
    """The same bytes in two folders share one stored analysis."""
    keys = analysis().to_json().keys()

    assert not keys & {"path", "document_id", "duplicate_of"}
    assert keys >= {"member", "sha256", "outcome", "reason", "categories", "findings", "run"}


@given(start=st.integers(-5, 60), end=st.integers(-5, 60))
def test_evidence_is_a_span_that_holds_something(start: int, end: int) -> None:
    quote = TEXT[max(start, 0) : max(end, 0)]
    if 0 <= start < end <= len(TEXT):
        assert Evidence(None, start, end, quote).quote == quote
    else:
        with pytest.raises(ValueError, match=r"span|quote"):
            Evidence(None, start, end, quote)


def test_a_long_quote_is_cut_after_500_characters() -> None:
    assert Evidence(None, 0, 600, "x" * 500).end == 600
    with pytest.raises(ValueError, match="quote"):
        Evidence(None, 0, 600, "x" * 600)


def test_a_page_counts_from_1() -> None:
    with pytest.raises(ValueError, match="pages count from 1"):
        Evidence(0, 0, 1, "x")


@pytest.mark.parametrize("confidence", [-0.1, 1.1, 0.12345, float("nan")])
def test_a_confidence_is_a_probability_of_four_decimals(confidence: float) -> None:
    """More decimals would differ between machines, and reports must not."""
    with pytest.raises(ValueError, match="confidence"):
        finding(confidence=confidence)


def test_a_clause_stands_in_exactly_one_place() -> None:
    with pytest.raises(ValueError, match="exactly one place"):
        finding(kind=Kind.CLAUSE, evidence=())


def test_what_is_missing_stands_nowhere() -> None:
    with pytest.raises(ValueError, match="has no place"):
        finding(kind=Kind.MISSING)


def test_a_fact_without_a_place_must_be_derived() -> None:
    """A value nobody can check is worth nothing to a lawyer."""
    assert finding(method="derived", evidence=()).evidence == ()
    with pytest.raises(ValueError, match="needs a place"):
        finding(evidence=())


def test_a_candidate_is_no_answer() -> None:
    assert finding().is_answer
    assert not finding(band=Band.UNLIKELY).is_answer


@pytest.mark.parametrize(
    ("decision", "likely"), [(Decision.PRESENT, False), (Decision.ABSENT, True)]
)
def test_a_decision_and_its_likely_agree(decision: Decision, likely: bool) -> None:  # noqa: FBT001 - parametrised
    with pytest.raises(ValueError, match="contradicts"):
        Presence(decision, likely=likely, confidence=0.5)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_what_was_analysed_needs_no_reason(outcome: Outcome) -> None:
    reason = None if outcome is not Outcome.ANALYSED else "truncated"
    with pytest.raises(ValueError, match="with reason"):
        analysis(outcome=outcome, reason=reason, findings=(), categories={})


def test_a_reason_belongs_to_its_outcome() -> None:
    with pytest.raises(ValueError, match="no reason of"):
        analysis(outcome=Outcome.FAILED, reason="no_text", text=None, findings=(), categories={})


def test_every_reason_of_a_document_can_be_reported_as_failed() -> None:
    """Whatever ends a document must have a line in the report."""
    of_jobs = {Reason.ALL_FAILED, Reason.CANCELLED}

    assert REASONS[Outcome.FAILED] >= {reason.value for reason in Reason} - of_jobs


def test_nothing_is_found_in_what_was_not_read() -> None:
    with pytest.raises(ValueError, match="findings in a document"):
        analysis(outcome=Outcome.FAILED, reason="corrupt", text=None)


def test_what_was_read_has_a_text() -> None:
    with pytest.raises(ValueError, match="no text"):
        analysis(text=None)


def test_a_quote_that_is_not_the_text_is_refused() -> None:
    """The one promise of the product: every value stands beside the words it was read from."""
    with pytest.raises(ValueError, match="not the text"):
        analysis(text=TEXT.lower())


def test_a_page_is_given_where_the_medium_has_pages_and_only_there() -> None:
    with pytest.raises(ValueError, match="does not suit the medium"):
        analysis(pages=1, page_starts=(0,))


@pytest.mark.parametrize("starts", [(), (1,), (0, 5, 3)])
def test_page_starts_ascend_from_0(starts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        analysis(pages=len(starts), page_starts=starts, findings=())


def test_ids_are_unique() -> None:
    with pytest.raises(ValueError, match="ids repeat"):
        analysis(findings=(finding(), finding()))


def test_review_reasons_are_known_and_sorted() -> None:
    with pytest.raises(ValueError, match="review reasons"):
        analysis(review_reasons=("unsigned", "low_confidence"))
    with pytest.raises(ValueError, match="review reasons"):
        analysis(review_reasons=("whatever",))


def test_figures_of_the_run_can_be_filled_in_later() -> None:
    """The host knows the peak memory; the pipeline does not."""
    measured = replace(analysis(), run=RunFigures(1.0, {}, 61.5))

    assert measured.to_json()["run"]["peak_memory_mb"] == 61.5


@pytest.mark.parametrize("likely", [True, False])
def test_what_a_person_should_look_at_may_go_either_way(likely: bool) -> None:  # noqa: FBT001 - a table's column
    presence = Presence(Decision.LOOK_HERE, likely=likely, confidence=0.5)

    assert presence.to_json()["likely"] is likely


def test_every_page_has_a_start() -> None:
    with pytest.raises(ValueError, match="2 pages with 1 starts"):
        analysis(pages=2, page_starts=(0,), findings=())
