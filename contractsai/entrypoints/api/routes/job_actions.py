"""What changes jobs: analyze, cancel, retry."""

from functools import partial
from typing import Any

from fastapi import APIRouter, BackgroundTasks, Request, Response, status

from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import NO_QUERY, DispatcherOf, JobIdIn, ServicesOf
from contractsai.entrypoints.api.models import AnalyzeRequest, JobOut
from contractsai.entrypoints.api.once import SEED
from contractsai.entrypoints.api.problems import responses
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
            "Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}},
        },
    }
}


@router.post(
    "/analyze",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=JobOut,
    dependencies=[NO_QUERY],
    responses=ACCEPTED
    | responses(
        kinds.NOT_ALLOWED,
        kinds.FOLDER_NOT_FOUND,
        kinds.NOTHING_TO_ANALYSE,
        *CHANGES,
    ),
)
def analyze(
    body: AnalyzeRequest,
    *,
    request: Request,
    response: Response,
    after_response: BackgroundTasks,
    services: ServicesOf,
    dispatcher: DispatcherOf,
) -> dict[str, Any]:
    """Make a job of a folder; workers analyse its documents."""
    seed: str | None = request.scope.get(SEED)
    job_id = JobId(seed) if seed else None
    submission = services.submit_job(body.folder_path, job_id=job_id, tell=MAX_IN_FLIGHT)
    job, told = submission.job, submission.told
    after_response.add_task(dispatcher.add, job.id, partial(services.announce, told))
    return _accepted(job, request, response)


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
    return _accepted(job, request, response)


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
    after_response: BackgroundTasks,
    services: ServicesOf,
    dispatcher: DispatcherOf,
) -> dict[str, Any]:
    """Try again what FAILED or was CANCELLED in an ended job."""
    job = services.retry_job(job_id)
    after_response.add_task(dispatcher.add, job.id, partial(services.dispatch_job, job.id))
    return _accepted(job, request, response)


def _accepted(job: Job, request: Request, response: Response) -> dict[str, Any]:
    response.headers["Location"] = f"{request.scope['root_path']}/jobs/{job.id}"
    response.headers["Retry-After"] = "1"
    return job_view(job)
