"""One job: how far it has come, each of its documents, and what can be done."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from contractsai.entrypoints.api.dashboard.pages import Page, page, see
from contractsai.entrypoints.api.deps import AfterResponseOf, JobIdIn, ServicesOf, TokensOf
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)

PAGE: Final = 100
FORMATS: Final = (
    ("html", "Page to read and print"),
    ("xlsx", "Spreadsheet"),
    ("csv", "Table, one finding a row"),
    ("jsonl", "JSON Lines, for programs"),
    ("json", "JSON"),
)


@router.get(f"{DASHBOARD}/jobs/{{job_id}}")
def job(
    request: Request,
    job_id: JobIdIn,
    services: ServicesOf,
    tokens: TokensOf,
    *,
    after: str = "",
) -> Response:
    """Show a job and a page of its documents."""
    listing = f"dashboard/jobs/{job_id}/documents"
    place = tokens.decode(listing, after) if after else None
    found = services.read_job(job_id)
    rows = services.read_documents(job_id, limit=PAGE + 1, after=place)
    documents, token = tokens.page_of(rows, PAGE, listing, lambda document: document.path)
    return page(
        request,
        "job.html",
        job=found,
        tab="documents",
        documents=documents,
        next_token=token,
        after=after,
        is_live=not found.state.has_ended,
    )


@router.get(f"{DASHBOARD}/jobs/{{job_id}}/report")
def report(request: Request, job_id: JobIdIn, services: ServicesOf) -> Response:
    """Show the forms in which the report can be taken away."""
    found = services.read_job(job_id)
    return page(request, "report.html", job=found, tab="report", formats=FORMATS, is_live=False)


@router.post(f"{DASHBOARD}/jobs/{{job_id}}/cancel")
def cancel(request: Request, job_id: JobIdIn, services: ServicesOf) -> Response:
    """Cancel what waits now, and what runs within moments."""
    services.cancel_job(job_id)
    return see(request, f"/jobs/{job_id}")


@router.post(f"{DASHBOARD}/jobs/{{job_id}}/retry")
def retry(
    request: Request,
    job_id: JobIdIn,
    services: ServicesOf,
    after_response: AfterResponseOf,
) -> Response:
    """Try again what FAILED or was CANCELLED."""
    services.retry_job(job_id)
    after_response.dispatch(job_id)
    return see(request, f"/jobs/{job_id}")
