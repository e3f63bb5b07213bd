"""What a language model is asked about an analysis, and how its answers stand beside ours.

Only what asks for a look is asked about, with the passages that we found. Whatever is answered,
our findings stay as they are; an answer is a finding of its own that names the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from contractsai.domain.findings import Analysis, Band, Finding, Kind
from contractsai.domain.judgement import Answer

OPINION: Final = "second_opinion"
MAX_INQUIRIES: Final = 20  # a document
_AROUND: Final = 400  # characters on either side of the evidence
_MAX_PASSAGE: Final = 2_000
_UNCALIBRATED: Final = 0.5  # nobody knows how often this model is right here
_ASKED: Final = frozenset({Kind.FACT, Kind.CLAUSE})


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What to ask about one finding.

    Attributes:
        question: in our words alone.
        passages: in the document's words: the text around the evidence, then the value if there
            is one to be judged.
    """

    finding: Finding
    question: str
    passages: tuple[str, ...]


def inquiries(analysis: Analysis) -> list[Inquiry]:
    """Return what is worth asking, in the order of the findings."""
    asked = [
        finding
        for finding in analysis.findings
        if finding.band is Band.LOOK_HERE and finding.kind in _ASKED and finding.evidence
    ]
    return [_inquiry(finding, analysis.text or "") for finding in asked[:MAX_INQUIRIES]]


def with_opinions(
    analysis: Analysis, answers: Sequence[tuple[Inquiry, Answer]], *, model: str
) -> Analysis:
    """Return *analysis* with a finding more for each answer, behind all of ours."""
    first = len(analysis.findings) + 1
    opinions = (
        _opinion(f"f{number}", inquiry, answer, model)
        for number, (inquiry, answer) in enumerate(answers, start=first)
    )
    return replace(analysis, findings=(*analysis.findings, *opinions))


def _inquiry(finding: Finding, text: str) -> Inquiry:
    place = finding.evidence[0]
    around = text[max(place.start - _AROUND, 0) : place.end + _AROUND][:_MAX_PASSAGE]
    what = finding.name.rpartition(".")[2].replace("_", " ")
    if finding.kind is Kind.CLAUSE:
        quote = text[place.start : place.end][:_MAX_PASSAGE]
        return Inquiry(finding, f"Is the passage a clause of the kind: {what}?", (quote,))
    question = (
        f"Does the first passage state the {what} of this contract, "
        "and is it what the second passage says?"
    )
    return Inquiry(finding, question, (around, finding.value[:_MAX_PASSAGE]))


def _opinion(finding_id: str, inquiry: Inquiry, answer: Answer, model: str) -> Finding:
    return Finding(
        id=finding_id,
        kind=Kind.FACT,
        name=OPINION,
        value=answer.value,
        normal=answer.value,
        confidence=_UNCALIBRATED,
        band=Band.LOOK_HERE,
        method=f"llm:{model}",
        evidence=inquiry.finding.evidence,
        because=({"finding": inquiry.finding.id},),
    )
