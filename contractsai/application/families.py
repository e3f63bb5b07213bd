"""Which paper belongs to which contract: precision first, for a wrong tie hides a deadline.

An amendment or a letter of renewal speaks through its contract. A statement of work, an order or a
schedule keeps a calendar of its own, for it has a term of its own, and is shown with its contract.
What is not sure enough to be tied is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contractsai.application.likeness import (
    TIE,
    Likeness,
    Named,
    contract_of,
    is_one,
    likeness,
    named_by,
    relation_of,
)
from contractsai.application.report import answer

_BUCKET: Final = 20  # contracts that share what one is looked up by; more tell nothing
_ASKED: Final = 3  # contracts that a person is asked about, for one paper
NEARLY: Final = 0.75
"""How sure a question is at the most: its contract is certain, but for another one or a day."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tie:
    """A paper that belongs to a contract.

    Attributes:
        relation: ``amends`` or ``under``.
        confidence: at least `TIE`.
        why: a sentence for a person.
    """

    paper: Line
    relation: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A paper that may belong to a contract, for a person to say.

    Attributes:
        contract: None if none is likely: it may be somewhere else.
        why: a sentence for a person: what speaks for it, and what is not certain.
    """

    paper: Line
    contract: Line | None
    relation: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Families:
    """Contracts with what belongs to them.

    Attributes:
        contracts: all that have a calendar of their own: amendments only if they are not tied.
        ties: the papers of a contract, by its place in *contracts*, the oldest first.
        asks: what a person should say, by the path of the paper.
    """

    contracts: Sequence[Line]
    ties: Mapping[int, Sequence[Tie]]
    asks: Sequence[Ask]


def families(lines: Iterable[Line]) -> Families:
    """Return the contracts, what belongs to each, and what is not sure enough to be tied."""
    every = list(lines)
    relations = [relation_of(line) for line in every]
    contracts = [line for line, rel in zip(every, relations, strict=True) if rel != "amends"]
    known = _Known(contracts)
    ties: dict[int, list[Tie]] = {}
    asks: list[Ask] = []
    papers = [(line, rel) for line, rel in zip(every, relations, strict=True) if rel is not None]
    for paper, relation in sorted(papers, key=lambda pair: (day_of(pair[0]) or "", *_at(pair[0]))):
        likely = known.likely(paper, named_by(paper, relation))
        sure = [(at, found) for at, found in likely if found.confidence >= TIE]
        if len(sure) == 1 and (relation == "under" or day_of(paper)):
            at, found = sure[0]
            ties.setdefault(at, []).append(Tie(paper, relation, found.confidence, found.why))
            continue
        asks += _asks(paper, relation, [(contracts[at], found) for at, found in likely], len(sure))
    tied = {id(tie.paper) for found in ties.values() for tie in found}
    alone = [line for line, rel in papers if rel == "amends" and id(line) not in tied]
    return Families(
        [*contracts, *alone], ties, sorted(asks, key=lambda ask: (*_at(ask.paper), -ask.confidence))
    )


def day_of(paper: Line) -> str | None:
    """Return the day from which a paper holds.

    Where that is read as the day of the contract that it names, it is the one on which it was made.
    """
    effective, made = (answer(paper, name) for name in ("effective_date", "agreement_date"))
    relation = relation_of(paper)
    named = named_by(paper, relation).days if relation else ()
    if effective and made and effective["normal"] in named:
        return max(str(effective["normal"]), str(made["normal"]))
    found = effective or made
    return str(found["normal"]) if found else None


def _at(line: Line) -> tuple[str, str]:
    return line["path"], line["member"] or ""


def _asks(
    paper: Line, relation: str, likely: Sequence[tuple[Line, Likeness]], sure: int
) -> list[Ask]:
    if not likely:
        why = f"It names {named_by(paper, relation)}; no contract here is like that"
        return [Ask(paper, None, relation, 0.0, why)]
    doubt = ""
    if sure == 1:
        doubt = "; but it does not say from which day it holds"
    elif sure > 1:
        doubt = "; but so is another" if sure == 2 else f"; but so are {sure - 1} others"  # noqa: PLR2004 - it and one more
    return [
        Ask(paper, contract, relation, min(found.confidence, NEARLY), found.why + doubt)
        for contract, found in likely[:_ASKED]
    ]


class _Known:
    """Contracts, looked up by what papers say of them: many papers cost no more each."""

    def __init__(self, contracts: Sequence[Line]) -> None:
        self._contracts = contracts
        self._named = [contract_of(line) for line in contracts]
        self._places: dict[tuple[str, ...], list[int]] = {}
        for at, named in enumerate(self._named):
            for key in named.keys():  # noqa: SIM118 - no mapping
                self._places.setdefault(key, []).append(at)

    def likely(self, paper: Line, named: Named) -> list[tuple[int, Likeness]]:
        """Return the places of the contracts that a paper may belong to, the likeliest first."""
        places: dict[int, None] = {}
        for key in named.keys():  # noqa: SIM118 - no mapping
            bucket = self._places.get(key, ())
            if len(bucket) <= _BUCKET:
                places.update(dict.fromkeys(bucket))
        likely = [
            (at, found)
            for at in places
            if self._contracts[at] is not paper
            and not self._is_sibling(at, named)
            and (found := likeness(named, self._named[at])) is not None
        ]
        return sorted(likely, key=lambda pair: (-pair[1].confidence, pair[0]))

    def _is_sibling(self, at: int, named: Named) -> bool:
        """Return whether that contract is a paper that names the same one."""
        relation = self._named[at].relation
        return relation is not None and is_one(named, named_by(self._contracts[at], relation))
