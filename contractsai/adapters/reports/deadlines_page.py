"""What the page shows of deadlines, ready for its template."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.adapters.reports.headlines import (
    counted,
    distance,
    ground_label,
    headline,
    note,
    one_line,
    quote,
)
from contractsai.application.diary import Diary, Entry, Nearness, What
from contractsai.application.folder_overview import Reference

MONTHS: Final = 12
_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHORT: Final = 3  # letters of a month's name in the strip
_FOLDED: Final = frozenset({"later", "ended"})


@dataclass(frozen=True, slots=True)
class Words:
    """What a finding says, and which one; *where* is another paper, if it is in one."""

    label: str
    where: str
    quote: str


@dataclass(frozen=True, slots=True)
class Row:
    """A deadline, ready to read."""

    day: str
    distance: str
    nearness: str
    headline: str
    note: str
    contract: Reference
    parties: str
    counted: str
    is_sure: bool
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Deadlines that stand together: those that were missed, of a month, of later, and so on."""

    anchor: str
    heading: str
    rows: tuple[Row, ...]
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A group in the strip of months above the list; one of no deadlines leads nowhere."""

    anchor: str
    label: str
    name: str
    year: str
    count: int
    nearness: str


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """The section on deadlines: a strip of months, and the list that it leads into."""

    cells: tuple[Cell, ...]
    groups: tuple[Group, ...]
    count: int


def deadlines_page(found: Diary) -> DeadlinesPage:
    """Return the section; of a duty that recurs, the next day stands for all."""
    listed = [entry for entry in found.entries if not entry.turn and _is_listed(entry)]
    held: dict[str, list[Entry]] = {}
    first = found.as_of.year * 12 + found.as_of.month - 1
    for entry in listed:
        held.setdefault(_anchor(entry, first), []).append(entry)
    groups = [
        Group(anchor, heading, tuple(map(_row, held[anchor])), is_open=anchor not in _FOLDED)
        for anchor, heading in _headings(first)
        if anchor in held
    ]
    return DeadlinesPage(tuple(_cells(held, first)), tuple(groups), len(listed))


def _is_listed(entry: Entry) -> bool:
    """Return whether there is something to do or to know: a window that is open is no news."""
    return entry.nearness is not Nearness.PAST or entry.what is What.EXPIRED


def _anchor(entry: Entry, first: int) -> str:
    if entry.nearness in {Nearness.MISSED, Nearness.UNCLEAR}:
        return entry.nearness.value
    if entry.nearness is Nearness.PAST:
        return "ended"
    month = entry.day.year * 12 + entry.day.month - 1
    return _month(month) if month - first < MONTHS else "later"


def _month(number: int) -> str:
    return f"m-{number // 12:04}-{number % 12 + 1:02}"


def _headings(first: int) -> Iterator[tuple[str, str]]:
    """Yield every group there can be, in the order of the page."""
    yield "missed", "Missed"
    yield "unclear", "Unclear"
    for number in range(first, first + MONTHS):
        yield _month(number), f"{_NAMES[number % 12]} {number // 12}"
    yield "later", "Later"
    yield "ended", "Ended"


def _cells(held: dict[str, list[Entry]], first: int) -> Iterator[Cell]:
    """Yield every month, and what else there is to act on; a year stands with its first month."""
    years = {_month(first), _month(first - first % 12 + 12)}
    for anchor, heading in _headings(first):
        entries = held.get(anchor, [])
        nearness = entries[0].nearness.value if entries else ""
        month, _, year = heading.partition(" ")
        if year:
            told = year if anchor in years else ""
            yield Cell(anchor, heading, month[:_SHORT], told, len(entries), nearness)
        elif entries and anchor != "ended":
            yield Cell(anchor, heading, heading, "", len(entries), nearness)


def _row(entry: Entry) -> Row:
    return Row(
        day=entry.day.isoformat(),
        distance=distance(entry.days_left),
        nearness=entry.nearness.value,
        headline=headline(entry),
        note=note(entry),
        contract=entry.contract,
        parties=", ".join(one_line(party) for party in entry.parties),
        counted=counted(entry),
        is_sure=entry.is_sure,
        words=tuple(
            Words(
                ground_label(ground),
                "" if ground.path == entry.contract.path else ground.path,
                quote(ground),
            )
            for ground in entry.grounds
        ),
    )
