"""A document as its page shows it: what was found, and the text with the evidence in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from contractsai.application.folder_overview import SEVERITIES, severity_of
from contractsai.bootstrap.views import label_of
from contractsai.domain.findings import Band, Kind

Line = Mapping[str, Any]

_GROUPS: Final = (
    ("Risks and gaps", frozenset({Kind.RISK, Kind.MISSING})),
    ("Facts", frozenset({Kind.FACT})),
    ("Clauses", frozenset({Kind.CLAUSE})),
)
BANDS: Final = {Band.SURE: "sure", Band.LOOK_HERE: "please check", Band.UNLIKELY: "unlikely"}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a finding was read from, and where they stand; *page* is 0 without pages."""

    where: str
    words: str
    page: int


@dataclass(frozen=True, slots=True)
class Item:
    """A finding, ready to read and to judge.

    Attributes:
        verdict: a person's, or ``open``.
        said: by whom, and what stood there before.
        otherwise: what to say where there are no words.
        example: what to write in the field of a correction.
    """

    id: str
    label: str
    value: str
    detail: str
    severity: str
    percent: int
    band: str
    sureness: str
    verdict: str
    said: str
    quotes: tuple[Quote, ...]
    otherwise: str
    can_correct: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one sort."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text; *of* are the findings that stand there, *begins* those that begin."""

    text: str
    of: str
    begins: tuple[str, ...]


def groups_of(line: Line) -> list[Group]:
    """Return what was found, without what is unlikely, unless a person said so."""
    told = [item for item in line["findings"] if is_told(item)]
    made = []
    for heading, sorts in _GROUPS:
        found = [item for item in told if item["kind"] in sorts]
        found.sort(key=lambda item: SEVERITIES.index(severity_of(item)))
        if found:
            made.append(Group(heading, tuple(map(item_of, found))))
    return made


def item_of(finding: Line) -> Item:
    """Return one finding ready to read."""
    review = finding["review"] or {}
    is_risk = finding["kind"] in _GROUPS[0][1]
    return Item(
        id=finding["id"],
        label=label_of(finding["name"]),
        value=str(finding["value"]),
        detail="" if is_risk else _detail(finding),
        severity=severity_of(finding) if is_risk else "",
        percent=round(100 * finding["confidence"]),
        band=finding["band"],
        sureness=BANDS[Band(finding["band"])],
        verdict=review.get("state") or "open",
        said=_said(review),
        quotes=tuple(map(_quote, finding["evidence"])),
        otherwise="looked for, and not found"
        if finding["kind"] == Kind.MISSING
        else "follows from other findings",
        can_correct=finding["kind"] == Kind.FACT,
    )


def pieces_of(line: Line) -> list[Piece]:
    """Return the text, cut where evidence begins and ends."""
    text: str = line["text"] or ""
    told = [item for item in line["findings"] if is_told(item)]
    spans = [
        (place["start"], min(place["end"], len(text)), item["id"])
        for item in told
        for place in item["evidence"]
        if place["start"] < len(text)
    ]
    return list(_cut(text, spans)) if text else []


def _cut(text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for start, end, name in spans:
        opening.setdefault(start, []).append(name)
        closing.setdefault(end, []).append(name)
    running: list[str] = []
    begun: set[str] = set()
    for edge, following in pairwise(sorted({0, len(text), *opening, *closing})):
        for name in closing.get(edge, ()):
            running.remove(name)
        running += opening.get(edge, ())
        begins = tuple(dict.fromkeys(it for it in running if it not in begun))
        begun.update(begins)
        yield Piece(text[edge:following], " ".join(dict.fromkeys(running)), begins)


def members_of(lines: Iterable[Line]) -> list[str]:
    """Return the documents inside the file, the file itself left out."""
    return [line["member"] for line in lines if line["member"] is not None]


def title_of(line: Line) -> str:
    """Return the contract's title; empty if it has none that is sure enough to be told."""
    found = [item for item in line["findings"] if item["name"] == "title" and is_told(item)]
    return " ".join(str(found[0]["value"]).split()) if found else ""


def is_told(finding: Line) -> bool:
    """Return whether people are told of a finding: of what is unlikely, only if judged."""
    is_model = finding["name"].startswith("llm.")
    return not is_model and (finding["band"] != Band.UNLIKELY or finding["review"] is not None)


def _detail(finding: Line) -> str:
    normal = finding["normal"]
    if isinstance(normal, Mapping):
        return str(normal.get("role") or normal.get("code") or "")
    return normal if isinstance(normal, str) and normal != finding["value"] else ""


def _quote(place: Line) -> Quote:
    page = "" if place["page"] is None else f"page {place['page']}"
    section = f"§ {place['section']}" if place["section"] else ""
    where = " · ".join(part for part in (page, section) if part)
    return Quote(where, " ".join(place["quote"].split()), place["page"] or 0)


def _said(review: Mapping[str, Any]) -> str:
    state = review.get("state")
    if state in {None, "open"}:
        return ""
    by = f" by {review['by']}" if review.get("by") else ""
    old = review.get("old")
    before = f", was: {old['value']}" if isinstance(old, Mapping) and old.get("value") else ""
    return f"{by}{before}"
