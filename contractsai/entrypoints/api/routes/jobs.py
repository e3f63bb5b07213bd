"""What shows jobs: the list, one job, its documents."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from contractsai.domain.errors import JobNotFound
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deadline_models import DeadlinesOut
from contractsai.entrypoints.api.deps import (
    NO_QUERY,
    FeedOf,
    JobIdIn,
    ServicesOf,
    TokensOf,
    parse_job_id,
)
from contractsai.entrypoints.api.jobs_query import JobsQuery
from contractsai.entrypoints.api.models import (
    DeadlinesQuery,
    DocumentsOut,
    DocumentsQuery,
    JobOut,
    JobsOut,
)
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.waiting import WaitIn, ended
from contractsai.entrypoints.page_tokens import BadPageToken
from contractsai.entrypoints.views import deadlines_view, document_view, job_view

router = APIRouter(tags=["jobs"])


@router.get(
    "/jobs", response_model=JobsOut, responses=responses(kinds.BAD_PAGE_TOKEN, kinds.INVALID)
)
def list_jobs(
    query: Annotated[JobsQuery, Query()],
    *,
    request: Request,
    response: Response,
    services: ServicesOf,
    tokens: TokensOf,
) -> dict[str, Any]:
    """List jobs, newest first unless `order_by` says otherwise."""
    listing = query.listing()
    after = tokens.decode(listing, query.page_token) if query.page_token else None
    try:
        place = parse_job_id(after) if after is not None else None
        rows = services.read_jobs(limit=query.limit + 1, after=place, wanted=query.wanted())
    except JobNotFound as error:  # never there, or purged: nobody knows what came after it
        raise BadPageToken("the job that it begins behind is gone") from error
    jobs, token = tokens.page_of(rows, query.limit, listing, lambda job: job.id)
    link_next(request, response, token)
    return {"jobs": [job_view(job) for job in jobs], "next_page_token": token}


@router.get(
    "/jobs/{job_id}",
    response_model=JobOut,
    dependencies=[NO_QUERY],
    responses=responses(kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.INVALID),
)
async def show_job(
    job_id: JobIdIn, *, response: Response, services: ServicesOf, feed: FeedOf, wait: WaitIn
) -> dict[str, Any]:
    """Show one job and how far its documents have come."""
    job = await run_in_threadpool(services.read_job, job_id)
    if wait is not None:
        job = await ended(job, wait, feed=feed, services=services)
        response.headers["Preference-Applied"] = f"wait={wait}"
    if not job.state.has_ended:
        response.headers["Retry-After"] = "1"
    return job_view(job)


@router.get(
    "/jobs/{job_id}/documents",
    response_model=DocumentsOut,
    responses=responses(kinds.BAD_PAGE_TOKEN, kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.INVALID),
)
def list_documents(
    job_id: JobIdIn,
    query: Annotated[DocumentsQuery, Query()],
    *,
    request: Request,
    response: Response,
    services: ServicesOf,
    tokens: TokensOf,
) -> dict[str, Any]:
    """List a job's documents by path."""
    listing = f"jobs/{job_id}/documents"
    after = tokens.decode(listing, query.page_token) if query.page_token else None
    rows = services.read_documents(job_id, limit=query.limit + 1, after=after)
    documents, token = tokens.page_of(rows, query.limit, listing, lambda document: document.path)
    link_next(request, response, token)
    return {
        "documents": [document_view(document) for document in documents],
        "next_page_token": token,
    }


@router.get(
    "/jobs/{job_id}/deadlines",
    response_model=DeadlinesOut,
    responses=responses(kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.INVALID),
)
def list_deadlines(
    job_id: JobIdIn, query: Annotated[DeadlinesQuery, Query()], services: ServicesOf
) -> dict[str, Any]:
    """List what is due and each contract's calendar, as of a day; no analysis depends on it."""
    day = query.as_of or services.clock.now().date()
    return deadlines_view(day, *services.reports.deadlines(job_id, day))


def link_next(request: Request, response: Response, token: str | None) -> None:
    """Say in the headers where the next page is (RFC 8288), if there is one."""
    if token is not None:
        following = request.url.include_query_params(page_token=token)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
