"""Every day to know of in a folder of contracts, as of a day: what calendars and lists are made of.

Nothing is counted here that `schedules` has not counted: this puts it in the order of time, and
gives each day a name under which a later look finds it again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from contractsai.application.folder_overview import Course, Reference, reference
from contractsai.application.report import answer, date_of, values
from contractsai.application.schedules import DutyDue, Ground, Schedule, schedules
from contractsai.domain.findings import Outcome
from contractsai.domain.schedule import Calendar

SOON: Final = timedelta(days=90)
_DIGITS: Final = 16
_ENDS: Final = frozenset(
    {"agreement_date", "effective_date", "term", "expiration_date", "new_end", "extension"}
    | {"renews", "renewal_term"}
)


class What(StrEnum):
    """What a day is for."""

    NOTICE = "notice_by"
    MISSED = "missed"
    WINDOW = "window_opens"
    OPTION = "option_by"
    RENEWAL = "renewal"
    END = "term_to"
    EXPIRED = "expired_on"
    DUTY = "duty"


class Nearness(StrEnum):
    """How a day stands to the one asked about; `SOON` is within 90 days.

    `UNCLEAR` is the end of a term that was renewed, but for how long nobody found.
    """

    MISSED = "missed"
    UNCLEAR = "unclear"
    SOON = "soon"
    LATER = "later"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Entry:
    """A day, what it is for, and why.

    Attributes:
        days_left: below 0 it has passed.
        parties: of the contract, the surest first.
        content: the digest of the file's bytes: whose day this is, wherever the file lies.
        slot: which of the contract's days this is; the same on another day, and once it moves.
        who: has to do something, for a duty.
        does: what that is.
        stop_by: of a term that goes on, the last day to stop it; of one that was missed, the next.
        every: how often, for a duty that recurs.
        turn: which of a duty's days this is, counted from 0.
        grounds: the findings behind it, or for a duty its words.
    """

    what: What
    day: date
    days_left: int
    contract: Reference
    parties: tuple[str, ...]
    content: str
    slot: str
    arithmetic: str
    grounds: tuple[Ground, ...]
    is_sure: bool
    stop_by: date | None = None
    who: str = ""
    does: str = ""
    every: str | None = None
    turn: int = 0

    @property
    def nearness(self) -> Nearness:
        """How the day stands to the one asked about."""
        if self.what is What.MISSED:
            return Nearness.MISSED
        if self.days_left < 0:
            return Nearness.UNCLEAR if self.what is What.RENEWAL else Nearness.PAST
        return Nearness.SOON if self.days_left <= SOON.days else Nearness.LATER


@dataclass(frozen=True, slots=True)
class Diary:
    """What is to be known of a folder's contracts on a day.

    Attributes:
        entries: by day, then by path.
        courses: the term that runs of each contract, as far as a day of it is known.
    """

    as_of: date
    entries: tuple[Entry, ...]
    courses: tuple[Course, ...]


def diary(lines: Iterable[Mapping[str, Any]], *, as_of: date) -> Diary:
    """Return what is to be known on the day *as_of* of the contracts in a report's *lines*."""
    held = [line for line in lines if Outcome(line["outcome"]).was_read]
    named = {line["document_id"]: line for line in held}
    plans = [(named[plan.document_id], plan) for plan in schedules(held, as_of=as_of)]
    entries = [entry for line, plan in plans for entry in _entries(line, plan, as_of)]
    courses = [course for line, plan in plans if (course := _course(line, plan)) is not None]
    return Diary(
        as_of,
        tuple(sorted(entries, key=_in_time)),
        tuple(sorted(courses, key=lambda course: (_first(course), course.document.path))),
    )


def _in_time(entry: Entry) -> tuple[date, str, str, str]:
    return entry.day, entry.contract.path, entry.contract.member or "", entry.slot


def _first(course: Course) -> date:
    return min(day for day in (course.notice, course.ends) if day is not None)


def _course(line: Mapping[str, Any], plan: Schedule) -> Course | None:
    calendar = plan.calendar
    notice = calendar.notice_by or calendar.missed
    if notice is None and calendar.term_to is None:
        return None
    begins = calendar.term_from or date_of(
        answer(line, "effective_date") or answer(line, "agreement_date")
    )
    return Course(reference(line), begins, notice, calendar.term_to, is_sure=not plan.unsure)


def _entries(line: Mapping[str, Any], plan: Schedule, as_of: date) -> Iterator[Entry]:
    calendar, contract, parties = plan.calendar, reference(line), tuple(values(line, "party"))

    def entry(
        what: What, day: date, slot: str, name: str, *more: str, stop_by: date | None = None
    ) -> Entry:
        behind = _ENDS.union(more)
        return Entry(
            what=what,
            day=day,
            days_left=(day - as_of).days,
            contract=contract,
            parties=parties,
            content=line["sha256"],
            slot=slot,
            arithmetic=calendar.arithmetic.get(name, ""),
            grounds=tuple(ground for ground in plan.sources if ground.name in behind),
            is_sure=behind.isdisjoint(plan.unsure),
            stop_by=stop_by,
        )

    following = calendar.notice_by or calendar.next_notice_by
    if following:
        name = "notice_by" if calendar.notice_by else "next_notice_by"
        yield entry(What.NOTICE, following, "notice", name, "notice_period")
    if calendar.missed:
        # Without a next one it is the day that somebody has in a calendar already.
        slot = "missed" if following else "notice"
        next_by = calendar.next_notice_by
        yield entry(What.MISSED, calendar.missed, slot, "missed", "notice_period", stop_by=next_by)
    if calendar.window_opens:
        yield entry(What.WINDOW, calendar.window_opens, "window", "window_opens", "notice_window")
    if calendar.option_by:
        yield entry(What.OPTION, calendar.option_by, "option", "option_by", "option_notice")
    if calendar.term_to:
        yield entry(_ending(plan), calendar.term_to, "end", "term_to", stop_by=_stop_by(calendar))
    for duty in plan.duties:
        for turn, day in enumerate((duty.by, *duty.later)):
            yield Entry(
                what=What.DUTY,
                day=day,
                days_left=(day - as_of).days,
                contract=contract,
                parties=parties,
                content=line["sha256"],
                slot=f"duty {_known(duty)} {_turn(day, duty.every)}",
                arithmetic="",
                grounds=(Ground(line["path"], "", "duty", duty.evidence),),
                is_sure=duty.is_sure,
                who=duty.who,
                does=duty.what,
                every=duty.every,
                turn=turn,
            )


def _ending(plan: Schedule) -> What:
    if plan.calendar.expired_on:
        return What.EXPIRED
    return What.RENEWAL if plan.goes_on else What.END


def _stop_by(calendar: Calendar) -> date | None:
    """Return the last day to stop what follows the term that runs, past or to come.

    From month to month the day in `notice_by` may stop a later term; its arithmetic says so.
    """
    told = calendar.arithmetic
    if calendar.notice_by and told["notice_by"].startswith(told["term_to"]):
        return calendar.notice_by
    return calendar.missed


def _known(duty: DutyDue) -> str:
    """Return what a duty is known by, whenever it is due and wherever it stands."""
    said = "\0".join(" ".join(text.casefold().split()) for text in (duty.who, duty.what))
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]


def _turn(day: date, every: str | None) -> str:
    """Return which turn of a duty that recurs falls on *day*: one a year, a quarter, a month."""
    match every:
        case None:
            return "once"
        case "year":
            return f"{day.year}"
        case "quarter":
            return f"{day.year} Q{(day.month + 2) // 3}"
        case _:
            return f"{day.year}-{day.month:02}"
