"""Calendars of contracts: from the lines of a report to what somebody notes on a day.

Beside `deadlines`, which are rules of a playbook: here nothing is judged, only counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contractsai.application.extensions import with_extensions
from contractsai.application.families import Tie, families
from contractsai.application.relatives import (
    Place,
    Question,
    Relative,
    place_of,
    question_of,
    relative_of,
)
from contractsai.application.report import answer, answers, date_of
from contractsai.application.superseded import (
    RENEWS,
    UNTIL_ENDED,
    Superseded,
    new_end,
    superseded,
    words_of,
)
from contractsai.domain.findings import Band, Outcome
from contractsai.domain.forms import PERPETUAL
from contractsai.domain.lengths import Period, moved, period_of
from contractsai.domain.recurrence import Recurrence, first_day, later_due, next_due
from contractsai.domain.schedule import Calendar, Status, Terms, calendar_on

_READ: Final = frozenset({Outcome.ANALYSED.value, Outcome.PARTIAL.value})
_NAMED_START: Final = "rule:expiry.named_start"
_COUNTED: Final = frozenset({"derived", _NAMED_START})
"""How an end is found that no contract names: it is an anniversary."""
AHEAD: Final = Period(1, "year")
"""How far behind the day asked about the days of a duty that recurs are told."""

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
    """A duty and the next day on which it is due.

    Attributes:
        later: the days after that one, within a year and while the contract lasts.
        is_sure: whether the finding asks for no look.
    """

    who: str
    what: str
    by: date
    every: str | None
    evidence: str
    path: str
    later: tuple[date, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The calendar of one contract on the day that was asked about.

    Attributes:
        goes_on: whether something follows the term that runs, unless somebody stops it.
        unsure: the names of the facts behind it that ask for a look.
        family: the papers that are tied to it.
        part_of: the contract that it is tied to itself: of a statement of work.
        superseded: what an amendment took the place of by that day.
        asks: whether it belongs to a contract, or a paper to it.
        from_job: the earlier job of the same folder that it comes from; None for this one.
    """

    path: str
    member: str | None
    document_id: str
    calendar: Calendar
    duties: tuple[DutyDue, ...]
    sources: tuple[Ground, ...]
    goes_on: bool
    unsure: frozenset[str]
    family: tuple[Relative, ...] = ()
    part_of: Place | None = None
    superseded: tuple[Superseded, ...] = ()
    asks: tuple[Question, ...] = ()
    from_job: str | None = None


def schedules(lines: Iterable[Line], *, as_of: date) -> list[Schedule]:
    """Return the calendar of every contract that was read, by path, then by member."""
    found = families(line for line in lines if line["outcome"] in _READ)
    parents = {id(tie.paper): at for at, ties in found.ties.items() for tie in ties}
    asked: dict[int, list[Question]] = {}
    for ask in found.asks:
        for line in (ask.paper, ask.contract):
            if line is not None:
                asked.setdefault(id(line), []).append(question_of(ask))
    told = []
    for at, line in enumerate(found.contracts):
        parent = parents.get(id(line))
        told.append(
            _of_line(
                line,
                found.ties.get(at, ()),
                as_of,
                part_of=None if parent is None else place_of(found.contracts[parent]),
                asks=tuple(asked.get(id(line), ())),
            )
        )
    return sorted(told, key=lambda item: (item.path, item.member or ""))


def _of_line(
    line: Line,
    ties: Sequence[Tie],
    as_of: date,
    *,
    part_of: Place | None,
    asks: tuple[Question, ...],
) -> Schedule:
    used: list[tuple[Line, Finding]] = []
    family = tuple(relative_of(tie, as_of) for tie in ties)
    hold = [
        tie.paper
        for tie, relative in zip(ties, family, strict=True)
        if tie.relation == "amends" and relative.is_in_force
    ]
    terms = _terms(line, hold[::-1], used)
    calendar = calendar_on(terms, as_of)
    goes_on = _goes_on(terms, calendar)
    ahead = _moved(as_of, AHEAD) or date.max
    until = ahead if goes_on else min(ahead, calendar.term_to or ahead)
    is_over = calendar.status is Status.EXPIRED
    duties = [
        duty
        for paper in (line, *hold)
        for duty in _duties(paper, as_of, until=until, is_over=is_over)
    ]
    return Schedule(
        path=line["path"],
        member=line["member"],
        document_id=line["document_id"],
        calendar=calendar,
        duties=tuple(sorted(duties, key=lambda duty: (duty.by, duty.who, duty.what))),
        sources=tuple(_ground(where, finding) for where, finding in used),
        goes_on=goes_on,
        unsure=frozenset(item["name"] for _, item in used if item["band"] != Band.SURE),
        family=family,
        part_of=part_of,
        superseded=tuple(superseded(line, hold)),
        asks=asks,
        from_job=line.get("from_job"),
    )


def _goes_on(terms: Terms, calendar: Calendar) -> bool:
    if terms.renewal is None:
        return terms.renews_somehow or terms.stays
    return terms.renewals is None or calendar.status is not Status.RENEWED


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
    newer = next(((paper, new) for paper in latest if (new := new_end(paper)) is not None), None)
    said = take("term", papers=(line,)) if newer is None else None
    first = _period(said)
    if newer is None:
        ends = take("expiration_date", papers=(line,))
    else:
        used.append(newer)
        ends = newer[1]
    end = date_of(ends)
    if ends is not None and end is not None and ends["method"] in _COUNTED:
        if ends["method"] == _NAMED_START and first is not None:
            start = _moved(end, first, back=True)
        end = end if start is None or first is None else None
    if start is not None and end is not None and end < start:
        start = None  # one of the two is misread, and the end is what people wait for
    how = take("renews")
    renews = how is None or how["normal"] in RENEWS
    length = take("renewal_term") if renews else None
    renewal = _period(length)
    said_so = Terms(
        start=start,
        first=first,
        end=end,
        stays=_stays(ends, said, how),
        renewal=renewal,
        renewals=_renewals(how, length) if renewal else 0,
        renews_somehow=how is not None and renews and renewal is None,
        notice=_period(take("notice_period")) if renewal else None,
        window=_period(take("notice_window")) if renewal else None,
        option=_period(take("option_notice")),
    )
    return with_extensions(said_so, line, latest, used)


def _stays(*told: Finding | None) -> bool:
    """Return whether it goes on behind its first term, or has no end at all."""
    return any(item is not None and item["normal"] in (PERPETUAL, UNTIL_ENDED) for item in told)


def _renewals(how: Finding | None, length: Finding | None) -> int | None:
    """Return how many later terms there can be; None for as many as nobody stops."""
    times = length["normal"].get("times") if length is not None else None
    if isinstance(times, int):
        return times
    if how is not None:
        return 1 if how["normal"] == "once" else None
    is_successive = length is not None and length["normal"].get("successive")
    return None if is_successive else 1


def _duties(line: Line, as_of: date, *, until: date, is_over: bool) -> Iterator[DutyDue]:
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
            yield DutyDue(
                who=said["who"],
                what=said["what"],
                by=by,
                every=every,
                evidence=words_of(finding),
                path=line["path"],
                later=tuple(later_due(when, by, until=until)),
                is_sure=finding["band"] == Band.SURE,
            )


def _ground(line: Line, finding: Finding) -> Ground:
    return Ground(line["path"], finding["id"], finding["name"], words_of(finding))


def _period(finding: Finding | None) -> Period | None:
    return period_of(finding["normal"]) if finding else None


def _moved(day: date, by: Period, *, back: bool = False) -> date | None:
    try:
        return moved(day, by, back=back)
    except OverflowError:
        return None
