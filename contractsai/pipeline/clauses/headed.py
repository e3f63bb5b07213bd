"""Clauses known by the heading over them: confidentiality, indemnity, force majeure, ..."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from contractsai.domain.findings import Kind
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.clause_headings import (
    GENERAL_TERMINATION,
    HEADED_CLAUSES,
    HeadedClause,
)
from contractsai.pipeline.text.units import Unit

_MOST: Final = 3  # clauses of one category
_LONGEST: Final = 3_000  # characters of a clause: where its end is in doubt, its beginning is shown
_LEAST_WORDS: Final = 8  # less is a line of a table of contents
_OWN: Final = 0.9  # the heading names it, and the text speaks of it
_OVER: Final = 0.7  # the article does, its paragraph has a heading of its own
_SHARED: Final = 0.6  # "Term and Termination": the text decides
_PART: Final = 0.8  # of that, where the heading names other things too


def find_headed_clauses(draft: Draft, units: Sequence[Unit]) -> list[Fact]:
    """Return the passages under telling headings, the surest first of each category."""
    found: dict[str, list[Fact]] = {}
    for heading, section, span in _passages(units):
        if not heading and not section:
            continue
        text = squeezed(draft.text[slice(*span)]).lower()
        text = text.partition(heading or section)[2] or text  # the heading is no text of its own
        if text.count(" ") < _LEAST_WORDS:
            continue
        for name, clause in HEADED_CLAUSES.items():
            confidence = _confidence(clause, name, heading, section, text)
            if confidence:
                found.setdefault(name, []).append(_fact(name, clause, confidence, span))
    return [fact for facts in found.values() for fact in _best(facts)]


def _passages(units: Sequence[Unit]) -> Iterator[tuple[str, str, Span]]:
    """Yield what stands under one heading, with the heading and the section over it."""
    for (heading, section), group in groupby(units, key=lambda unit: (unit.heading, unit.section)):
        members = list(group)
        start = members[0].start
        end = max(
            unit.end for unit in members if unit.end - start <= _LONGEST or unit is members[0]
        )
        yield heading, section, (start, end)


def _confidence(
    clause: HeadedClause, name: str, heading: str, section: str, text: str
) -> float | None:
    by_heading = _by_heading(clause, name, heading, section)  # shorter than the text, so first
    return by_heading if by_heading and clause.cue.search(text) else None


def _by_heading(clause: HeadedClause, name: str, heading: str, section: str) -> float | None:
    own = heading or section
    if clause.heading.search(own):
        return _OWN if " and " not in own else _OWN * _PART
    if clause.heading.search(section):
        return _OVER
    if name == "clause.termination_for_cause" and GENERAL_TERMINATION.search(own):
        return _SHARED
    return None


def _fact(name: str, clause: HeadedClause, confidence: float, span: Span) -> Fact:
    method = "rule:clause.heading"
    return Fact(name, clause.value, None, round(confidence, 4), method, (span,), kind=Kind.CLAUSE)


def _best(facts: Sequence[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (-fact.confidence, fact.spans[0][0]))[:_MOST]
