"""What amendments took the place of: the words that hold no longer stay as evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contractsai.application.families import day_of
from contractsai.application.report import answer

EXTENSION: Final = "extension"
"""The fact of a length by which a paper moves the end: the term that it adds to stays."""
_ENDS: Final = ("expiration_date", "term")
_OTHERS: Final = ("renews", "renewal_term", "notice_period", "notice_window", "option_notice")

_FIRST: Final = frozenset({"expiration_date", "renews"})
"""Facts beside which what they replaced too is told once: a new end is no new term."""
_OF_RENEWALS: Final = ("renewal_term", "notice_period", "notice_window")
RENEWS: Final = frozenset({"once", "repeatedly"})
"""Of the ways to renew, those for which nobody has to do anything."""
UNTIL_ENDED: Final = "until_ended"
"""Nor here: behind the first term it goes on, and nothing of it ends by itself."""

Line = Mapping[str, Any]
Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Superseded:
    """A finding that a calendar no longer goes by, and what took its place.

    Attributes:
        name: of the fact.
        value: what it said.
        path: of the paper that said it; `finding` is its id there, `words` are the paper's.
        by_name: of the fact that holds now: an end that is named takes the place of a length.
        by_path: of the amendment; `by_finding` is the id there.
        since: the first day on which the new one holds.
    """

    name: str
    value: str
    path: str
    finding: str
    words: str
    by_name: str
    by_value: str
    by_path: str
    by_finding: str
    since: date


@dataclass(frozen=True, slots=True)
class Step:
    """A fact that an amendment says, in the place of what was said before.

    Attributes:
        name: of the fact whose place is taken: an end takes that of a term too.
        paper: the amendment that says *new*.
        before: the paper that said *old*; of nothing, the contract.
    """

    name: str
    paper: Line
    new: Finding
    before: Line
    old: Finding | None


def steps(contract: Line, amendments: Sequence[Line]) -> Iterator[Step]:
    """Yield what each amendment says anew of the facts that calendars are counted from.

    Args:
        contract: as it was signed.
        amendments: the oldest first.
    """
    held = {name: (contract, answer(contract, name)) for name in (*_ENDS, *_OTHERS)}
    for paper in amendments:
        for name, new in _said_by(paper):
            before, old = held[name]
            held[name] = (paper, new)
            yield Step(name, paper, new, before, old)


def superseded(contract: Line, amendments: Sequence[Line]) -> Iterator[Superseded]:
    """Yield what no longer holds, the oldest change first.

    Args:
        contract: as it was signed.
        amendments: those that hold, the oldest first; each says since when.
    """
    for step in steps(contract, amendments):
        old, new = step.old, step.new
        if old is None or old["normal"] == new["normal"]:
            continue
        if step.name not in _FIRST and old["name"] != step.name:
            continue  # it went before, and that was told
        yield Superseded(
            name=old["name"],
            value=str(old["value"]),
            path=step.before["path"],
            finding=old["id"],
            words=words_of(old),
            by_name=new["name"],
            by_value=str(new["value"]),
            by_path=step.paper["path"],
            by_finding=new["id"],
            since=date.fromisoformat(str(day_of(step.paper))),
        )


def new_end(paper: Line) -> Finding | None:
    """Return the end that an amendment gives its contract.

    Any other end in it may be that of a period of orders, or of the amendment itself, unless a
    person says that it is the end.
    """
    ends = answer(paper, _ENDS[0])
    by_a_person = ends if ends is not None and ends["method"] == "human" else None
    return by_a_person or answer(paper, "new_end")


def words_of(finding: Finding) -> str:
    """Return the words of a finding; of a derived one, which has none, its value."""
    quotes = [place["quote"] for place in finding.get("evidence") or ()]
    return " … ".join(quotes) or str(finding["value"])


def _said_by(paper: Line) -> Iterator[tuple[str, Finding]]:
    """Yield the facts whose place an amendment takes, with what it says."""
    end = new_end(paper)
    longer = answer(paper, EXTENSION) if end is None else None
    if end is not None:
        for name in _ENDS:
            yield name, end
    if longer is not None:
        yield _ENDS[0], longer
    for name in _OTHERS:
        new = answer(paper, name)
        if new is not None:
            yield name, new
    how = answer(paper, "renews")
    if how is not None and how["normal"] not in RENEWS:
        for name in _OF_RENEWALS:
            yield name, how
