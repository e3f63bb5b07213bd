"""Families as a calendar tells them: which papers belong to a contract, and what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contractsai.application.families import Ask, Tie, day_of

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A document, as a report names it."""

    path: str
    member: str | None
    document_id: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A paper that belongs to a contract.

    Attributes:
        relation: ``amends`` or ``under``.
        holds_from: the day from which it holds, if it says one.
        is_in_force: whether that is the day asked about, or before.
    """

    paper: Place
    relation: str
    holds_from: date | None
    is_in_force: bool
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A paper that may belong to a contract, for a person to say.

    Attributes:
        contract: None if none is likely.
        why: what speaks for it, and what is not certain.
    """

    paper: Place
    contract: Place | None
    relation: str
    confidence: float
    why: str


def relative_of(tie: Tie, as_of: date) -> Relative:
    """Return a paper that is tied to a contract, on a day."""
    day = day_of(tie.paper)
    return Relative(
        paper=place_of(tie.paper),
        relation=tie.relation,
        holds_from=date.fromisoformat(day) if day else None,
        is_in_force=day is not None and day <= as_of.isoformat(),
        confidence=tie.confidence,
        why=tie.why,
    )


def question_of(ask: Ask) -> Question:
    """Return what a person is asked."""
    contract = None if ask.contract is None else place_of(ask.contract)
    return Question(place_of(ask.paper), contract, ask.relation, ask.confidence, ask.why)


def place_of(line: Line) -> Place:
    """Return where a line comes from."""
    return Place(line["path"], line["member"], line["document_id"])
