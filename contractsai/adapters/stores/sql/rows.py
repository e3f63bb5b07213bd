"""Rows to domain objects and back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from contractsai.adapters.stores.sql.tables import COUNTS, PATH_KEY, documents, jobs
from contractsai.domain.document import Document
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis

JOB_FIELDS = (
    *("created_at", "started_at", "ended_at", "cancel_requested_at", "request_id", "version"),
)
DOCUMENT_FIELDS = (
    *("path", "size_bytes", "run_at", "send_at", "attempt", "failures", "crashes", "fence"),
    *("dispatches", "worker", "lease_expires_at", "started_at", "ended_at", "sha256", "version"),
)


def changed(known: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of *row* whose values are not those of *known*."""
    return {name: value for name, value in row.items() if known[name] != value}


def alone(rows: list[dict[str, Any]]) -> list[dict[str, Any]] | dict[str, Any]:
    """Return the one row of *rows*, if there is one: many cost a driver more messages."""
    return rows[0] if len(rows) == 1 else rows


def job_row(job: Job) -> dict[str, Any]:
    """Return the columns of a job."""
    return {
        "id": job.id,
        "folder": job.folder,
        "folder_key": path_key(job.folder),
        "state": job.state.value,
        "total": job.counts.total,
        **{name: getattr(job.counts, name) for name in COUNTS},
        **{name: getattr(job, name) for name in JOB_FIELDS},
        "reason": job.reason.value if job.reason else None,
        "labels": " ".join(job.labels) or None,
    }


def label_rows(job: Job) -> list[dict[str, Any]]:
    """Return the columns by which the labels of a job are found."""
    return [
        {"job_id": job.id, "label": label, "created_at": job.created_at} for label in job.labels
    ]


def job_of(row: Row[Any]) -> Job:
    """Return the job of a row, which may have a document's columns too."""
    columns, of = row._mapping, jobs.c  # noqa: SLF001 - SQLAlchemy's documented name for it
    reason = columns[of.reason]
    return Job(
        id=JobId(columns[of.id]),
        folder=columns[of.folder],
        state=State(columns[of.state]),
        counts=Counts(**{name: columns[of[name]] for name in COUNTS}),
        reason=Reason(reason) if reason else None,
        labels=tuple((columns[of.labels] or "").split()),
        **{name: columns[of[name]] for name in JOB_FIELDS},
    )


def document_row(document: Document) -> dict[str, Any]:
    """Return the columns of a document."""
    return {
        "id": document.id,
        "job_id": document.job_id,
        "state": document.state.value,
        "analysis_id": document.analysis_id,
        "outcome": document.outcome.value if document.outcome else None,
        "reason": document.reason.value if document.reason else None,
        "path_key": path_key(document.path),
        **{name: getattr(document, name) for name in DOCUMENT_FIELDS},
    }


def path_key(path: str) -> str:
    """Return how the path begins: of two paths the lesser has the lesser key, or the same."""
    return path[:PATH_KEY]


def document_of(row: Row[Any]) -> Document:
    """Return the document of a row, which may have a job's columns too."""
    columns, of = row._mapping, documents.c  # noqa: SLF001 - SQLAlchemy's documented name for it
    analysis_id, outcome, reason = columns[of.analysis_id], columns[of.outcome], columns[of.reason]
    return Document(
        id=DocumentId(columns[of.id]),
        job_id=JobId(columns[of.job_id]),
        state=State(columns[of.state]),
        analysis_id=AnalysisId(analysis_id) if analysis_id else None,
        outcome=Outcome(outcome) if outcome else None,
        reason=Reason(reason) if reason else None,
        **{name: columns[of[name]] for name in DOCUMENT_FIELDS},
    )


def analysis_row(analysis: StoredAnalysis) -> dict[str, Any]:
    """Return the columns of an analysis."""
    return {
        "id": analysis.id,
        "sha256": analysis.sha256,
        "pipeline": analysis.pipeline,
        "outcome": analysis.outcome.value,
        "reason": analysis.reason.value if analysis.reason else None,
        "payload": analysis.payload,
    }


def analysis_of(row: Row[Any]) -> StoredAnalysis:
    """Return the analysis of a row."""
    columns = row._mapping  # noqa: SLF001 - SQLAlchemy's documented name for it
    return StoredAnalysis(
        id=AnalysisId(columns["id"]),
        sha256=columns["sha256"],
        pipeline=columns["pipeline"],
        outcome=Outcome(columns["outcome"]),
        reason=Reason(columns["reason"]) if columns["reason"] else None,
        payload=columns["payload"],
    )
