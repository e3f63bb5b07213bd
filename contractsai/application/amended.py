"""What amendments made of their contracts: what holds, from when, in place of what.

It tells of the facts that calendars are counted from; what else a paper changes is in its words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from contractsai.application.families import day_of, families
from contractsai.application.folder_overview import Reference, reference
from contractsai.application.report import values
from contractsai.application.superseded import Step, steps, words_of
from contractsai.domain.findings import Outcome

CHANGED: Final = (
    "expiration_date",
    "renews",
    "renewal_term",
    "notice_period",
    "notice_window",
    "option_notice",
)
"""The facts that an amendment can put in place of the contract's own."""

Line = Mapping[str, Any]


class Force(StrEnum):
    """Whether what a paper says holds on the day asked about."""

    HOLDS = "holds"
    LATER = "later"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Paper:
    """An amendment that is tied to its contract, and the day from which it holds."""

    document: Reference
    since: date
    has_begun: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that a paper put in place of another.

    Attributes:
        fact: what was changed; `by` is the fact that changes it: a day, or a length that is added.
        words: where the paper says it.
        was: what held before, with its words and where they stand; empty if nothing was said.
    """

    fact: str
    by: str
    value: str
    words: str
    paper: Paper
    force: Force
    was: str
    was_words: str
    was_in: Reference | None


@dataclass(frozen=True, slots=True)
class Family:
    """A contract, its amendments, the oldest first, and what they changed.

    Attributes:
        changes: by fact; what holds comes first, then what is to come, then what is superseded.
    """

    contract: Reference
    parties: tuple[str, ...]
    papers: tuple[Paper, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Loose:
    """A paper that is tied to no contract: for a person to look at.

    Attributes:
        contract: the likeliest, if there is one.
        why: what it names, or what speaks for that contract and what does not.
    """

    document: Reference
    contract: Reference | None
    why: str


@dataclass(frozen=True, slots=True)
class Amended:
    """The families of a folder, by path, and the papers of which nobody knows the contract.

    A statement of work without its contract is only asked about where one is likely: it has a
    calendar of its own.
    """

    families: tuple[Family, ...]
    loose: tuple[Loose, ...]


def amended(lines: Iterable[Line], *, as_of: date) -> Amended:
    """Return what the amendments in a report's *lines* make of their contracts on a day."""
    every = families(line for line in lines if Outcome(line["outcome"]).was_read)
    found = [
        _family(every.contracts[at], papers, as_of)
        for at, ties in every.ties.items()
        if (papers := [tie.paper for tie in ties if tie.relation == "amends"])
    ]
    loose: dict[tuple[str, str], Loose] = {}
    for ask in every.asks:  # the likeliest contract of a paper comes first
        if ask.contract is not None or ask.relation == "amends":
            document = reference(ask.paper)
            likely = None if ask.contract is None else reference(ask.contract)
            loose.setdefault(_place(document), Loose(document, likely, ask.why))
    return Amended(
        tuple(sorted(found, key=lambda family: _place(family.contract))),
        tuple(found for _, found in sorted(loose.items())),
    )


def _place(document: Reference) -> tuple[str, str]:
    return document.path, document.member or ""


def _family(contract: Line, amendments: Sequence[Line], as_of: date) -> Family:
    papers = {id(line): _paper(line, as_of) for line in amendments}
    every = list(steps(contract, amendments))
    return Family(
        reference(contract),
        tuple(values(contract, "party")),
        tuple(papers.values()),
        tuple(
            change
            for fact in CHANGED
            for change in sorted(_changes(fact, every, papers), key=_by_force)
        ),
    )


def _by_force(change: Change) -> tuple[int, int]:
    """Return the place of a change: of two that are superseded the later one comes first."""
    return list(Force).index(change.force), -change.paper.since.toordinal()


def _paper(line: Line, as_of: date) -> Paper:
    since = date.fromisoformat(day_of(line) or "")  # what is tied has a day
    return Paper(reference(line), since, since <= as_of)


def _changes(fact: str, every: Sequence[Step], papers: Mapping[int, Paper]) -> Iterator[Change]:
    """Yield what the papers made of a fact, the oldest first."""
    of_terms = {id(step.paper): step for step in every if step.name == "term"}
    saying = [
        step
        for step in every
        if step.name == fact and (fact == "renews" or step.new["name"] != "renews")
    ]
    begun = [at for at, step in enumerate(saying) if papers[id(step.paper)].has_begun]
    for at, step in enumerate(saying):
        paper = papers[id(step.paper)]
        force = Force.HOLDS if at == max(begun, default=-1) else Force.SUPERSEDED
        said = step
        if said.old is None and fact == "expiration_date":  # a contract may say its length alone
            said = of_terms.get(id(step.paper), step)
        yield Change(
            fact=fact,
            by=step.new["name"],
            value=str(step.new["value"]),
            words=words_of(step.new),
            paper=paper,
            force=force if paper.has_begun else Force.LATER,
            was="" if said.old is None else str(said.old["value"]),
            was_words="" if said.old is None else words_of(said.old),
            was_in=None if said.old is None else reference(said.before),
        )
