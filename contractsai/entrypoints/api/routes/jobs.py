"""What shows jobs: the list, one job, its documents."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from contractsai.domain.errors import JobNotFound
from contractsai.entrypoints import page_tokens as tokens
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deadline_models import DeadlinesOut
from contractsai.entrypoints.api.deps import NO_QUERY, JobIdIn, ServicesOf, parse_job_id
from contractsai.entrypoints.api.models import (
    DeadlinesQuery,
    DocumentsOut,
    DocumentsQuery,
    JobOut,
    JobsOut,
    JobsQuery,
)
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.page_tokens import BadPageToken
from contractsai.entrypoints.views import deadlines_view, document_view, job_view

router = APIRouter(tags=["jobs"])


@router.get(
    "/jobs", response_model=JobsOut, responses=responses(kinds.BAD_PAGE_TOKEN, kinds.INVALID)
)
def list_jobs(query: Annotated[JobsQuery, Query()], services: ServicesOf) -> dict[str, Any]:
    """List jobs, newest first."""
    listing = "jobs"
    after = tokens.decode(listing, query.page_token) if query.page_token else None
    try:
        place = parse_job_id(after) if after is not None else None
        rows = services.read_jobs(limit=query.limit + 1, after=place)
    except JobNotFound as error:  # never there, or purged: nobody knows what came after it
        raise BadPageToken("the job that it begins behind is gone") from error
    jobs, token = tokens.page_of(rows, query.limit, listing, lambda job: job.id)
    return {"jobs": [job_view(job) for job in jobs], "next_page_token": token}


@router.get(
    "/jobs/{job_id}",
    response_model=JobOut,
    dependencies=[NO_QUERY],
    responses=responses(kinds.JOB_NOT_FOUND, kinds.INVALID),
)
def show_job(job_id: JobIdIn, services: ServicesOf) -> dict[str, Any]:
    """Show one job and how far its documents have come."""
    return job_view(services.read_job(job_id))


@router.get(
    "/jobs/{job_id}/documents",
    response_model=DocumentsOut,
    responses=responses(kinds.BAD_PAGE_TOKEN, kinds.JOB_NOT_FOUND, kinds.INVALID),
)
def list_documents(
    job_id: JobIdIn, query: Annotated[DocumentsQuery, Query()], services: ServicesOf
) -> dict[str, Any]:
    """List a job's documents by path."""
    listing = f"jobs/{job_id}/documents"
    after = tokens.decode(listing, query.page_token) if query.page_token else None
    rows = services.read_documents(job_id, limit=query.limit + 1, after=after)
    documents, token = tokens.page_of(rows, query.limit, listing, lambda document: document.path)
    return {
        "documents": [document_view(document) for document in documents],
        "next_page_token": token,
    }


@router.get(
    "/jobs/{job_id}/deadlines",
    response_model=DeadlinesOut,
    responses=responses(kinds.JOB_NOT_FOUND, kinds.INVALID),
)
def list_deadlines(
    job_id: JobIdIn, query: Annotated[DeadlinesQuery, Query()], services: ServicesOf
) -> dict[str, Any]:
    """List what is due and each contract's calendar, as of a day; no analysis depends on it."""
    day = query.as_of or services.clock.now().date()
    return deadlines_view(day, *services.reports.deadlines(job_id, day))
