"""Lines without what no longer holds: no rule about today goes by words that were replaced."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from contractsai.application.families import day_of, families
from contractsai.application.report import answer
from contractsai.application.superseded import EXTENSION, new_end
from contractsai.domain.findings import Outcome

_ENDS: Final = frozenset({"expiration_date", "notice_deadline"})
_RENEWAL: Final = ("renews", "renewal_term", "notice_period")

Line = Mapping[str, Any]


def in_force(lines: Iterable[Line], *, as_of: date) -> list[Line]:
    """Return the lines without findings that an amendment took the place of by that day.

    The new ones are told where they are: in the amendment's line.
    """
    every = list(lines)
    found = families(line for line in every if Outcome(line["outcome"]).was_read)
    gone: dict[int, frozenset[str]] = {}
    for at, ties in found.ties.items():
        hold = [
            tie.paper
            for tie in ties
            if tie.relation == "amends" and (day_of(tie.paper) or "") <= as_of.isoformat()
        ]
        for place, line in enumerate((found.contracts[at], *hold)):
            gone[id(line)] = _replaced(hold[place:])
    return [_without(line, gone.get(id(line), frozenset())) for line in every]


def _replaced(later: Sequence[Line]) -> frozenset[str]:
    """Return the names of facts that later amendments replace, with what follows from them."""
    names = frozenset[str]()
    for paper in later:
        if new_end(paper) is not None or answer(paper, EXTENSION):
            names |= _ENDS
        if any(answer(paper, name) for name in _RENEWAL):
            names |= {"notice_deadline"}
    return names


def _without(line: Line, names: frozenset[str]) -> Line:
    if not names:
        return line
    kept = [finding for finding in line["findings"] if finding["name"] not in names]
    return {**line, "findings": kept}
