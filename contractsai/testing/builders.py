"""Jobs, documents and analyses with sensible defaults, so that a test names what it means."""

import hashlib
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from contractsai.domain.annotation import Annotation
from contractsai.domain.document import Document
from contractsai.domain.findings import (
    Analysis,
    Band,
    Evidence,
    Finding,
    JsonValue,
    Kind,
    Outcome,
    Versions,
)
from contractsai.domain.ids import DocumentId, JobId, ReviewId, WorkerId
from contractsai.domain.job import Counts, Job
from contractsai.domain.review import Review, Subject, Verdict
from contractsai.domain.stored_analysis import StoredAnalysis, analysis_id
from contractsai.domain.worker import Worker

NOW: Final = datetime(2026, 3, 3, 12, tzinfo=UTC)
PIPELINE: Final = "built 1"
TWO_PARTIES: Final = ("Elm Press Ltd", "Oak Mills plc")

_numbers = itertools.count(1)


def a_job(**values: Any) -> Job:  # noqa: ANN401 - the fields of a job
    """Return a pending job of one document, but for *values*."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "id": JobId(f"job-{number:08}"),
        "folder": "/contracts",
        "created_at": NOW,
        "counts": Counts(pending=1),
    }
    return Job(**{**defaults, **values})


def a_document(job: Job, **values: Any) -> Document:  # noqa: ANN401 - the fields of a document
    """Return a pending document of *job*, but for *values*."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "id": DocumentId(f"document-{number:08}"),
        "job_id": job.id,
        "path": f"{number:08}.pdf",
        "size_bytes": number,
        "run_at": NOW,
        "send_at": NOW,
    }
    return Document(**{**defaults, **values})


def an_analysis(content: bytes = b"content", **values: Any) -> StoredAnalysis:  # noqa: ANN401 - the fields of an analysis
    """Return the stored analysis of *content*, but for *values*."""
    sha256 = hashlib.sha256(content).hexdigest()
    defaults: dict[str, Any] = {
        "id": analysis_id(sha256, pipeline=PIPELINE),
        "sha256": sha256,
        "pipeline": PIPELINE,
        "outcome": Outcome.ANALYSED,
        "reason": None,
        "payload": b'[{"text":"caf\xc3\xa9"}]',
    }
    return StoredAnalysis(**{**defaults, **values})


def a_contract(text: str, *facts: tuple[str, JsonValue], member: str | None = None) -> Analysis:
    """Return the analysis of a document of *text* that says *facts*, each by name and value."""
    findings = tuple(
        Finding(
            *(f"f{number}", Kind.FACT, name, str(normal), normal, 0.9, Band.SURE, "rule:built"),
            evidence=(Evidence(None, 0, 1, text[:1]),),
        )
        for number, (name, normal) in enumerate(facts, 1)
    )
    read = (member, None, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none"))
    return Analysis(*read, text=text, findings=findings)


def a_subject(**values: Any) -> Subject:  # noqa: ANN401 - the fields of a subject
    """Return the subject of reviews of a governing law, but for *values*."""
    defaults: dict[str, Any] = {
        "sha256": "a" * 64,
        "member": None,
        "kind": Kind.FACT,
        "name": "governing_law",
        "value": "New York",
        "normal": {"code": "US-NY", "name": "New York"},
        "place": Evidence(None, 10, 18, "New York", "12 Law"),
    }
    return Subject(**{**defaults, **values})


def a_review(subject: Subject | None = None, **values: Any) -> Review:  # noqa: ANN401 - the fields of a review
    """Return the first review, which accepts *subject*, but for *values*."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "id": ReviewId(f"review-{number:08}"),
        "subject": subject or a_subject(),
        "number": 1,
        "verdict": Verdict.ACCEPTED,
        "by": None,
        "at": NOW,
    }
    return Review(**{**defaults, **values})


def an_annotation(**values: Any) -> Annotation:  # noqa: ANN401 - the fields of an annotation
    """Return what somebody keeps beside a file, never saved yet, but for *values*."""
    defaults: dict[str, Any] = {
        "sha256": "a" * 64,
        "member": None,
        "at": NOW,
        "fields": {"Owner": "ada"},
    }
    return Annotation(**{**defaults, **values})


def a_worker(**values: Any) -> Worker:  # noqa: ANN401 - the fields of a worker
    """Return a worker with two slots that has just told of itself, but for *values*."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "id": WorkerId(f"worker-{number:08}"),
        "name": f"worker-{number}@host",
        "host": "host",
        "pid": number,
        "version": "1.0",
        "pool": "prefork",
        "slots": 2,
        "queues": ("contractsai",),
        "started_at": NOW,
        "seen_at": NOW,
        "lease_expires_at": NOW + timedelta(seconds=30),
    }
    return Worker(**{**defaults, **values})


def a_line(
    path: str,
    title: str,
    parties: Sequence[str] = TWO_PARTIES,
    **facts: Any,  # noqa: ANN401 - typed values of facts
) -> dict[str, Any]:
    """Return what calendars and families ask of a report's line; a fact of None is not there."""
    named = [("title", title), *(("party", name) for name in parties), *facts.items()]
    return {
        "path": path,
        "member": None,
        "document_id": f"id of {path}",
        "outcome": "analysed",
        "findings": [
            {"id": f"f{at}", "name": name, "value": str(normal), "normal": normal}
            | {"band": "sure", "confidence": 0.9, "method": "rule:x", "evidence": []}
            for at, (name, normal) in enumerate(named, start=1)
            if normal is not None
        ],
    }


def an_amendment(
    parties: Sequence[str] = TWO_PARTIES,
    path: str = "first.txt",
    **facts: Any,  # noqa: ANN401 - typed values of facts
) -> dict[str, Any]:
    """Return the line of an amendment of 3 February 2025 to a supply agreement of 1 July 2023."""
    said = {"agreement_date": "2025-02-03", "amends": "Supply Agreement"}
    return a_line(
        path, "FIRST AMENDMENT", parties, **(said | {"amends_date": "2023-07-01"} | facts)
    )


def a_statement_of_work(
    number: int,
    title: str = "STATEMENT OF WORK NO.",
    **facts: Any,  # noqa: ANN401 - typed values of facts
) -> dict[str, Any]:
    """Return the line of a statement of work under the same agreement."""
    said = {"under": "Supply Agreement", "under_date": "2023-07-01"}
    return a_line(f"sow-{number}.txt", f"{title} {number}", **(said | facts))
