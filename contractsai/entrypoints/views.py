"""Jobs and documents as people and programs see them: one form for the API and the CLI."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from contractsai.application.deadlines import Due
from contractsai.application.duplicates import Group, Near
from contractsai.application.relatives import Place, Question, Relative
from contractsai.application.schedules import DutyDue, Schedule
from contractsai.application.search import Hit
from contractsai.application.superseded import Superseded
from contractsai.domain.annotation import Annotation
from contractsai.domain.attempts import Attempt
from contractsai.domain.document import Document
from contractsai.domain.job import Counts, Job
from contractsai.domain.names import readable
from contractsai.domain.searchable import end_of, texts_of


def job_view(job: Job) -> dict[str, Any]:
    """Return the public form of a job; instants are ISO 8601 in UTC."""
    return {
        "id": job.id,
        "state": job.state.value,
        "folder": readable(job.folder),
        "labels": list(job.labels),
        "documents": counts_view(job.counts),
        "reason": job.reason.value if job.reason else None,
        "created_at": instant(job.created_at),
        "started_at": instant(job.started_at),
        "ended_at": instant(job.ended_at),
        "cancel_requested_at": instant(job.cancel_requested_at),
    }


def counts_view(counts: Counts) -> dict[str, int]:
    """Return the counts by state, and their sum as ``total``."""
    return {
        "total": counts.total,
        "pending": counts.pending,
        "running": counts.running,
        "retrying": counts.retrying,
        "completed": counts.completed,
        "failed": counts.failed,
        "cancelled": counts.cancelled,
    }


def document_view(document: Document) -> dict[str, Any]:
    """Return the public form of a document."""
    waits = document.state.value == "RETRYING"
    return {
        "id": document.id,
        "path": readable(document.path),
        "state": document.state.value,
        "outcome": document.outcome.value if document.outcome else None,
        "reason": document.reason.value if document.reason else None,
        "attempt": document.attempt,
        "failures": document.failures,
        "crashes": document.crashes,
        "size_bytes": document.size_bytes,
        "sha256": document.sha256,
        "worker": document.worker,
        "run_at": instant(document.run_at) if waits else None,
        "started_at": instant(document.started_at),
        "ended_at": instant(document.ended_at),
    }


def attempt_view(attempt: Attempt) -> dict[str, Any]:
    """Return the public form of one run of a document."""
    return {
        "number": attempt.number,
        "state": attempt.state.value,
        "reason": attempt.reason.value if attempt.reason else None,
        "worker": attempt.worker,
        "started_at": instant(attempt.started_at),
        "ended_at": instant(attempt.ended_at),
    }


def due_view(due: Due) -> dict[str, Any]:
    """Return the public form of what is due."""
    return {
        "path": readable(due.path),
        "member": due.member,
        "document_id": due.document_id,
        "name": due.name,
        "severity": due.severity.value,
        "value": due.says,
        "date": due.day.isoformat(),
        "days_left": due.days_left,
        "finding": due.finding,
        "confidence": due.confidence,
    }


def deadlines_view(day: date, dues: Iterable[Due], schedules: Iterable[Schedule]) -> dict[str, Any]:
    """Return the public form of everything that depends on the day."""
    return {
        "as_of": day.isoformat(),
        "deadlines": [due_view(item) for item in dues],
        "schedules": [schedule_view(item) for item in schedules],
    }


def schedule_view(schedule: Schedule) -> dict[str, Any]:
    """Return the public form of a contract's calendar."""
    told = asdict(schedule)
    calendar = told.pop("calendar")
    arithmetic = calendar.pop("arithmetic")
    dates = {
        name: value.isoformat() if value else None
        for name, value in calendar.items()
        if name != "status"
    }
    return {
        "path": readable(schedule.path),
        "member": schedule.member,
        "document_id": schedule.document_id,
        "status": schedule.calendar.status.value,
        **dates,
        "duties": [duty_view(duty) for duty in schedule.duties],
        "sources": [_readable(source) for source in told["sources"]],
        "arithmetic": arithmetic,
        "family": [_relative_view(item) for item in schedule.family],
        "part_of": _place_view(schedule.part_of),
        "superseded": [_superseded_view(item) for item in schedule.superseded],
        "asks": [_question_view(item) for item in schedule.asks],
        "from_job": schedule.from_job,
    }


def duty_view(duty: DutyDue) -> dict[str, Any]:
    """Return the public form of a duty."""
    return {
        "who": duty.who,
        "what": duty.what,
        "by": duty.by.isoformat(),
        "every": duty.every,
        "evidence": duty.evidence,
        "path": readable(duty.path),
        "later": [day.isoformat() for day in duty.later],
    }


def annotation_view(annotation: Annotation) -> dict[str, Any]:
    """Return the public form of what people keep beside a contract."""
    return {
        "fields": dict(annotation.fields),
        "by": annotation.by,
        "at": instant(annotation.at),
        "version": annotation.version,
    }


def _relative_view(item: Relative) -> dict[str, Any]:
    return _readable(asdict(item.paper)) | {
        "relation": item.relation,
        "holds_from": item.holds_from.isoformat() if item.holds_from else None,
        "is_in_force": item.is_in_force,
        "confidence": item.confidence,
        "why": item.why,
    }


def _superseded_view(item: Superseded) -> dict[str, Any]:
    return {
        "name": item.name,
        "value": item.value,
        "path": readable(item.path),
        "finding": item.finding,
        "words": item.words,
        "by": {
            "name": item.by_name,
            "value": item.by_value,
            "path": readable(item.by_path),
            "finding": item.by_finding,
        },
        "since": item.since.isoformat(),
    }


def _question_view(item: Question) -> dict[str, Any]:
    return {
        "paper": _place_view(item.paper),
        "contract": _place_view(item.contract),
        "relation": item.relation,
        "confidence": item.confidence,
        "why": item.why,
    }


def _place_view(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else _readable(asdict(place))


def _readable(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"path": readable(told["path"])}


def hit_view(hit: Hit) -> dict[str, Any]:
    """Return the public form of a document that was found."""
    read = hit.analysis
    return {
        "sha256": hit.sha256,
        "member": None if read.member is None else readable(read.member),
        "title": next(texts_of(read, "title"), None),
        "type": next(texts_of(read, "document_type", "type"), None),
        "parties": list(texts_of(read, "party", "name")),
        "laws": list(texts_of(read, "governing_law", "code")),
        "ends": end_of(read),
        "evidence": hit.evidence.to_json() if hit.evidence else None,
        "findings": [
            {"id": item.id, "kind": item.kind.value, "name": item.name, "value": item.value}
            for item in hit.findings
        ],
        "documents": [
            {"job_id": item.job_id, "id": item.id, "path": readable(item.path)}
            for item in hit.documents
        ],
    }


def near_view(group: Group) -> dict[str, Any]:
    """Return the public form of documents that are nearly the same."""
    return {
        "first": _near_document(group.first),
        "others": [
            {
                **_near_document(near),
                "likeness": round(near.likeness, 2),
                "is_compared": near.is_compared,
                "facts": [
                    {"name": fact.name, "left": list(fact.left), "right": list(fact.right)}
                    for fact in near.facts
                ],
                "differences": [asdict(difference) for difference in near.texts],
            }
            for near in group.others
        ],
    }


def _near_document(near: Near) -> dict[str, Any]:
    return {
        "id": near.document.document_id,
        "path": readable(near.document.path),
        "member": None if near.member is None else readable(near.member),
        "sha256": near.document.sha256,
    }


def instant(value: datetime | None) -> str | None:
    """Return an instant in the form of the API, ISO 8601 in UTC."""
    return value.isoformat().replace("+00:00", "Z") if value else None
