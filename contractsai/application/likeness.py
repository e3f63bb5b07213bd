"""How surely a paper belongs to a contract: by the title, the date and the parties it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from contractsai.application.report import answer, values
from contractsai.domain.alike import (
    PartyName,
    Titles,
    compared,
    is_same_party,
    party_name,
    title_words,
)
from contractsai.domain.review import Verdict

TIE: Final = 0.8
"""From here on a paper is tied to a contract; below, it is a question for a person."""
PARTIES: Final = 2  # fewer tell no contract from another
RELATIONS: Final = ("amends", "under")

_CONFIRMABLE: Final = 0.6
"""How sure a question has to be for a person's word on the title alone to make it a tie."""
_CONFIRMS: Final = frozenset({Verdict.ACCEPTED.value, Verdict.CORRECTED.value})
_MOST: Final = 8  # parties of one contract that it is looked up by
_TAIL: Final = 2  # words at the end of a title that it is looked up by
_NAMED_ALIKE: Final = (Titles.SAME, Titles.VARIANT)

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """What a line says of a contract: of itself, or, if it is a paper, of the one it belongs to.

    Attributes:
        relation: ``amends`` or ``under``; None for a contract.
        days: a contract's own, or the one day that a paper names; ISO 8601.
        is_confirmed: whether a person said that the title of the contract it names is right.
    """

    relation: str | None
    title: str
    days: tuple[str, ...]
    parties: tuple[PartyName, ...]
    is_confirmed: bool = False

    def keys(self) -> Iterator[tuple[str, ...]]:
        """Yield what a contract is found by: all that can tie it, or make it a question."""
        cores = sorted({party.core for party in self.parties[:_MOST]} - {""})
        words = sorted(title_words(self.title))
        tail = self.title.casefold().split()[-_TAIL:]
        for day in self.days:
            yield ("title", day, *tail)
            for core in cores:
                yield ("party", day, core)
                yield ("title of party", day, core, *words)
            yield from (("parties", day, *pair) for pair in combinations(cores, PARTIES))
        yield from (("parties", *pair) for pair in combinations(cores, PARTIES))

    def __str__(self) -> str:
        """Return it for a person."""
        return f"{self.title or 'no title'} of {' or '.join(self.days) or 'no date'}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that a paper belongs to a contract, and why."""

    confidence: float
    why: str


def contract_of(line: Line) -> Named:
    """Return what a line says of itself."""
    days = (answer(line, name) for name in ("agreement_date", "effective_date"))
    return Named(
        relation=relation_of(line),
        title=" ".join(next(iter(values(line, "title")), "").split()),
        days=tuple(dict.fromkeys(str(day["normal"]) for day in days if day)),
        parties=_parties(line, "party"),
    )


def named_by(paper: Line, relation: str) -> Named:
    """Return the contract that a paper names; its parties may have had other names then."""
    said = answer(paper, f"{relation}_date")
    return Named(
        relation=relation,
        title=next(iter(values(paper, relation)), ""),
        days=(str(said["normal"]),) if said else (),
        parties=_parties(paper, "party", "former_name"),
        is_confirmed=_is_confirmed(answer(paper, relation)),
    )


def relation_of(line: Line) -> str | None:
    """Return how a line belongs to a contract; None if it is one itself."""
    return next((name for name in RELATIONS if answer(line, name)), None)


def is_one(named: Named, other: Named) -> bool:
    """Return whether two papers name one contract, by its title and, if both say it, its day."""
    alike = compared(title_words(named.title), title_words(other.title)) is Titles.SAME
    return alike and _day(named, other) != "other"


def likeness(named: Named, contract: Named) -> Likeness | None:
    """Return how sure it is that *contract* is the one named; None if nothing speaks for it."""
    title = compared(title_words(named.title), title_words(contract.title))
    shared = sum(
        any(is_same_party(party, other) for other in named.parties) for party in contract.parties
    )
    if contract.relation is not None and title not in _NAMED_ALIKE:
        return None  # one statement of work is hardly part of another
    confidence = _confidence(title, _day(named, contract), shared)
    if confidence is None:
        return None
    why = f"It names {named}; {_told(title, named, contract, shared)}"
    if named.is_confirmed and title in _NAMED_ALIKE and _CONFIRMABLE <= confidence < TIE:
        return Likeness(TIE, f"{why}; a person confirmed its title")
    return Likeness(confidence, why)


def _confidence(title: Titles, day: str, shared: int) -> float | None:
    alike = title in _NAMED_ALIKE
    match day, shared >= PARTIES:
        case "same", True:
            by_title = {Titles.SAME: 0.95, Titles.VARIANT: 0.85, Titles.GENERIC: 0.7}
            return by_title.get(title, 0.5)
        case "same", False:
            return (0.6 if shared else 0.4) if alike else None
        case "unknown", True:
            by_title = {Titles.SAME: 0.7, Titles.VARIANT: 0.7, Titles.GENERIC: 0.45}
            return by_title.get(title)
        case "other", True:
            return 0.5 if alike else None
    return None


def _day(named: Named, contract: Named) -> str:
    if not named.days or not contract.days:
        return "unknown"
    return "same" if set(named.days) & set(contract.days) else "other"


def _told(title: Titles, named: Named, contract: Named, shared: int) -> str:
    """Return in words what is the same, and what is not."""
    same: list[str] = []
    other: list[str] = []
    (same if title in _NAMED_ALIKE else other).append("title")
    (same if _day(named, contract) == "same" else other).append("date")
    same += [f"{shared} parties" if shared > 1 else "1 party"] if shared else []
    other += [] if shared >= PARTIES else ["parties"]
    told = f"the same: {', '.join(same)}" if same else "nothing is the same for certain"
    return f"{told}; not the same, or not said: {', '.join(other)}" if other else told


def _is_confirmed(finding: Mapping[str, Any] | None) -> bool:
    review = finding.get("review") if finding else None
    return review is not None and review["state"] in _CONFIRMS


def _parties(line: Line, *names: str) -> tuple[PartyName, ...]:
    return tuple(dict.fromkeys(party_name(text) for name in names for text in values(line, name)))
