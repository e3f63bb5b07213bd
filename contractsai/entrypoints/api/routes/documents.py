"""One document of a job: what became of it, and another try."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, status

from contractsai.application.read import read_attempts, read_document, read_entry
from contractsai.application.report import report_lines
from contractsai.application.retry import retry_document
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import (
    NO_QUERY,
    AfterResponseOf,
    DocumentIdIn,
    JobIdIn,
    ServicesOf,
)
from contractsai.entrypoints.api.models import DocumentDetailOut, DocumentQuery, JobOut
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.routes.job_actions import ACCEPTED, CHANGES, accepted
from contractsai.entrypoints.views import attempt_view, document_view

router = APIRouter(tags=["jobs"])
ADDRESS = "/jobs/{job_id}/documents/{document_id}"


@router.get(
    ADDRESS,
    response_model=DocumentDetailOut,
    responses=responses(kinds.DOCUMENT_NOT_FOUND, kinds.INVALID),
)
def show_document(
    job_id: JobIdIn,
    document_id: DocumentIdIn,
    query: Annotated[DocumentQuery, Query()],
    services: ServicesOf,
) -> dict[str, Any]:
    """Show one document with its attempts, and once it has ended its lines of the report."""
    document = read_document(job_id, document_id, store=services.store)
    lines = report_lines(
        [read_entry(document, store=services.store)],
        with_text=query.with_text,
        with_candidates=query.with_candidates,
    )
    attempts = read_attempts(document, store=services.store)
    return document_view(document) | {
        "job_id": job_id,
        "attempts": [attempt_view(attempt) for attempt in attempts],
        "report": list(lines),
    }


@router.post(
    ADDRESS + "/retry",
    tags=["changes"],
    status_code=status.HTTP_202_ACCEPTED,
    response_model=JobOut,
    dependencies=[NO_QUERY],
    responses=ACCEPTED
    | responses(kinds.DOCUMENT_NOT_FOUND, kinds.WRONG_STATE, kinds.CHANGED_MEANWHILE, *CHANGES),
)
def retry_one(
    job_id: JobIdIn,
    document_id: DocumentIdIn,
    *,
    request: Request,
    response: Response,
    services: ServicesOf,
    after_response: AfterResponseOf,
) -> dict[str, Any]:
    """Try one document again that FAILED or was CANCELLED, whether its job has ended or not."""
    job = retry_document(job_id, document_id, store=services.store, clock=services.clock)
    after_response.dispatch(job.id)
    return accepted(job, request, response)
