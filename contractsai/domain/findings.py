"""What an analysis of one document says: facts, clauses, risks and gaps, with their evidence.

The JSON form is schema 1 of the machine-readable report without the keys that depend on where
the file lies (``path``, ``document_id``, ``duplicate_of``): those belong to the report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, Self, TypeAlias

from contractsai.domain.reasons import Reason

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None

SCHEMA: Final = "1"
MAX_QUOTE: Final = 500  # characters
DECIMALS: Final = 4  # of a confidence


class Outcome(StrEnum):
    """How a document ended; every line of a report has exactly one."""

    ANALYSED = "analysed"
    PARTIAL = "partial"
    NEEDS_OCR = "needs_ocr"
    FAILED = "failed"
    SKIPPED = "skipped"
    DUPLICATE = "duplicate"

    @property
    def was_read(self) -> bool:
        """Whether there is text, and so findings and decisions on every category."""
        return self in {Outcome.ANALYSED, Outcome.PARTIAL}

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left for a person to read: it was read, or is no document."""
        return self in {Outcome.ANALYSED, Outcome.SKIPPED, Outcome.DUPLICATE}


class Kind(StrEnum):
    """What sort of statement a finding is."""

    FACT = "fact"
    CLAUSE = "clause"
    RISK = "risk"
    MISSING = "missing"


class Band(StrEnum):
    """What a person should make of a finding; ``unlikely`` is a candidate, not an answer."""

    SURE = "sure"
    LOOK_HERE = "look_here"
    UNLIKELY = "unlikely"


class Decision(StrEnum):
    """What the product says about a clause category as a whole."""

    PRESENT = "present"
    LOOK_HERE = "look_here"
    ABSENT = "absent"


REASONS: Final[Mapping[Outcome, frozenset[str]]] = {
    Outcome.ANALYSED: frozenset(),
    Outcome.PARTIAL: frozenset(
        {
            "pages_unreadable",
            "pages_need_ocr",
            "truncated",
            "page_limit",
            "time_limit",
            "members_unread",  # documents inside it, each with a line that says why
        }
    ),
    Outcome.NEEDS_OCR: frozenset({"no_text"}),
    Outcome.FAILED: frozenset(
        {
            Reason.EMPTY,
            Reason.CORRUPT,
            Reason.ENCRYPTED,
            Reason.TOO_LARGE,
            Reason.TYPE_MISMATCH,
            Reason.UNSUPPORTED,
            Reason.MISSING,
            Reason.UNREADABLE,
            Reason.OUTSIDE_ROOTS,
            Reason.FOLDER_NOT_READ,
            Reason.NOT_A_FILE,
            Reason.TIMEOUT,
            Reason.MEMORY,
            Reason.CRASHED,
            Reason.INTERNAL,
            "member_limit",  # of documents inside one file
            "nesting_limit",  # of documents inside documents
        }
    ),
    Outcome.SKIPPED: frozenset({"system_file", "unsupported"}),
    Outcome.DUPLICATE: frozenset({"same_bytes"}),
}
REVIEW_REASONS: Final = frozenset(
    {
        "non_english",
        "no_text",
        "low_confidence",
        "type_mismatch",
        "party_mismatch",
        "date_conflict",
        "unsigned",
        "blank_placeholders",
        "struck_text",
        "number_conflict",
        "several_contracts",
    }
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the normalised text; offsets count code points, the end is exclusive.

    Attributes:
        page: counted from 1; None for media without pages.
        quote: the text of the place, cut after 500 characters.
        section: the heading path, such as ``12.3 Assignment``.

    Raises:
        ValueError: the span is empty, or the quote cannot be its text.
    """

    page: int | None
    start: int
    end: int
    quote: str
    section: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")
        if self.page is not None and self.page < 1:
            raise ValueError(f"pages count from 1: {self.page}")
        if len(self.quote) != min(self.end - self.start, MAX_QUOTE):
            raise ValueError(f"a quote of {len(self.quote)} for {self.start}..{self.end}")

    def to_json(self) -> dict[str, Any]:
        """Return the report's form."""
        return {
            "page": self.page,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "section": self.section,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave."""
        return cls(data["page"], data["start"], data["end"], data["quote"], data["section"])


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact, clause, risk or gap.

    Attributes:
        id: unique in the analysis: ``f1``, ``f2``, ...
        name: ``governing_law``, ``cuad.anti_assignment``, ``risk.unsigned``, ...
        value: what a person reads.
        normal: the typed value (an ISO date, a place with its code, a period, ...).
        confidence: the probability that it is right, 0..1, at most 4 decimals.
        method: ``rule:<id>``, ``model:<version>``, ``derived``, ``llm:<name>`` or ``human``.
        because: inputs of a derived finding, weighted terms, near misses.
        review: a person's verdict with the old value, None before any.

    Raises:
        ValueError: a bound does not hold, or evidence is missing where it is owed.
    """

    id: str
    kind: Kind
    name: str
    value: str
    normal: JsonValue
    confidence: float
    band: Band
    method: str
    evidence: tuple[Evidence, ...] = ()
    because: tuple[dict[str, JsonValue], ...] = ()
    review: dict[str, JsonValue] | None = None

    def __post_init__(self) -> None:
        _check_confidence(self.confidence)
        if self.kind is Kind.CLAUSE and len(self.evidence) != 1:
            raise ValueError(f"{self.name}: a clause has exactly one place")
        if self.kind is Kind.MISSING and self.evidence:
            raise ValueError(f"{self.name}: what is missing has no place")
        if self.kind is Kind.FACT and not self.evidence and self.method not in _PLACELESS:
            raise ValueError(f"{self.name}: a fact needs a place")

    @property
    def is_answer(self) -> bool:
        """Whether the product stands by it; the rest are candidates, never shown or counted."""
        return self.band is not Band.UNLIKELY

    def to_json(self) -> dict[str, Any]:
        """Return the report's form."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "name": self.name,
            "value": self.value,
            "normal": self.normal,
            "confidence": self.confidence,
            "band": self.band.value,
            "method": self.method,
            "evidence": [item.to_json() for item in self.evidence],
            "because": [dict(item) for item in self.because],
            "review": None if self.review is None else dict(self.review),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave."""
        return cls(
            id=data["id"],
            kind=Kind(data["kind"]),
            name=data["name"],
            value=data["value"],
            normal=data["normal"],
            confidence=float(data["confidence"]),
            band=Band(data["band"]),
            method=data["method"],
            evidence=tuple(Evidence.from_json(item) for item in data["evidence"]),
            because=tuple(dict(item) for item in data["because"]),
            review=None if data["review"] is None else dict(data["review"]),
        )


@dataclass(frozen=True, slots=True)
class Presence:
    """The product's decision on one clause category of one document.

    Attributes:
        likely: the answer if it had to be yes or no.
        confidence: the probability that the contract holds such a clause.
    """

    decision: Decision
    likely: bool
    confidence: float

    def __post_init__(self) -> None:
        _check_confidence(self.confidence)
        if self.decision is not Decision.LOOK_HERE:
            must_be = self.decision is Decision.PRESENT
            if self.likely is not must_be:
                raise ValueError(f"{self.decision} contradicts likely={self.likely}")

    def to_json(self) -> dict[str, Any]:
        """Return the report's form."""
        return {
            "decision": self.decision.value,
            "likely": self.likely,
            "confidence": self.confidence,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave."""
        return cls(Decision(data["decision"]), data["likely"], float(data["confidence"]))


@dataclass(frozen=True, slots=True)
class Versions:
    """What made an analysis; equal bytes and equal versions give equal findings."""

    pipeline: str
    model: str
    playbook: str
    ocr: str | None = None
    schema: str = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """Return the report's form."""
        return {
            "schema": self.schema,
            "pipeline": self.pipeline,
            "model": self.model,
            "playbook": self.playbook,
            "ocr": self.ocr,
        }


@dataclass(frozen=True, slots=True, order=True)
class StruckText:
    """Words that the document strikes out or hides: no part of its text.

    Attributes:
        start: the offset in the text before which they stood.
        text: at most 500 characters, on one line.
    """

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What an analysis cost: the only part that depends on the clock and the machine."""

    seconds: float = 0.0
    seconds_by_stage: dict[str, float] = field(default_factory=dict)
    peak_memory_mb: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the report's form."""
        return {
            "seconds": self.seconds,
            "seconds_by_stage": dict(self.seconds_by_stage),
            "peak_memory_mb": self.peak_memory_mb,
        }


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known of one document from its bytes alone.

    Attributes:
        member: name of the document inside the file; None for the file itself.
        sha256: of the file's bytes, in hexadecimal.
        media_type: found by content.
        reason: a code of `REASONS`; None if and only if analysed.
        language: ISO 639-1, ``und`` if unclear, None without text.
        page_starts: offset in the text of each page's first character; None without pages.
        text: the normalised text that offsets refer to; None if nothing was read.
        struck: what the document strikes out or hides, by place; the first 200 passages.
        categories: a decision on every clause category; empty unless something was read.

    Raises:
        ValueError: an invariant of the report does not hold.
    """

    member: str | None
    sha256: str | None
    media_type: str | None
    outcome: Outcome
    reason: str | None
    versions: Versions
    language: str | None = None
    pages: int | None = None
    page_starts: tuple[int, ...] | None = None
    ocr_pages: int = 0
    review_reasons: tuple[str, ...] = ()
    text: str | None = None
    struck: tuple[StruckText, ...] = ()
    categories: dict[str, Presence] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    run: RunFigures = field(default_factory=RunFigures)

    def __post_init__(self) -> None:
        self._check_outcome()
        self._check_pages()
        self._check_findings()

    def _check_outcome(self) -> None:
        if (self.reason is None) is not (self.outcome is Outcome.ANALYSED):
            raise ValueError(f"{self.outcome} with reason {self.reason!r}")
        if self.reason is not None and self.reason not in REASONS[self.outcome]:
            raise ValueError(f"no reason of {self.outcome}: {self.reason!r}")
        if not self.outcome.was_read and (self.findings or self.categories):
            raise ValueError(f"findings in a document that is {self.outcome}")
        if self.outcome.was_read and self.text is None:
            raise ValueError(f"no text in a document that is {self.outcome}")
        if list(self.review_reasons) != sorted(REVIEW_REASONS & set(self.review_reasons)):
            raise ValueError(f"review reasons unknown or unsorted: {self.review_reasons}")

    def _check_pages(self) -> None:
        starts = self.page_starts
        if starts is None:
            return
        if (
            not starts
            or starts[0] != 0
            or any(after < before for before, after in pairwise(starts))
        ):
            raise ValueError("page_starts must ascend from 0")
        if self.pages != len(starts):
            raise ValueError(f"{self.pages} pages with {len(starts)} starts")

    def _check_findings(self) -> None:
        ids = [finding.id for finding in self.findings]
        if len(set(ids)) != len(ids):
            raise ValueError("finding ids repeat")
        for finding in self.findings:
            for place in finding.evidence:
                self._check_place(finding, place)

    def _check_place(self, finding: Finding, place: Evidence) -> None:
        if (place.page is None) is not (self.page_starts is None):
            raise ValueError(f"{finding.id}: page {place.page} does not suit the medium")
        text = self.text or ""  # what has findings has a text
        if place.quote != text[place.start : place.end][:MAX_QUOTE]:
            raise ValueError(f"{finding.id}: the quote is not the text at its place")

    def to_json(self) -> dict[str, Any]:
        """Return the report's form, without the keys that depend on the folder."""
        return {
            "member": self.member,
            "sha256": self.sha256,
            "media_type": self.media_type,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "language": self.language,
            "pages": self.pages,
            "page_starts": None if self.page_starts is None else list(self.page_starts),
            "ocr_pages": self.ocr_pages,
            "review_reasons": list(self.review_reasons),
            "versions": self.versions.to_json(),
            "text": self.text,
            "struck": [{"start": item.start, "text": item.text} for item in self.struck],
            "categories": {name: item.to_json() for name, item in self.categories.items()},
            "findings": [finding.to_json() for finding in self.findings],
            "run": self.run.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what `to_json` gave.

        Raises:
            KeyError: a key is missing.
            ValueError: an invariant does not hold.
        """
        starts = data["page_starts"]
        return cls(
            member=data["member"],
            sha256=data["sha256"],
            media_type=data["media_type"],
            outcome=Outcome(data["outcome"]),
            reason=data["reason"],
            versions=Versions(**data["versions"]),
            language=data["language"],
            pages=data["pages"],
            page_starts=None if starts is None else tuple(starts),
            ocr_pages=data["ocr_pages"],
            review_reasons=tuple(data["review_reasons"]),
            text=data["text"],
            struck=tuple(StruckText(**item) for item in data.get("struck", ())),
            categories={
                name: Presence.from_json(item) for name, item in data["categories"].items()
            },
            findings=tuple(Finding.from_json(item) for item in data["findings"]),
            run=RunFigures(**data["run"]),
        )


_PLACELESS: Final = ("derived", "human")


def _check_confidence(confidence: float) -> None:
    if not 0 <= confidence <= 1 or round(confidence, DECIMALS) != confidence:
        raise ValueError(f"not a confidence of {DECIMALS} decimals: {confidence}")
