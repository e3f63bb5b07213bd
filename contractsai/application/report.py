"""The machine-readable report: one line a document, and what all lines say together."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contractsai.domain.files import is_system_file
from contractsai.domain.findings import SCHEMA, Analysis, Band, Outcome, RunFigures, Versions
from contractsai.domain.forms import PERPETUAL
from contractsai.domain.lifecycle import State
from contractsai.domain.named import as_named
from contractsai.domain.names import readable
from contractsai.domain.reasons import Reason

_ID_DIGITS: Final = 16
_NO_VERSIONS: Final = Versions(pipeline="none", model="none", playbook="none", schema=SCHEMA)


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which report somebody wants.

    Attributes:
        job_id: a report of a job that still runs holds what has ended so far.
        report_format: ``jsonl``, ``csv``, ...: a file's ending.
        with_text: include the text that the offsets refer to.
        with_candidates: include the findings of band ``unlikely``.
        as_of: the day by which forms for people call a date past or near; today, in UTC, if None.
            Forms for machines never depend on it.
    """

    job_id: str
    report_format: str
    with_text: bool = False
    with_candidates: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One document of a job, as far as it got.

    Attributes:
        path: relative to the analysed folder.
        analyses: the file itself, then the documents inside it; empty if nothing was stored.
    """

    path: str
    state: State
    outcome: Outcome | None
    reason: Reason | None
    sha256: str | None
    analyses: tuple[Analysis, ...] = ()


def report_lines(
    entries: Iterable[ReportEntry], *, with_text: bool = False, with_candidates: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield the lines of the report, by path, then by member; one entry at a time is in memory.

    Args:
        entries: sorted by `readable` path, as `read_report` yields them.
        with_text: whether a line carries the document's text.
        with_candidates: whether it carries what is unlikely.

    Here, and nowhere behind it, names become what any form of a report can carry.
    Documents that have not ended have no line yet. One that was cancelled has outcome
    ``skipped`` with the reason ``cancelled``, which extends the report's schema; one without a
    stored analysis is ``failed`` with the reason of its last attempt. A file with the bytes of
    an earlier one that was read is its ``duplicate`` and has no findings of its own.
    """
    first_with: dict[str, str] = {}
    for entry in entries:
        if not entry.state.has_ended:
            continue
        original = first_with.get(entry.sha256) if entry.sha256 else None
        if is_system_file(entry.path):
            yield _bare_line(entry, Outcome.SKIPPED, "system_file")
        elif entry.state is State.CANCELLED:
            yield _bare_line(entry, Outcome.SKIPPED, Reason.CANCELLED.value)
        elif not entry.analyses:
            yield _bare_line(entry, Outcome.FAILED, (entry.reason or Reason.INTERNAL).value)
        elif original is not None:
            yield _bare_line(entry, Outcome.DUPLICATE, "same_bytes", duplicate_of=original)
        else:
            if entry.sha256 and any(item.outcome.was_read for item in entry.analyses):
                first_with[entry.sha256] = readable(entry.path)
            for found in sorted(entry.analyses, key=lambda item: item.member or ""):
                analysis = found if found.member else as_named(found, entry.path)
                yield _line(entry, analysis, with_text=with_text, with_candidates=with_candidates)


def _line(
    entry: ReportEntry, analysis: Analysis, *, with_text: bool, with_candidates: bool
) -> dict[str, Any]:
    data = analysis.to_json()
    if not with_text:
        data["text"] = None
    if not with_candidates:
        data["findings"] = [
            finding for finding in data["findings"] if finding["band"] != Band.UNLIKELY
        ]
    sha256 = analysis.sha256 or entry.sha256
    head = {
        "path": readable(entry.path),
        "member": None if analysis.member is None else readable(analysis.member),
        "document_id": _document_id(entry.path, analysis.member, sha256),
        "sha256": sha256,
        "media_type": data.pop("media_type"),
        "outcome": data.pop("outcome"),
        "reason": data.pop("reason"),
        "duplicate_of": None,
    }
    del data["sha256"], data["member"]
    return head | data


def _bare_line(
    entry: ReportEntry, outcome: Outcome, reason: str, *, duplicate_of: str | None = None
) -> dict[str, Any]:
    """Return the line of a file whose own content is not told."""
    own = entry.analyses[0] if entry.analyses else None
    return {
        "path": readable(entry.path),
        "member": None,
        "document_id": _document_id(entry.path, None, entry.sha256),
        "sha256": entry.sha256,
        "media_type": own.media_type if own else None,
        "outcome": outcome.value,
        "reason": reason,
        "duplicate_of": duplicate_of,
        "language": None,
        "pages": None,
        "page_starts": None,
        "ocr_pages": 0,
        "review_reasons": [],
        "versions": (own.versions if own else _NO_VERSIONS).to_json(),
        "text": None,
        "struck": [],
        "categories": {},
        "findings": [],
        "run": RunFigures().to_json(),
    }


def _document_id(path: str, member: str | None, sha256: str | None) -> str:
    identity = "\0".join((path, member or "", sha256 or ""))
    return hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()[:_ID_DIGITS]


@dataclass(frozen=True, slots=True)
class Expiry:
    """A document that ends on a day, as stated or derived."""

    date: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What all lines say together; every count falls, ties are in the order of the names.

    Attributes:
        outcomes: how many lines ended how.
        parties: in how many lines each name is a party.
        expiries: by date; perpetual contracts have none.
    """

    lines: int
    outcomes: Mapping[str, int]
    reasons: Mapping[str, int]
    review_reasons: Mapping[str, int]
    document_types: Mapping[str, int]
    governing_laws: Mapping[str, int]
    parties: Mapping[str, int]
    expiries: tuple[Expiry, ...]


def summary(lines: Iterable[Mapping[str, Any]]) -> ReportSummary:
    """Return what *lines* say together; candidates do not count."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("outcome", "reason", "review", "type", "law", "party")
    }
    expiries: list[Expiry] = []
    total = 0
    for line in lines:
        total += 1
        counts["outcome"][line["outcome"]] += 1
        if line["reason"]:
            counts["reason"][line["reason"]] += 1
        counts["review"].update(line["review_reasons"])
        counts["type"].update(values(line, "document_type")[:1])
        counts["law"].update(values(line, "governing_law")[:1])
        counts["party"].update(set(values(line, "party")))
        expiry = answer(line, "expiration_date")
        if expiry and expiry["normal"] != PERPETUAL:
            title = next(iter(values(line, "title")), line["path"])
            expiries.append(Expiry(expiry["normal"], line["path"], title))
    return ReportSummary(
        lines=total,
        outcomes=_falling(counts["outcome"]),
        reasons=_falling(counts["reason"]),
        review_reasons=_falling(counts["review"]),
        document_types=_falling(counts["type"]),
        governing_laws=_falling(counts["law"]),
        parties=_falling(counts["party"]),
        expiries=tuple(sorted(expiries, key=lambda item: (item.date, item.path))),
    )


def answers(line: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the findings of that name that the product stands by, surest first."""
    found = [item for item in line["findings"] if item["name"] == name]
    given = [item for item in found if item["band"] != Band.UNLIKELY]
    return sorted(given, key=lambda item: -float(item["confidence"]))


def answer(line: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Return the one value of a single-valued fact, or None."""
    return next(iter(answers(line, name)), None)


def values(line: Mapping[str, Any], name: str) -> list[str]:
    """Return what a person reads of the findings of that name, surest first."""
    return [str(item["value"]) for item in answers(line, name)]


def date_of(finding: Mapping[str, Any] | None) -> date | None:
    """Return the date of a finding; None for one that never comes."""
    try:
        return date.fromisoformat(str(finding["normal"])) if finding else None
    except ValueError:
        return None


def _falling(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
