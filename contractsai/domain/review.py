"""A person's verdict on a finding: appended, never changed, and longer lived than any analysis.

It is about what a document says, not about the row or the number of a finding: another version of
the pipeline, another job and another copy of the file meet it again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

from contractsai.domain.findings import Evidence, Finding, JsonValue, Kind
from contractsai.domain.ids import ReviewId, SubjectId
from contractsai.domain.normals import identity_of

MAX_BY: Final = 200  # characters
MAX_NOTE: Final = 1_000
MAX_PASSAGE: Final = 2_000
AROUND: Final = 200  # characters of a passage on either side of the evidence
_SAME: Final = 0.5  # of two clauses' spans, the part they share


class Verdict(StrEnum):
    """What a person made of a finding; ``open`` takes an earlier verdict back."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a verdict is about: one statement of a document, whoever makes it.

    Attributes:
        sha256: of the file.
        member: the document inside the file; None for the file itself.
        value: what a person read.
        normal: the typed value before any correction.
        place: the first evidence; None for what has none.
    """

    sha256: str
    member: str | None
    kind: Kind
    name: str
    value: str
    normal: JsonValue
    place: Evidence | None

    @classmethod
    def of(cls, sha256: str, member: str | None, finding: Finding) -> Self:
        """Return what a verdict on *finding* is about."""
        place = finding.evidence[0] if finding.evidence else None
        return cls(sha256, member, finding.kind, finding.name, finding.value, finding.normal, place)

    @property
    def id(self) -> SubjectId:
        """Name it by content: a fact by its value, a clause by its span, a risk by its name."""
        key = [self.sha256, self.member, self.name, self._mark()]
        text = json.dumps(key, sort_keys=True, separators=(",", ":"))
        return SubjectId(hashlib.sha256(text.encode()).hexdigest()[:32])

    def is_said_by(self, finding: Finding) -> bool:
        """Return whether *finding*, of the same document, says this."""
        if finding.name != self.name:
            return False
        if self.kind is Kind.FACT:
            return identity_of(self.name, finding.normal) == identity_of(self.name, self.normal)
        return self.kind is not Kind.CLAUSE or _overlap(self.place, finding.evidence) >= _SAME

    def _mark(self) -> JsonValue:
        if self.kind is Kind.FACT:
            return identity_of(self.name, self.normal)
        if self.kind is Kind.CLAUSE and self.place is not None:
            return [self.place.start, self.place.end]
        return None


@dataclass(frozen=True, slots=True)
class Review:
    """One verdict; a subject's are counted from 1, and the last one holds.

    Attributes:
        value: what a person reads after a correction; None without one.
        normal: the typed value after a correction.
        by: who, as they call themselves.
        note: why.
        pipeline: what had made the finding.
        passage: the text around the place, so that it can be learned from when the analysis is
            gone; empty without a place.
    """

    id: ReviewId
    subject: Subject
    number: int
    verdict: Verdict
    by: str | None
    at: datetime
    value: str | None = None
    normal: JsonValue = None
    note: str | None = None
    pipeline: str = ""
    passage: str = ""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"reviews are counted from 1: {self.number}")
        if (self.value is not None) is not (self.verdict is Verdict.CORRECTED):
            raise ValueError(f"{self.verdict} with the value {self.value!r}")

    def to_report(self) -> dict[str, JsonValue]:
        """Return the form that a finding carries: the old value with a correction."""
        told: dict[str, JsonValue] = {
            "state": self.verdict.value,
            "by": self.by,
            "at": _instant(self.at),
        }
        if self.verdict is Verdict.CORRECTED:
            told["old"] = {"value": self.subject.value, "normal": self.subject.normal}
        return told

    def to_json(self) -> dict[str, Any]:
        """Return all of it: the form of training data, and of a row."""
        subject = self.subject
        new = {"value": self.value, "normal": self.normal}
        return {
            "id": self.id,
            "subject": subject.id,
            "number": self.number,
            "sha256": subject.sha256,
            "member": subject.member,
            "kind": subject.kind.value,
            "name": subject.name,
            "verdict": self.verdict.value,
            "old": {"value": subject.value, "normal": subject.normal},
            "new": new if self.verdict is Verdict.CORRECTED else None,
            "evidence": subject.place.to_json() if subject.place else None,
            "passage": self.passage,
            "pipeline": self.pipeline,
            "by": self.by,
            "at": _instant(self.at),
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave."""
        place, new = data["evidence"], data["new"] or {}
        subject = Subject(
            sha256=data["sha256"],
            member=data["member"],
            kind=Kind(data["kind"]),
            name=data["name"],
            value=data["old"]["value"],
            normal=data["old"]["normal"],
            place=Evidence.from_json(place) if place else None,
        )
        return cls(
            id=ReviewId(data["id"]),
            subject=subject,
            number=data["number"],
            verdict=Verdict(data["verdict"]),
            by=data["by"],
            at=datetime.fromisoformat(data["at"]),
            value=new.get("value"),
            normal=new.get("normal"),
            note=data["note"],
            pipeline=data["pipeline"],
            passage=data["passage"],
        )


def passage_of(text: str | None, place: Evidence | None) -> str:
    """Return *place* with some of what stands around it."""
    if text is None or place is None:
        return ""
    start = max(0, place.start - AROUND)
    return text[start : min(place.end + AROUND, start + MAX_PASSAGE)]


def _overlap(place: Evidence | None, others: tuple[Evidence, ...]) -> float:
    """Return the part that two spans share of all that they cover."""
    if place is None or not others:
        return 0.0
    other = others[0]
    shared = min(place.end, other.end) - max(place.start, other.start)
    covered = max(place.end, other.end) - min(place.start, other.start)
    return max(0, shared) / covered


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
