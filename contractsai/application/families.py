"""Which amendment belongs to which contract: precision first, for a wrong tie hides a deadline."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from contractsai.application.report import answer, values

Line = Mapping[str, Any]
_Name = tuple[str, frozenset[str]]
_PARTIES: Final = 2  # fewer tell no contract from another
_WORDS: Final = re.compile(r"[^\W_]+")


def families(lines: Iterable[Line]) -> tuple[list[Line], dict[int, list[Line]]]:
    """Return the contracts, and the amendments of each by its place, the oldest first.

    An amendment is tied to the one contract of the title, the date and the parties that it names.
    If none or several are such, it stays a contract of its own, for a person to look at.
    """
    every = list(lines)
    papers = [line for line in every if answer(line, "amends")]
    contracts: list[Line] = []
    places: dict[_Name, list[int]] = {}  # looked up, so that many papers cost no more each

    def add(line: Line) -> None:
        places.setdefault(_name(line, "title"), []).append(len(contracts))
        contracts.append(line)

    for line in every:
        if not answer(line, "amends"):
            add(line)
    tied: dict[int, list[Line]] = {}
    for paper in sorted(papers, key=lambda line: (day_of(line) or "", line["path"])):
        named = _named(paper, contracts, places)
        if len(named) == 1 and day_of(paper):
            tied.setdefault(named[0], []).append(paper)
        else:
            add(paper)
    return contracts, tied


def day_of(paper: Line) -> str | None:
    """Return the day from which a paper holds."""
    found = answer(paper, "effective_date") or answer(paper, "agreement_date")
    return str(found["normal"]) if found else None


def _named(
    paper: Line, contracts: Sequence[Line], places: Mapping[_Name, Sequence[int]]
) -> list[int]:
    """Return the places of the contracts that an amendment names."""
    title, parties = name = _name(paper, "amends")
    said = answer(paper, "amends_date")
    if said is None or not title or len(parties) < _PARTIES:
        return []
    return [at for at in places.get(name, ()) if said["normal"] in _dates(contracts[at])]


def _dates(contract: Line) -> set[Any]:
    return {
        found["normal"]
        for name in ("agreement_date", "effective_date")
        if (found := answer(contract, name))
    }


def _name(line: Line, title: str) -> _Name:
    """Return what a contract is known by: its title, in the fact *title*, and its parties."""
    parties = frozenset(_plain(name) for name in values(line, "party"))
    return _plain(next(iter(values(line, title)), "")), parties


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
