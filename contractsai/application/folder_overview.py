"""What a folder of contracts looks like as a whole: dates, risks, and how much was found.

Nothing here reads a clock: what is near or past is told against a day that the caller names.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contractsai.application.report import answer, answers, values
from contractsai.domain.facts import FACTS, OWN
from contractsai.domain.findings import Band, Kind, Outcome

SEVERITIES: Final = ("high", "medium", "low", "")
"""From what to read first to what has none."""

_RISKS: Final = frozenset({Kind.RISK, Kind.MISSING})


@dataclass(frozen=True, slots=True)
class Reference:
    """A document, by the names that a report has for it."""

    document_id: str
    path: str
    member: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one contract; at least one of notice and end is known.

    Attributes:
        begins: the effective date, else that of the agreement.
        notice: the last day for a notice against renewal.
        is_sure: whether no day that is known asks for a look.
    """

    document: Reference
    begins: date | None
    notice: date | None
    ends: date | None
    is_sure: bool

    def next_day(self, as_of: date) -> date | None:
        """Return the first day to act on at *as_of* or later, None if all have passed."""
        days = [day for day in (self.notice, self.ends) if day is not None and day >= as_of]
        return min(days, default=None)

    @property
    def last_day(self) -> date:
        """The later one of notice and end."""
        return max(day for day in (self.notice, self.ends) if day is not None)


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing to worry about, or to miss, and the documents that it concerns.

    Attributes:
        severity: one of `SEVERITIES`.
        said: what the findings say, where all say the same; else empty.
    """

    name: str
    kind: Kind
    severity: str
    said: str
    documents: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """In how many documents a fact was found, by the band of its surest finding."""

    name: str
    sure: int
    look_here: int


@dataclass(frozen=True, slots=True)
class FolderOverview:
    """What a person wants to know of a folder first.

    Attributes:
        read: documents that could hold a contract: read, and no mere cover of others.
        courses: by what comes first; perpetual contracts have none.
        risks: the worst first, then the commonest.
    """

    read: int
    courses: tuple[Course, ...]
    risks: tuple[Risk, ...]
    coverage: tuple[Coverage, ...]


def folder_overview(lines: Iterable[Mapping[str, Any]]) -> FolderOverview:
    """Return what *lines* say together; candidates do not count."""
    held = [line for line in lines if Outcome(line["outcome"]).was_read]
    covers = {line["path"] for line in held if line["member"] is not None}
    contracts = [line for line in held if line["member"] is not None or line["path"] not in covers]
    courses = [course for line in held if (course := _course(line)) is not None]
    return FolderOverview(
        read=len(contracts),
        courses=tuple(sorted(courses, key=_in_time)),
        risks=tuple(_risks(held)),
        coverage=tuple(_coverages(contracts)),
    )


def severity_of(finding: Mapping[str, Any]) -> str:
    """Return how bad a risk or gap is; empty if it does not say, or in words of its own."""
    normal = finding["normal"]
    said = normal.get("severity") if isinstance(normal, Mapping) else normal
    return said if said in SEVERITIES else ""


def reference(line: Mapping[str, Any]) -> Reference:
    """Return what a document is called."""
    title = next(iter(values(line, "title")), line["member"] or line["path"])
    return Reference(line["document_id"], line["path"], line["member"], " ".join(title.split()))


def _course(line: Mapping[str, Any]) -> Course | None:
    notice, ends = answer(line, "notice_deadline"), answer(line, "expiration_date")
    days = (_day(notice), _day(ends))
    if days == (None, None):
        return None
    begins = _day(answer(line, "effective_date")) or _day(answer(line, "agreement_date"))
    told = [item for item, day in zip((notice, ends), days, strict=True) if item and day]
    is_sure = all(item["band"] == Band.SURE for item in told)
    return Course(reference(line), begins, *days, is_sure=is_sure)


def _day(finding: Mapping[str, Any] | None) -> date | None:
    """Return the day that a finding names; a perpetual contract names none."""
    try:
        return None if finding is None else date.fromisoformat(str(finding["normal"]))
    except ValueError:
        return None


def _in_time(course: Course) -> tuple[date, str, str]:
    first = min(day for day in (course.notice, course.ends) if day is not None)
    return first, course.document.path, course.document.member or ""


def _risks(lines: Sequence[Mapping[str, Any]]) -> list[Risk]:
    found: dict[tuple[str, str], list[tuple[Mapping[str, Any], Reference]]] = {}
    for line in lines:
        seen = set()
        for finding in line["findings"]:
            if finding["kind"] not in _RISKS or finding["band"] == Band.UNLIKELY:
                continue
            key = (severity_of(finding), finding["name"])
            if key not in seen:
                seen.add(key)
                found.setdefault(key, []).append((finding, reference(line)))
    return sorted((_risk(*key, told) for key, told in found.items()), key=_worst_first)


def _risk(severity: str, name: str, told: Sequence[tuple[Mapping[str, Any], Reference]]) -> Risk:
    said = {str(finding["value"]) for finding, _ in told}
    return Risk(
        name=name,
        kind=Kind(told[0][0]["kind"]),
        severity=severity,
        said=said.pop() if len(said) == 1 else "",
        documents=tuple(document for _, document in told),
    )


def _worst_first(risk: Risk) -> tuple[int, int, str]:
    return SEVERITIES.index(risk.severity), -len(risk.documents), risk.name


def _coverages(contracts: Sequence[Mapping[str, Any]]) -> Iterator[Coverage]:
    """Yield what is told of each fact: that nobody says one of another pipeline is no news."""
    for row in FACTS.values():
        found = _coverage(contracts, row.name)
        if row.is_covered and (row.name in OWN or found.sure or found.look_here):
            yield found


def _coverage(lines: Iterable[Mapping[str, Any]], name: str) -> Coverage:
    bands = Counter(found[0]["band"] for line in lines if (found := answers(line, name)))
    return Coverage(name, sure=bands[Band.SURE], look_here=bands[Band.LOOK_HERE])
