"""What the page shows of deadlines and of contracts with amendments, ready for its templates."""

from collections.abc import Iterable, Iterator, Sequence
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
from contractsai.adapters.reports.overview import finding_label
from contractsai.application.amended import Amended, Change, Family, Force, Loose
from contractsai.application.diary import Diary, Entry, Nearness, What
from contractsai.application.folder_overview import Reference

MONTHS: Final = 12
_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHORT: Final = 3  # letters of a month's name in the strip
_FOLDED: Final = frozenset({"later", "ended"})
_FORCE: Final = {Force.HOLDS: "holds", Force.LATER: "not yet", Force.SUPERSEDED: "superseded"}


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
    """Deadlines that stand together: those that were missed, of a month, or of later."""

    anchor: str
    heading: str
    rows: tuple[Row, ...]
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A group in the strip of months above the list; one of no deadlines leads nowhere."""

    anchor: str
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
    if entry.nearness is Nearness.MISSED:
        return "missed"
    if entry.nearness is Nearness.PAST:
        return "ended"
    month = entry.day.year * 12 + entry.day.month - 1
    return _month(month) if month - first < MONTHS else "later"


def _month(number: int) -> str:
    return f"m-{number // 12:04}-{number % 12 + 1:02}"


def _headings(first: int) -> Iterator[tuple[str, str]]:
    """Yield every group there can be, in the order of the page."""
    yield "missed", "Missed"
    for number in range(first, first + MONTHS):
        yield _month(number), f"{_NAMES[number % 12]} {number // 12}"
    yield "later", "Later"
    yield "ended", "Ended"


def _cells(held: dict[str, list[Entry]], first: int) -> Iterator[Cell]:
    """Yield what was missed, the months from the present one on, then the rest.

    A year stands with its first month.
    """
    if "missed" in held:
        yield Cell("missed", "Missed", "", len(held["missed"]), Nearness.MISSED.value)
    for number in range(first, first + MONTHS):
        anchor = _month(number)
        entries = held.get(anchor, [])
        nearness = entries[0].nearness.value if entries else ""
        name = _NAMES[number % 12][:_SHORT]
        year = str(number // 12) if number in {first, first - first % 12 + 12} else ""
        yield Cell(anchor, name, year, len(entries), nearness)
    if "later" in held:
        yield Cell("later", "Later", "", len(held["later"]), Nearness.LATER.value)


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


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A fact that changed: what it is now, since when, by which paper, in place of what."""

    label: str
    value: str
    force: str
    state: str
    since: str
    paper: Reference
    words: str
    was: str
    was_words: str
    was_in: Reference | None


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """A contract with its amendments."""

    contract: Reference
    parties: str
    papers: tuple[tuple[Reference, str, bool], ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class FamiliesPage:
    """The section on amendments; the loose ones are questions."""

    families: tuple[FamilyCard, ...]
    loose: Sequence[Loose]


def families_page(found: Amended) -> FamiliesPage | None:
    """Return the section; None if the folder has no amendment."""
    if not found.families and not found.loose:
        return None
    return FamiliesPage(tuple(map(_family, found.families)), found.loose)


def _family(family: Family) -> FamilyCard:
    return FamilyCard(
        family.contract,
        ", ".join(one_line(party) for party in family.parties),
        tuple((paper.document, str(paper.since), paper.has_begun) for paper in family.papers),
        tuple(_changes(family.changes)),
    )


def _changes(changes: Iterable[Change]) -> Iterator[ChangeRow]:
    for change in changes:
        yield ChangeRow(
            label=finding_label(change.fact),
            value=change.value,
            force=_FORCE[change.force],
            state=change.force.value,
            since=str(change.paper.since),
            paper=change.paper.document,
            words=one_line(change.words),
            was=change.was,
            was_words=one_line(change.was_words),
            was_in=change.was_in,
        )
