"""An analysis as people see it: with their verdicts on it. The stored one is never touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from contractsai.domain.findings import (
    MAX_QUOTE,
    Analysis,
    Band,
    Decision,
    Evidence,
    Finding,
    Kind,
    Presence,
)
from contractsai.domain.ids import SubjectId
from contractsai.domain.normals import identity_of
from contractsai.domain.review import Review, Verdict

HUMAN_ID: Final = "h"
_ID_DIGITS: Final = 12


def current(reviews: Iterable[Review]) -> list[Review]:
    """Return the last verdict on each subject, the oldest first."""
    last: dict[SubjectId, Review] = {}
    for review in reviews:
        held = last.get(review.subject.id)
        if held is None or review.number > held.number:
            last[review.subject.id] = review
    return sorted(last.values(), key=lambda review: (review.at, review.id))


def human_id(review: Review) -> str:
    """Return the id of a finding that only a person stands by: no analysis has such a one."""
    return f"{HUMAN_ID}{review.subject.id[:_ID_DIGITS]}"


def reviewed(analysis: Analysis, reviews: Sequence[Review]) -> Analysis:
    """Return *analysis* under the last verdicts that *reviews* hold on its document.

    Args:
        analysis: of a file or of a document in it.
        reviews: all of the file's content, also those on other documents in it.
    """
    if not analysis.outcome.was_read:
        return analysis
    held = [
        review
        for review in current(reviews)
        if review.subject.member == analysis.member and review.verdict is not Verdict.OPEN
    ]
    if not held:
        return analysis
    by_id: dict[str, Review] = {}
    unmet: list[Review] = []
    for review in held:  # the oldest first: of two on one finding the later holds
        finding = _met(review, analysis.findings)
        if finding is None:
            unmet.append(review)
        else:
            by_id[finding.id] = review
    findings = _followed(
        [
            _under(by_id[finding.id], finding) if finding.id in by_id else finding
            for finding in analysis.findings
        ]
    )
    facts = [finding for finding in findings if finding.kind is Kind.FACT]
    told = [_of_a_person(review, analysis) for review in unmet if _is_told(review)]
    others = [finding for finding in findings if finding.kind is not Kind.FACT]
    return replace(
        analysis,
        findings=(*facts, *told, *others),
        categories=_decided(analysis.categories, findings),
    )


def _met(review: Review, findings: Sequence[Finding]) -> Finding | None:
    """Return the finding that says what was reviewed, or what it was corrected to."""
    subject = review.subject
    said = [finding for finding in findings if subject.is_said_by(finding)]
    if not said and review.verdict is Verdict.CORRECTED:
        wanted = identity_of(subject.name, review.normal)
        said = [
            finding
            for finding in findings
            if finding.name == subject.name and identity_of(subject.name, finding.normal) == wanted
        ]
    same_place = [finding for finding in said if subject.place in finding.evidence]
    return next(iter([*same_place, *said]), None)


def _under(review: Review, finding: Finding) -> Finding:
    told = review.to_report()
    match review.verdict:
        case Verdict.ACCEPTED:
            return replace(finding, confidence=1.0, band=Band.SURE, review=told)
        case Verdict.REJECTED:
            return replace(finding, confidence=0.0, band=Band.UNLIKELY, review=told)
        case _:
            return replace(
                finding,
                value=review.value or finding.value,
                normal=review.normal,
                confidence=1.0,
                band=Band.SURE,
                method="human",
                review=told,
            )


def _followed(findings: Sequence[Finding]) -> list[Finding]:
    """Return *findings* with those that nobody reviewed as their grounds leave them.

    What follows from something rejected is no answer any more; what follows from something
    corrected was worked out from the old value, so that a person should look.
    """
    fallen = _reached(findings, Verdict.REJECTED)
    shaken = _reached(findings, Verdict.CORRECTED)
    return [_left(item, fallen, shaken) if item.review is None else item for item in findings]


def _reached(findings: Sequence[Finding], verdict: Verdict) -> set[str]:
    """Return the ids of what got that verdict, and of what follows from it unreviewed."""
    reached = {item.id for item in findings if _state(item) == verdict}
    following = [item for item in findings if item.review is None and item.because]
    while True:
        more = {item.id for item in following if _grounds(item) & reached}
        if more <= reached:
            return reached
        reached |= more


def _grounds(finding: Finding) -> set[str]:
    return {str(reason["finding"]) for reason in finding.because if "finding" in reason}


def _left(finding: Finding, fallen: set[str], shaken: set[str]) -> Finding:
    if finding.id in fallen:
        return replace(finding, confidence=0.0, band=Band.UNLIKELY)
    if finding.id in shaken and finding.band is Band.SURE:
        return replace(finding, band=Band.LOOK_HERE)
    return finding


def _state(finding: Finding) -> object:
    return (finding.review or {}).get("state")


def _is_told(review: Review) -> bool:
    """Return whether people's word is all there is for it, and has a place in a report."""
    return review.subject.kind is Kind.FACT and review.verdict is not Verdict.REJECTED


def _of_a_person(review: Review, analysis: Analysis) -> Finding:
    """Return a fact that this analysis does not know, and a person does."""
    subject = review.subject
    is_corrected = review.verdict is Verdict.CORRECTED
    return Finding(
        id=human_id(review),
        kind=subject.kind,
        name=subject.name,
        value=review.value or subject.value,
        normal=review.normal if is_corrected else subject.normal,
        confidence=1.0,
        band=Band.SURE,
        method="human",
        evidence=_still_there(subject.place, analysis),
        review=review.to_report(),
    )


def _still_there(place: Evidence | None, analysis: Analysis) -> tuple[Evidence, ...]:
    """Return the place if this analysis' text still has its words there."""
    text = analysis.text or ""
    if place is None or (place.page is None) is not (analysis.page_starts is None):
        return ()
    return (place,) if text[place.start : place.end][:MAX_QUOTE] == place.quote else ()


def _decided(
    categories: Mapping[str, Presence], findings: Sequence[Finding]
) -> dict[str, Presence]:
    """Return the decisions on clauses as people's verdicts leave them."""
    changed = dict(categories)
    for name in categories:
        clauses = [finding for finding in findings if finding.name == name]
        states = [_state(item) for item in clauses]
        if Verdict.ACCEPTED in states:
            changed[name] = Presence(Decision.PRESENT, likely=True, confidence=1.0)
        elif Verdict.REJECTED in states and not any(item.is_answer for item in clauses):
            changed[name] = Presence(Decision.ABSENT, likely=False, confidence=0.0)
    return changed
