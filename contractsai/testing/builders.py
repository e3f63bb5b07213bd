"""Jobs, documents and analyses with sensible defaults, so that a test names what it means."""

import hashlib
import itertools
from datetime import UTC, datetime
from typing import Any, Final

from contractsai.domain.analysis import StoredAnalysis, analysis_id
from contractsai.domain.document import Document
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts, Job

NOW: Final = datetime(2026, 3, 3, 12, tzinfo=UTC)
PIPELINE: Final = "built 1"

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
