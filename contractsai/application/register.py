"""The register: a row for each contract of a job, with what people keep beside it.

What it gives is its public form, which the API and the command line print and the spreadsheet is
made from.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from contractsai.application.changes import changes
from contractsai.application.ports import Store
from contractsai.application.read import read_job, read_report
from contractsai.application.register_columns import BY_NAME, FACT_COLUMNS, plain
from contractsai.application.report import answers, report_lines
from contractsai.application.schedules import Schedule, schedules
from contractsai.domain.annotation import Annotation, content_id
from contractsai.domain.document import Document
from contractsai.domain.findings import Band, Outcome
from contractsai.domain.ids import AnnotationId, DocumentId, JobId
from contractsai.domain.job import Job
from contractsai.domain.names import readable
from contractsai.domain.review import Verdict
from contractsai.domain.schedule import Status
from contractsai.domain.written import written

Line = Mapping[str, Any]
View = dict[str, Any]

BATCH: Final = 500
_LISTS: Final = frozenset({"application/zip", "application/mbox"})
"""What only holds documents, and is none itself."""
_NOT_CONTRACTS: Final = frozenset({Outcome.SKIPPED.value, Outcome.DUPLICATE.value})
_READ: Final = frozenset({Outcome.ANALYSED.value, Outcome.PARTIAL.value})
_DAYS: Final = {
    "notice_by": "last day to stop the renewal",
    "next_notice_by": "last day to stop the next renewal",
    "option_by": "last day to use the option to extend",
    "window_opens": "first day for a notice",
    "term_to": "the term ends",
}
"""What may be the next deadline, the graver first where two fall on one day."""


def read_register(job_id: JobId, *, store: Store, as_of: date) -> View:
    """Return the register of a job as of a day.

    Raises:
        JobNotFound: there is no such job.
    """
    job = read_job(job_id, store=store)
    documents, kept = _documents(job_id, store)
    lines = _lines(job_id, store)
    with store.snapshot() as work:
        previous = work.jobs.previous(job) if job.state.has_ended else None
    calendars = {item.document_id: item for item in schedules(lines, as_of=as_of)}
    return {
        "job": job.id,
        "folder": readable(job.folder),
        "as_of": as_of.isoformat(),
        "since": _run(previous) if previous else None,
        "contracts": [
            {"document": documents[line["path"]]}
            | _row(line, calendars.get(line["document_id"]), as_of)
            | _own(kept.get(_key(line)))
            for line in lines
            if _is_contract(line)
        ],
        "others": [_other(line) for line in lines if not _is_contract(line)],
        "changes": _changes(lines, previous, store),
    }


def _lines(job_id: JobId, store: Store) -> list[Line]:
    """Return the report's lines with what people rejected, and no other candidates."""
    lines = report_lines(read_report(job_id, store=store), with_candidates=True)
    return [{**line, "findings": [*filter(_is_wanted, line["findings"])]} for line in lines]


def _is_wanted(finding: Mapping[str, Any]) -> bool:
    return finding["band"] != Band.UNLIKELY or finding["review"] is not None


def _documents(
    job_id: JobId, store: Store
) -> tuple[dict[str, DocumentId], dict[AnnotationId, Annotation]]:
    """Return a job's documents by their readable paths, and what people keep beside them."""
    documents: dict[str, DocumentId] = {}
    kept: dict[AnnotationId, Annotation] = {}
    after: str | None = None
    while True:
        with store.snapshot() as work:
            page = work.documents.page(job_id, limit=BATCH, after=after)
            contents = {document.sha256 for document in page if document.sha256}
            found = work.annotations.of_contents(contents)
        documents |= {readable(document.path): document.id for document in page}
        kept |= {annotation.id: annotation for annotation in found}
        if len(page) < BATCH:
            return documents, kept
        after = page[-1].path


def _is_contract(line: Line) -> bool:
    """Return whether a line has a row: what has no content, nobody can keep anything beside."""
    is_one = line["outcome"] not in _NOT_CONTRACTS and line["media_type"] not in _LISTS
    return is_one and line["sha256"] is not None


def _key(line: Line) -> AnnotationId:
    return content_id(line["sha256"], line["member"])


def _own(annotation: Annotation | None) -> View:
    return {
        "own": dict(annotation.fields) if annotation else {},
        "own_version": annotation.version if annotation else 0,
    }


def _row(line: Line, schedule: Schedule | None, as_of: date) -> View:
    facts = {column.name: list(_facts(line, column.name)) for column in FACT_COLUMNS}
    calendar = schedule.calendar if schedule else None
    shown = [item for name in facts for item in facts[name]]
    unsure = [name for name in facts if any(item["band"] != Band.SURE for item in facts[name])]
    return {
        "key": _key(line),
        "path": line["path"],
        "member": line["member"],
        "document_id": line["document_id"],
        "outcome": line["outcome"],
        "facts": facts,
        "rejected": {column.name: _rejected(line, column.name) for column in FACT_COLUMNS},
        "status": _status(line, schedule),
        "term_from": _iso(calendar.term_from if calendar else None),
        "term_to": _iso(calendar.term_to if calendar else None),
        "notice_by": _iso(calendar.notice_by if calendar else None),
        "next_deadline": _next(schedule, as_of),
        "confidence": min((item["confidence"] for item in shown), default=None),
        "look_at": [*_reasons(line), *(BY_NAME[name].label for name in unsure)],
    }


def _facts(line: Line, name: str) -> Iterator[View]:
    """Yield the values of a fact that stand in its cell."""
    found = answers(line, name)
    for item in found if BY_NAME[name].is_many else found[:1]:
        yield {
            "finding": item["id"],
            "text": plain(written(name, str(item["value"]), item["normal"])),
            "normal": item["normal"],
            "confidence": item["confidence"],
            "band": item["band"],
            "review": item["review"],
        }


def _rejected(line: Line, name: str) -> list[str]:
    """Return what people said that this fact is not."""
    return [
        plain(written(name, str(item["value"]), item["normal"]))
        for item in line["findings"]
        if item["name"] == name and (item["review"] or {}).get("state") == Verdict.REJECTED
    ]


def _status(line: Line, schedule: Schedule | None) -> str:
    if line["outcome"] not in _READ:
        return "not read"
    return schedule.calendar.status.value if schedule else "changes another"


def _next(schedule: Schedule | None, as_of: date) -> View | None:
    """Return the next day on which something is due, and what that is."""
    if schedule is None:
        return None
    calendar = schedule.calendar
    told = {} if calendar.status is Status.EXPIRED else _DAYS
    days = [(getattr(calendar, name), words) for name, words in told.items()]
    days += [(duty.by, f"{duty.who}: {duty.what}") for duty in schedule.duties]
    ahead = [(day, words) for day, words in days if day is not None and day >= as_of]
    if not ahead:
        return None
    day, words = min(ahead, key=lambda item: item[0])
    return {"date": day.isoformat(), "what": words}


def _reasons(line: Line) -> Iterable[str]:
    codes = [line["reason"]] if line["reason"] else []
    return [code.replace("_", " ") for code in [*codes, *line["review_reasons"]]]


def _other(line: Line) -> View:
    """Return a file that is no row of its own, and why."""
    why = f"same as {line['duplicate_of']}" if line["duplicate_of"] else line["reason"] or "a list"
    return {
        "path": line["path"],
        "member": line["member"],
        "outcome": line["outcome"],
        "why": why.replace("_", " ") if not line["duplicate_of"] else why,
    }


def _run(job: Job) -> View:
    return {"job": job.id, "ended_at": job.ended_at.isoformat() if job.ended_at else None}


def _changes(lines: Sequence[Line], previous: Job | None, store: Store) -> list[View]:
    if previous is None:
        return []
    return [asdict(item) for item in changes(lines, _before(previous.id, lines, store))]


def _before(job_id: JobId, now: Sequence[Line], store: Store) -> list[Line]:
    """Return an earlier run's lines; what stands there unchanged is not read again."""
    contents = {line["path"]: line["sha256"] for line in now}
    same: set[str] = set()

    def is_other(document: Document) -> bool:
        path = readable(document.path)
        if document.sha256 is None or contents.get(path) != document.sha256:
            return True
        same.add(path)
        return False

    others = [*report_lines(read_report(job_id, store=store, wanted=is_other))]
    return [*others, *(line for line in now if line["path"] in same)]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
