"""To review: what nobody has judged yet, what matters most and is least certain first."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contractsai.application.folder_overview import severity_of
from contractsai.application.ports import Store
from contractsai.application.read import read_report
from contractsai.application.report import report_lines
from contractsai.domain.findings import Band, Kind
from contractsai.domain.ids import JobId

Line = Mapping[str, Any]

_WEIGHTS: Final = {"high": 3, "medium": 2, "low": 1}
_GRAVE: Final = frozenset(
    {"effective_date", "expiration_date", "term", "renewal_term", "notice_period", "renews"}
    | {"extension", "new_end", "contract_value", "amends"}
)
"""Facts that a deadline or a sum hangs on."""
_PLAIN: Final = 2
_CLAUSE: Final = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finding that waits for a verdict.

    Attributes:
        weight: 3 for what hurts most if it is wrong, down to 1.
    """

    path: str
    member: str | None
    finding: Mapping[str, Any]
    weight: int

    @property
    def rank(self) -> float:
        """How much there is to lose: the weight, times the chance that it is wrong."""
        doubt = 1 - float(self.finding["confidence"])
        return self.weight * doubt


@dataclass(frozen=True, slots=True)
class ToReview:
    """The first that wait, by rank, and how many wait in all."""

    first: tuple[Waiting, ...]
    total: int


def to_review(job_id: JobId, *, store: Store, limit: int) -> ToReview:
    """Return what waits for a verdict in a job; of equals, the first by path.

    Raises:
        JobNotFound: there is no such job.
    """
    return of_lines(report_lines(read_report(job_id, store=store)), limit=limit)


def of_lines(lines: Iterable[Line], *, limit: int) -> ToReview:
    """Return what waits for a verdict in the lines of a report."""
    total = 0
    ranked: list[tuple[float, int, Waiting]] = []
    for line in lines:
        for waiting in _waiting(line):
            total += 1
            heapq.heappush(ranked, (waiting.rank, -total, waiting))
            if len(ranked) > limit:
                heapq.heappop(ranked)
    return ToReview(tuple(item for _, _, item in sorted(ranked, reverse=True)), total)


def weight_of(finding: Mapping[str, Any]) -> int:
    """Return what it costs if a finding is wrong, from 1 to 3."""
    if finding["kind"] in {Kind.RISK, Kind.MISSING}:
        return _WEIGHTS.get(severity_of(finding), _PLAIN)
    if finding["kind"] == Kind.CLAUSE:
        return _CLAUSE
    return _WEIGHTS["high"] if finding["name"] in _GRAVE else _PLAIN


def _waiting(line: Line) -> Iterator[Waiting]:
    for finding in line["findings"]:
        state = (finding["review"] or {}).get("state", "open")
        if finding["band"] == Band.LOOK_HERE and state == "open" and finding["method"] != "human":
            yield Waiting(line["path"], line["member"], finding, weight_of(finding))
