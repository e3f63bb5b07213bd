"""Which amendment belongs to which contract: precision first, for a wrong tie hides a deadline."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from contractsai.application.report import answer, values

Line = Mapping[str, Any]
_WORDS: Final = re.compile(r"[^\W_]+")


def families(lines: Iterable[Line]) -> tuple[list[Line], dict[int, list[Line]]]:
    """Return the contracts, and the amendments of each by its place, the oldest first.

    An amendment is tied to the one contract of the title, the date and the parties that it names.
    If none or several are such, it stays a contract of its own, for a person to look at.
    """
    every = list(lines)
    papers = [line for line in every if answer(line, "amends")]
    contracts = [line for line in every if not answer(line, "amends")]
    tied: dict[int, list[Line]] = {}
    for paper in sorted(papers, key=lambda line: (day_of(line) or "", line["path"])):
        named = [at for at, line in enumerate(contracts) if _is_named(line, paper)]
        if len(named) == 1 and day_of(paper):
            tied.setdefault(named[0], []).append(paper)
        else:
            contracts.append(paper)
    return contracts, tied


def day_of(paper: Line) -> str | None:
    """Return the day from which a paper holds."""
    found = answer(paper, "effective_date") or answer(paper, "agreement_date")
    return str(found["normal"]) if found else None


def _is_named(contract: Line, paper: Line) -> bool:
    dates = {
        found["normal"]
        for name in ("agreement_date", "effective_date")
        if (found := answer(contract, name))
    }
    said = answer(paper, "amends_date")
    title = _plain(next(iter(values(paper, "amends")), ""))
    return (
        said is not None
        and said["normal"] in dates
        and bool(title)
        and _plain(next(iter(values(contract, "title")), "")) == title
        and len(_parties(contract)) > 1
        and _parties(contract) == _parties(paper)
    )


def _parties(line: Line) -> set[str]:
    return {_plain(name) for name in values(line, "party")}


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
