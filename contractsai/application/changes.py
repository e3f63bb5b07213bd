"""What is new, changed, moved or gone since another run of the same folder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contractsai.application.register_columns import FACT_COLUMNS, texts
from contractsai.domain.findings import Outcome
from contractsai.domain.reasons import Reason

Line = Mapping[str, Any]
_Place = tuple[str, str]
_Content = tuple[str, str]
_CANCELLED: Final = Reason.CANCELLED.value
_READ: Final = frozenset({Outcome.ANALYSED.value, Outcome.PARTIAL.value})


class Change(StrEnum):
    """What happened to a document between two runs."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that another content of the same path says otherwise; empty where it says nothing."""

    fact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One document and what happened to it.

    Attributes:
        other: where it was before if it moved; the path of the same content if it is a copy.
        differs: of a changed one, the facts that it says otherwise.
        says: what else a person should know.
    """

    change: Change
    path: str
    member: str | None
    other: str | None = None
    differs: tuple[Difference, ...] = ()
    says: str = ""


def changes(now: Iterable[Line], before: Iterable[Line]) -> list[Changed]:
    """Return what differs between two runs' lines, by path, then by member.

    Documents are compared by path and by content: the same content at another path has moved,
    unless it is still at the old one too; another content at the same path is a changed document.
    """
    new, old = _by_place(now), _by_place(before)
    for place in [place for place, line in new.items() if line["reason"] == _CANCELLED]:
        del new[place]  # nobody knows what there is now
        old.pop(place, None)
    was_at, is_at = _by_content(old), _by_content(new)
    found: list[Changed] = []
    for place, line in new.items():
        content = _content(line)
        earlier = old.get(place)
        if earlier is not None and _content(earlier) == content:
            continue
        known = was_at.get(content, ()) if content else ()
        left = [other for other in known if not _is_still_there(other, content, new)]
        if left:
            found.append(_changed(Change.MOVED, place, other=left[0][0]))
        elif known:
            found.append(_changed(Change.NEW, place, other=known[0][0], says="a copy"))
        elif earlier is not None and _content(earlier) not in is_at:
            found.append(_otherwise(place, earlier, line))
        else:
            found.append(_changed(Change.NEW, place))
    changed = {(item.path, item.member or "") for item in found if item.change is Change.CHANGED}
    for place, line in old.items():
        content = _content(line)
        is_met = place in new if content is None else content in is_at
        if place not in changed and not is_met:
            found.append(_changed(Change.GONE, place))
    return sorted(found, key=lambda item: (item.path, item.member or "", item.change))


def _by_place(lines: Iterable[Line]) -> dict[_Place, Line]:
    return {
        (line["path"], line["member"] or ""): line
        for line in lines
        if line["reason"] != "system_file"
    }


def _by_content(lines: Mapping[_Place, Line]) -> dict[_Content, list[_Place]]:
    found: dict[_Content, list[_Place]] = {}
    for place, line in lines.items():
        content = _content(line)
        if content is not None:
            found.setdefault(content, []).append(place)
    return found


def _content(line: Line) -> _Content | None:
    return (line["sha256"], line["member"] or "") if line["sha256"] else None


def _is_still_there(place: _Place, content: _Content | None, now: Mapping[_Place, Line]) -> bool:
    return place in now and _content(now[place]) == content


def _changed(change: Change, place: _Place, *, other: str | None = None, says: str = "") -> Changed:
    return Changed(change, place[0], place[1] or None, other=other, says=says)


def _otherwise(place: _Place, before: Line, after: Line) -> Changed:
    path, member = place[0], place[1] or None
    if after["outcome"] not in _READ:
        says = f"not read: {(after['reason'] or after['outcome']).replace('_', ' ')}"
        return Changed(Change.CHANGED, path, member, says=says)
    if before["outcome"] not in _READ:
        return Changed(Change.CHANGED, path, member, says="read for the first time")
    return Changed(Change.CHANGED, path, member, differs=tuple(_differing(before, after)))


def _differing(before: Line, after: Line) -> Iterator[Difference]:
    for column in FACT_COLUMNS:
        was, is_now = _joined(before, column.name), _joined(after, column.name)
        if was != is_now:
            yield Difference(column.name, was, is_now)


def _joined(line: Line, name: str) -> str:
    said: Sequence[str] = texts(line, name)
    return "; ".join(said)
