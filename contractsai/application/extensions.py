"""Terms that are longer than they were at first: by what the contract or its amendments say."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any, Final

from contractsai.application.families import day_of
from contractsai.application.report import answer
from contractsai.domain.lengths import Period
from contractsai.domain.prolonged import prolonged
from contractsai.domain.schedule import Terms

_ENDS: Final = frozenset({"expiration_date", "new_end"})

Line = Mapping[str, Any]
Finding = Mapping[str, Any]


def with_extensions(
    terms: Terms, line: Line, latest: Sequence[Line], used: list[tuple[Line, Finding]]
) -> Terms:
    """Return the terms with all extensions that hold; what says so goes into *used*.

    An end that a paper names is the end, whatever the papers before it added.

    Args:
        terms: what the contract says, and its amendments if they name an end.
        line: the contract.
        latest: its amendments that hold, the latest first.
        used: the findings that *terms* were made of.
    """
    giver = next((paper for paper, found in reversed(used) if found["name"] in _ENDS), line)
    own = answer(line, "extension")
    if own is not None and giver is line and terms.end is None:
        used.append((line, own))  # an end that the contract names was moved as it was read
        terms = prolonged(terms, _length(own), date.min)
    for paper in reversed(list(takewhile(lambda paper: paper is not giver, latest))):
        found = answer(paper, "extension")
        if found is not None:
            used.append((paper, found))
            terms = prolonged(terms, _length(found), date.fromisoformat(str(day_of(paper))))
    return terms


def _length(finding: Finding) -> Period:
    return Period(finding["normal"]["n"], finding["normal"]["unit"])
