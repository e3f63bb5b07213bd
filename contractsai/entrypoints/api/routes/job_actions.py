"""What changes jobs: analyze, cancel, retry."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response, status
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import (
    NO_QUERY,
    AfterResponseOf,
    DispatcherOf,
    FeedOf,
    JobIdIn,
    ServicesOf,
)
from contractsai.entrypoints.api.dry_run_models import DryRunOut
from contractsai.entrypoints.api.models import AnalyzeRequest, JobOut
from contractsai.entrypoints.api.once import SEED
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.waiting import WaitIn, ended
from contractsai.entrypoints.dry_run_view import dry_run_view
from contractsai.entrypoints.views import job_view

router = APIRouter(tags=["changes"])

CHANGES = (
    kinds.UNREADABLE,
    kinds.CROSS_SITE,
    kinds.TOO_SLOW,
    kinds.TOO_LARGE,
    kinds.NOT_JSON,
    kinds.INVALID,
)
ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Accepted; watch the job at the address in Location.",
        "headers": {
            "Location": {"description": "The job.", "schema": {"type": "string"}},
            "Operation-Location": {"description": "The same.", "schema": {"type": "string"}},
            "Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}},
        },
    }
}


DELETED: dict[int | str, dict[str, Any]] = {
    204: {"description": "It is gone, and so are its documents and its report."}
}


@router.post(
    "/analyze",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=JobOut,
    dependencies=[NO_QUERY],
    responses=ACCEPTED
    | {
        200: {
            "model": JobOut | DryRunOut,
            "description": "The job has ended, within the time that Prefer gave it; or what a job "
            "would hold, for `validate_only`.",
        }
    }
    | responses(
        kinds.NOT_ALLOWED,
        kinds.FOLDER_NOT_FOUND,
        kinds.UPLOAD_NOT_FOUND,
        kinds.NOTHING_TO_ANALYSE,
        *CHANGES,
    ),
)
async def analyze(
    body: AnalyzeRequest,
    *,
    request: Request,
    response: Response,
    after_response: AfterResponseOf,
    services: ServicesOf,
    dispatcher: DispatcherOf,
    feed: FeedOf,
    wait: WaitIn,
) -> dict[str, Any] | JSONResponse:
    """Make a job of a folder, or of an upload; workers analyse its documents."""
    if body.validate_only:
        found = await run_in_threadpool(services.views.dry_run, body.folder)
        return JSONResponse(dry_run_view(body.folder, found))
    seed: str | None = request.scope.get(SEED)
    submission = await run_in_threadpool(
        services.submit_job,
        body.folder,
        job_id=JobId(seed) if seed else None,
        tell=MAX_IN_FLIGHT,
        labels=body.labels,
    )
    job = submission.job
    if wait is None:
        after_response.announce(submission)
        return accepted(job, request, response)
    dispatcher.add(job.id, partial(services.announce, submission.told))
    job = await ended(job, wait, feed=feed, services=services)
    view = accepted(job, request, response)
    response.headers["Preference-Applied"] = f"wait={wait}"
    if job.state.has_ended:
        del response.headers["Retry-After"]
        response.status_code = status.HTTP_200_OK
    return view


@router.post(
    "/jobs/{job_id}/cancel",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=JobOut,
    dependencies=[NO_QUERY],
    responses=ACCEPTED
    | {200: {"description": "Cancelled: nothing of the job runs."}}
    | responses(kinds.JOB_NOT_FOUND, kinds.WRONG_STATE, kinds.CHANGED_MEANWHILE, *CHANGES),
)
def cancel(
    job_id: JobIdIn, request: Request, response: Response, services: ServicesOf
) -> dict[str, Any]:
    """Cancel what waits now, and what runs within moments; asking again is no mistake."""
    job = services.cancel_job(job_id)
    if job.state is State.CANCELLED:
        response.status_code = status.HTTP_200_OK
        return job_view(job)
    return accepted(job, request, response)


@router.post(
    "/jobs/{job_id}/retry",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=JobOut,
    dependencies=[NO_QUERY],
    responses=ACCEPTED
    | responses(kinds.JOB_NOT_FOUND, kinds.WRONG_STATE, kinds.CHANGED_MEANWHILE, *CHANGES),
)
def retry(
    job_id: JobIdIn,
    *,
    request: Request,
    response: Response,
    services: ServicesOf,
    after_response: AfterResponseOf,
) -> dict[str, Any]:
    """Try again what FAILED or was CANCELLED in an ended job."""
    job = services.retry_job(job_id)
    after_response.dispatch(job.id)
    return accepted(job, request, response)


@router.delete(
    "/jobs/{job_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[NO_QUERY],
    responses=DELETED
    | responses(
        *(kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.WRONG_STATE),
        *(kinds.CROSS_SITE, kinds.INVALID),
    ),
)
def delete(job_id: JobIdIn, services: ServicesOf) -> None:
    """Delete an ended job before its time; reviews and notes stay, since they are of contents."""
    services.delete_job(job_id)


def accepted(job: Job, request: Request, response: Response) -> dict[str, Any]:
    """Return the job, and say in the headers where and when to look again."""
    place = f"{request.scope['root_path']}/jobs/{job.id}"
    response.headers["Location"] = response.headers["Operation-Location"] = place
    response.headers["Retry-After"] = "1"
    return job_view(job)
