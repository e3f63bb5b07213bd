"""Calendars of contracts: from the lines of a report to what somebody notes on a day.

Beside `deadlines`, which are rules of a playbook: here nothing is judged, only counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contractsai.application.extensions import with_extensions
from contractsai.application.families import day_of, families
from contractsai.application.report import answer, answers, date_of
from contractsai.domain.findings import Outcome
from contractsai.domain.forms import PERPETUAL
from contractsai.domain.lengths import Period, moved
from contractsai.domain.recurrence import Recurrence, first_day, next_due
from contractsai.domain.schedule import Calendar, Status, Terms, calendar_on

_READ: Final = frozenset({Outcome.ANALYSED.value, Outcome.PARTIAL.value})
_NAMED_START: Final = "rule:expiry.named_start"
_COUNTED: Final = frozenset({"derived", _NAMED_START})
"""How an end is found that no contract names: it is an anniversary."""
_RENEWS: Final = frozenset({"once", "repeatedly"})

Line = Mapping[str, Any]
Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """A finding that a calendar was worked out from."""

    path: str
    finding: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class DutyDue:
    """A duty and the next day on which it is due."""

    who: str
    what: str
    by: date
    every: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The calendar of one contract on the day that was asked about."""

    path: str
    member: str | None
    document_id: str
    calendar: Calendar
    duties: tuple[DutyDue, ...]
    sources: tuple[Ground, ...]


def schedules(lines: Iterable[Line], *, as_of: date) -> list[Schedule]:
    """Return the calendar of every contract that was read, by path, then by member."""
    contracts, amendments = families(line for line in lines if line["outcome"] in _READ)
    found = [_of_line(line, amendments.get(at, ()), as_of) for at, line in enumerate(contracts)]
    return sorted(found, key=lambda item: (item.path, item.member or ""))


def _of_line(line: Line, amendments: Sequence[Line], as_of: date) -> Schedule:
    used: list[tuple[Line, Finding]] = []
    hold = [paper for paper in amendments if (day_of(paper) or "") <= as_of.isoformat()]
    calendar = calendar_on(_terms(line, hold[::-1], used), as_of)
    duties = tuple(_duties(line, as_of, is_over=calendar.status is Status.EXPIRED))
    return Schedule(
        path=line["path"],
        member=line["member"],
        document_id=line["document_id"],
        calendar=calendar,
        duties=tuple(sorted(duties, key=lambda duty: (duty.by, duty.who, duty.what))),
        sources=tuple(_ground(where, finding) for where, finding in used),
    )


def _terms(line: Line, latest: Sequence[Line], used: list[tuple[Line, Finding]]) -> Terms:
    """Return what a contract says of its time; the findings that say it go into *used*.

    Args:
        line: the contract.
        latest: its amendments that hold, the latest first: what one says replaces what was said.
        used: filled here.
    """

    def take(*names: str, papers: Sequence[Line] = (*latest, line)) -> Finding | None:
        """Return the first of these facts that is there, as one that counts."""
        for paper in papers:
            found = next((one for name in names if (one := answer(paper, name))), None)
            if found is not None:
                used.append((paper, found))
                return found
        return None

    start = date_of(take("effective_date", "agreement_date", papers=(line,)))
    newer = next((paper for paper in latest if _changes_end(paper)), line)
    said = take("term", papers=(newer,))
    first = _period(said)
    ends = take("expiration_date", papers=(newer,))
    end = date_of(ends)
    if ends is not None and end is not None and ends["method"] in _COUNTED:
        if ends["method"] == _NAMED_START and first is not None:
            start = _before(end, first)
        end = end if start is None or first is None else None
    if start is not None and end is not None and end < start:
        start = None  # one of the two is misread, and the end is what people wait for
    how = take("renews")
    renews = how is None or how["normal"] in _RENEWS
    length = take("renewal_term") if renews else None
    renewal = _period(length)
    said_so = Terms(
        start=start,
        first=first,
        end=end,
        stays=any(item is not None and item["normal"] == PERPETUAL for item in (ends, said)),
        renewal=renewal,
        renewals=_renewals(how, length) if renewal else 0,
        renews_somehow=how is not None and renews and renewal is None,
        notice=_period(take("notice_period")) if renewal else None,
        window=_period(take("notice_window")) if renewal else None,
        option=_period(take("option_notice")),
    )
    return with_extensions(said_so, line, latest, used)


def _changes_end(paper: Line) -> bool:
    """Return whether an amendment names another end; a length may count from anywhere."""
    ends = answer(paper, "expiration_date")
    return ends is not None and ends["method"] not in _COUNTED


def _renewals(how: Finding | None, length: Finding | None) -> int | None:
    """Return how many later terms there can be; None for as many as nobody stops."""
    if how is not None:
        return 1 if how["normal"] == "once" else None
    is_successive = length is not None and length["normal"].get("successive")
    return None if is_successive else 1


def _duties(line: Line, as_of: date, *, is_over: bool) -> Iterator[DutyDue]:
    """Yield the duties that are still to come; those that recur end with the contract."""
    for finding in answers(line, "duty"):
        said = finding["normal"]
        every = said.get("every")
        if is_over and every:
            continue
        after = said.get("after")
        first = said.get("first")
        when = Recurrence(
            first_day(first) if first else None,
            every,
            Period(after["n"], after["unit"]) if after else None,
        )
        by = next_due(when, as_of)
        if by is not None:
            yield DutyDue(said["who"], said["what"], by, every, _words(finding))


def _ground(line: Line, finding: Finding) -> Ground:
    return Ground(line["path"], finding["id"], finding["name"], _words(finding))


def _words(finding: Finding) -> str:
    """Return the words of a finding; of a derived one, which has none, its value."""
    quotes = [place["quote"] for place in finding.get("evidence") or ()]
    return " … ".join(quotes) or str(finding["value"])


def _period(finding: Finding | None) -> Period | None:
    match finding["normal"] if finding else None:
        case {"n": int() as number, "unit": str() as unit}:
            return Period(number, unit)
    return None


def _before(day: date, by: Period) -> date | None:
    try:
        return moved(day, by, back=True)
    except OverflowError:
        return None
