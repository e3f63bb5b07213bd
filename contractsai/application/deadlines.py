"""What is due: rules about the day on which a report is read, apart from every analysis.

An analysis says the same for ever; whether a contract has expired depends on who asks when.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contractsai.application.report import answer, date_of
from contractsai.domain.deadline import Deadline, Severity


@dataclass(frozen=True, slots=True)
class Due:
    """One rule that holds for one document on the day `due` was asked about.

    Attributes:
        name: of the risk.
        says: what a person reads.
        day: the date that the document's finding says.
        days_left: from the day asked about to that date; below 0 it has passed.
        finding: the id of that finding in the document's line.
    """

    path: str
    member: str | None
    document_id: str
    name: str
    severity: Severity
    says: str
    day: date
    days_left: int
    finding: str
    confidence: float


def due(lines: Iterable[Mapping[str, Any]], rules: Sequence[Deadline], *, as_of: date) -> list[Due]:
    """Return what holds on the day *as_of*, by date, then by path."""
    found = [item for line in lines for item in _of_line(line, rules, as_of)]
    return sorted(found, key=lambda item: (item.day, item.path, item.member or "", item.name))


def _of_line(line: Mapping[str, Any], rules: Sequence[Deadline], as_of: date) -> Iterator[Due]:
    for rule in rules:
        fact = answer(line, rule.fact)
        day = date_of(fact)
        if fact is None or day is None or (rule.unless and answer(line, rule.unless)):
            continue
        left = (day - as_of).days
        if rule.holds(left):
            yield Due(
                path=line["path"],
                member=line["member"],
                document_id=line["document_id"],
                name=rule.name,
                severity=rule.severity,
                says=rule.says,
                day=day,
                days_left=left,
                finding=fact["id"],
                confidence=fact["confidence"],
            )
