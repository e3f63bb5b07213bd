"""The published schema says what the code says: no more, no less."""

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from contractsai.application.report import ReportEntry, report_lines
from contractsai.application.report_schema import report_schema
from contractsai.domain.findings import (
    REASONS,
    REVIEW_REASONS,
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
from contractsai.domain.lifecycle import State
from contractsai.domain.review import Subject, Verdict
from contractsai.domain.reviewed import reviewed
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.samples import FOLDER
from contractsai.testing.builders import a_review

TEXT = "SUPPLY AGREEMENT between Acme, Inc. and Borealis GmbH, under the law of Ohio. " * 10
VALIDATOR = Draft202012Validator(report_schema())
NAMES = {
    Kind.FACT: ("title", "agreement_date", "expiration_date", "term", "party", "own_fact"),
    Kind.CLAUSE: ("cuad.insurance", "clause.confidentiality"),
    Kind.RISK: ("risk.unsigned",),
    Kind.MISSING: ("missing.cap_on_liability",),
}
NORMALS: dict[str, Any] = {
    "title": "SUPPLY AGREEMENT",
    "agreement_date": "2026-03-03",
    "expiration_date": "perpetual",
    "term": {"n": 2, "unit": "year"},
    "party": {"name": "Acme, Inc.", "role": None},
}

confidences = st.integers(0, 10_000).map(lambda number: number / 10_000)


@st.composite
def places(draw: st.DrawFn, *, is_paged: bool) -> Evidence:
    start = draw(st.integers(0, len(TEXT) - 1))
    end = draw(st.integers(start + 1, len(TEXT)))
    section = draw(st.sampled_from([None, "1 Term"]))
    return Evidence(1 if is_paged else None, start, end, TEXT[start:end][:500], section)


@st.composite
def findings(draw: st.DrawFn, number: int, *, is_paged: bool) -> Finding:
    kind = draw(st.sampled_from(Kind))
    name = draw(st.sampled_from(NAMES[kind]))
    method = draw(st.sampled_from(["rule:x", "model:1", "derived", "human", "llm:small"]))
    least = 1 if kind is Kind.CLAUSE or (kind is Kind.FACT and method != "derived") else 0
    most = {Kind.CLAUSE: 1, Kind.MISSING: 0}.get(kind, 3)
    return Finding(
        id=f"f{number}",
        kind=kind,
        name=name,
        value=draw(st.sampled_from(["", "2 years", "caf\u00e9\n"])),
        normal=NORMALS.get(name, {"severity": "high"} if kind is not Kind.CLAUSE else None),
        confidence=draw(confidences),
        band=draw(st.sampled_from(Band)),
        method=method,
        evidence=tuple(
            draw(st.lists(places(is_paged=is_paged), min_size=least, max_size=max(least, most)))
        ),
        because=draw(
            st.sampled_from([(), ({"finding": "f1"},), ({"term": "cap", "weight": 1.5},)])
        ),
        review=draw(st.sampled_from([None, {"state": "accepted", "by": "me", "at": "2026-01-01"}])),
    )


@st.composite
def presences(draw: st.DrawFn) -> Presence:
    decision = draw(st.sampled_from(Decision))
    likely = draw(st.booleans()) if decision is Decision.LOOK_HERE else decision is Decision.PRESENT
    return Presence(decision, likely=likely, confidence=draw(confidences))


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    outcome = draw(st.sampled_from([item for item in Outcome if item is not Outcome.DUPLICATE]))
    is_paged = draw(st.booleans())
    count = draw(st.integers(0, 3)) if outcome.was_read else 0
    return Analysis(
        member=draw(st.sampled_from([None, "annex.pdf"])),
        sha256=hashlib.sha256(b"x").hexdigest(),
        media_type=draw(st.sampled_from([None, "text/plain"])),
        outcome=outcome,
        reason=draw(st.sampled_from(sorted(REASONS[outcome]))) if REASONS[outcome] else None,
        versions=Versions("1", "none", "none", draw(st.sampled_from([None, "tesseract 5.3.0"]))),
        language=draw(st.sampled_from([None, "en", "und"])),
        pages=1 if is_paged else None,
        page_starts=(0,) if is_paged else None,
        ocr_pages=draw(st.integers(0, 3)),
        review_reasons=tuple(sorted(draw(st.sets(st.sampled_from(sorted(REVIEW_REASONS)))))),
        text=TEXT if outcome.was_read else None,
        categories={"cuad.insurance": draw(presences())} if outcome.was_read else {},
        findings=tuple(draw(findings(number, is_paged=is_paged)) for number in range(1, count + 1)),
        run=RunFigures(0.5, {"text": 0.5}, draw(st.sampled_from([None, 61.5]))),
    )


def line_of(analysis: Analysis) -> dict[str, Any]:
    entry = ReportEntry("a.pdf", State.COMPLETED, analysis.outcome, None, "ab" * 32, (analysis,))
    [line] = report_lines([entry], with_text=True, with_candidates=True)
    return json.loads(json.dumps(line))  # type: ignore[no-any-return]  # a line is an object


def analysis_of(path: Path) -> ReportEntry:
    content = path.read_bytes()
    found = ContractPipeline().analyse(content, checkpoint=lambda _: None)
    sha256 = hashlib.sha256(content).hexdigest()
    return ReportEntry(path.name, State.COMPLETED, found[0].outcome, None, sha256, found)


def faults(*lines: dict[str, Any]) -> list[str]:
    return [error.message for line in lines for error in VALIDATOR.iter_errors(line)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(report_schema())


def test_the_samples_keep_to_it() -> None:
    """What a first look at the product shows is what programs are promised."""
    entries = [analysis_of(path) for path in sorted(FOLDER.rglob("*")) if path.is_file()]

    bare = list(report_lines(entries))
    full = list(report_lines(entries, with_text=True, with_candidates=True))

    assert len(bare) == len(full) > 5
    assert faults(*bare, *full) == []


@given(analyses())
def test_whatever_the_domain_can_say_the_schema_allows(analysis: Analysis) -> None:
    """A line that fails validation fails in somebody else's program, and there only."""
    assert faults(line_of(analysis)) == []


@pytest.mark.parametrize("state", [State.CANCELLED, State.FAILED])
def test_a_document_without_an_analysis_keeps_to_it(state: State) -> None:
    assert faults(*report_lines([ReportEntry("a.pdf", state, None, None, None)])) == []


def test_a_duplicate_keeps_to_it() -> None:
    entry = analysis_of(FOLDER / "mutual-nda.txt")

    lines = list(report_lines([entry, replace(entry, path="z.txt")]))

    assert lines[1]["outcome"] == "duplicate"
    assert faults(*lines) == []


Change = Callable[[dict[str, Any]], object]
WRONG: dict[str, Change] = {
    "a reason for what was read whole": lambda line: line.update(reason="truncated"),
    "an outcome without its reason": lambda line: line.update(outcome="partial"),
    "a reason of another outcome": lambda line: line.update(outcome="partial", reason="corrupt"),
    "findings of what was not read": lambda line: line.update(outcome="failed", reason="corrupt"),
    "an unknown outcome": lambda line: line.update(outcome="done"),
    "an unknown review reason": lambda line: line.update(review_reasons=["mood"]),
    "a confidence above one": lambda line: line["findings"][0].update(confidence=1.5),
    "an unknown band": lambda line: line["findings"][0].update(band="maybe"),
    "an unknown kind": lambda line: line["findings"][0].update(kind="rumour"),
    "a fact without a place": lambda line: line["findings"][0].update(evidence=[]),
    "a clause without a place": lambda line: line["findings"][1].update(evidence=[]),
    "what is missing with a place": lambda line: line["findings"][1].update(
        kind="missing", name="missing.insurance"
    ),
    "an empty span": lambda line: line["findings"][0]["evidence"][0].update(end=0),
    "an empty quote": lambda line: line["findings"][0]["evidence"][0].update(quote=""),
    "a page 0": lambda line: line["findings"][0]["evidence"][0].update(page=0),
    "a decision that contradicts itself": lambda line: line["categories"]["cuad.insurance"].update(
        likely=True
    ),
    "an unknown decision": lambda line: line["categories"]["cuad.insurance"].update(decision="no"),
    "pages that do not begin": lambda line: line.update(page_starts=[]),
}


@pytest.fixture
def a_line() -> dict[str, Any]:
    """A line that holds one of each, and is allowed by both."""
    place = Evidence(1, 0, 6, TEXT[:6])
    fact = Finding("f1", Kind.FACT, "title", "x", "x", 0.9, Band.SURE, "rule:x", (place,))
    clause = Finding(
        "f2", Kind.CLAUSE, "cuad.insurance", "x", None, 0.9, Band.SURE, "rule:x", (place,)
    )
    return line_of(
        Analysis(
            member=None,
            sha256="ab" * 32,
            media_type="text/plain",
            outcome=Outcome.ANALYSED,
            reason=None,
            versions=Versions("1", "none", "none"),
            pages=1,
            page_starts=(0,),
            text=TEXT,
            categories={"cuad.insurance": Presence(Decision.ABSENT, likely=False, confidence=0.1)},
            findings=(fact, clause),
        )
    )


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_the_domain_refuses_the_schema_refuses(a_line: dict[str, Any], change: Change) -> None:
    """Both judge the same line: a rule that only one of them knows has drifted."""
    assert VALIDATOR.is_valid(a_line)
    wrong = copy.deepcopy(a_line)
    change(wrong)

    with pytest.raises(ValueError, match=r".+"):
        Analysis.from_json(wrong)
    assert not VALIDATOR.is_valid(wrong)


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every key of a line, but for those that are free to be missing."""
    if isinstance(value, dict):
        inner = [item for key in value for item in paths_of(value[key], (*path, key))]
        return [*((*path, key) for key in value), *inner]
    if isinstance(value, list) and value:
        return paths_of(value[0], (*path, 0))
    return []


def test_every_key_is_always_there_and_no_other(a_line: dict[str, Any]) -> None:
    """Readers need not ask whether a key is there; a new one needs a new schema."""
    for *way, key in paths_of(a_line):
        if key == "cuad.insurance":  # a category is a name, not a key
            continue
        without, beside = copy.deepcopy(a_line), copy.deepcopy(a_line)
        for line in (without, beside):
            holder: Any = line
            for step in way:
                holder = holder[step]
            holder.pop(key) if line is without else holder.update(another=1)

        assert not VALIDATOR.is_valid(without), (*way, key)
        if way[-1:] != ["categories"]:
            assert not VALIDATOR.is_valid(beside), way


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("agreement_date", "3 March 2026"),
        ("expiration_date", "never"),
        ("term", {"n": 0, "unit": "year"}),
        ("renewal_term", {"n": 1, "unit": "decade"}),
        ("party", {"role": "Buyer"}),
        ("governing_law", "Ohio"),
        ("liability_cap", {"money": {"amount": "1,000", "currency": "USD"}}),
        ("signature_status", "maybe"),
    ],
)
def test_a_value_has_the_type_of_its_fact(a_line: dict[str, Any], name: str, normal: Any) -> None:
    """Programs read `normal`; a date in words would have to be parsed a second time."""
    a_line["findings"][0].update(name=name, normal=normal)

    assert not VALIDATOR.is_valid(a_line)


def reviewed_samples(verdict: Verdict) -> list[ReportEntry]:
    """Return the samples, each fact under that verdict, and one that only a person knows."""
    entries = []
    for file in sorted(Path(FOLDER).glob("*.txt")):
        content = file.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        [found] = ContractPipeline().analyse(content, checkpoint=lambda _: None)
        facts = [item for item in found.findings if item.kind is Kind.FACT]
        told = replace(facts[0], name="notice_deadline", normal="2027-01-31", value="31 Jan")
        reviews = [
            a_review(
                Subject.of(sha256, None, item),
                verdict=verdict,
                normal=item.normal if verdict is Verdict.CORRECTED else None,
                value=item.value if verdict is Verdict.CORRECTED else None,
                by="ada",
            )
            for item in (*facts, told)
        ]
        entries.append(
            ReportEntry(
                file.name,
                State.COMPLETED,
                found.outcome,
                None,
                sha256,
                (reviewed(found, reviews),),
            )
        )
    return entries


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_people_say_of_findings_keeps_to_it(verdict: Verdict) -> None:
    """A report is not less valid for having been looked at."""
    lines = list(report_lines(reviewed_samples(verdict), with_candidates=True))

    assert lines
    assert [error.message for line in lines for error in VALIDATOR.iter_errors(line)] == []
    ids = [item["id"] for line in lines for item in line["findings"]]
    is_told = verdict in {Verdict.ACCEPTED, Verdict.CORRECTED}
    assert any(name.startswith("h") for name in ids) is is_told
