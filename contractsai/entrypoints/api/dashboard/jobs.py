"""The list of jobs, its filters, and what is done to several of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contractsai.application.ports import JobFilter
from contractsai.bootstrap.services import Services
from contractsai.domain.errors import InvalidTransition, JobNotFound
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.entrypoints.api.dashboard.pages import FormPairsOf, Page, page, see
from contractsai.entrypoints.api.deps import AfterResponseOf, ServicesOf, TokensOf, parse_job_id
from contractsai.entrypoints.api.sign_in import DASHBOARD
from contractsai.entrypoints.page_tokens import BadPageToken, PageTokens

router = APIRouter(include_in_schema=False, route_class=Page)

PAGE: Final = 50
FILTERS: Final = {
    "": ("All", JobFilter()),
    "running": ("Running", JobFilter(State.RUNNING)),
    "pending": ("Waiting", JobFilter(State.PENDING)),
    "completed": ("Completed", JobFilter(State.COMPLETED)),
    "failed": ("Failed", JobFilter(State.FAILED)),
    "cancelled": ("Cancelled", JobFilter(State.CANCELLED)),
    "failures": ("With failed documents", JobFilter(has_failures=True)),
}
"""What the address says, what people read, and which jobs they are."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action on several jobs."""

    action: str
    done: int
    left: int


@router.get(f"{DASHBOARD}/jobs")
def jobs(
    request: Request,
    services: ServicesOf,
    tokens: TokensOf,
    *,
    state: str = "",
    after: str = "",
    action: str = "",
    done: Annotated[int, Query(ge=0)] = 0,
    left: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show a page of jobs, newest first."""
    chosen = state if state in FILTERS else ""
    rows, token = _page(services, tokens, chosen, after)
    return page(
        request,
        "jobs.html",
        jobs=rows,
        filters=[(name, label) for name, (label, _) in FILTERS.items()],
        chosen=chosen,
        after=after,
        next_token=token,
        is_live=not after and any(not job.state.has_ended for job in rows),
        done=Done(action, done, left) if action in {"cancel", "retry"} else None,
    )


def _page(
    services: Services, tokens: PageTokens, state: str, after: str
) -> tuple[Sequence[Job], str | None]:
    """Return a page and the token of the next."""
    listing = f"dashboard/jobs/{state}"
    place = parse_job_id(tokens.decode(listing, after)) if after else None
    try:
        rows = services.read_jobs(limit=PAGE + 1, after=place, wanted=FILTERS[state][1])
    except JobNotFound as error:  # purged: nobody knows what came after it
        raise BadPageToken("the job that it begins behind is gone") from error
    return tokens.page_of(rows, PAGE, listing, lambda job: job.id)


@router.post(f"{DASHBOARD}/jobs")
def act(
    request: Request,
    form: FormPairsOf,
    services: ServicesOf,
    after_response: AfterResponseOf,
) -> Response:
    """Cancel or retry the jobs that were chosen; what cannot be is left, and counted."""
    fields = dict(form)
    action, state = fields.get("action", ""), fields.get("state", "")
    chosen = [parse_job_id(value) for name, value in form if name == "job"][:PAGE]
    do = {"cancel": services.cancel_job, "retry": services.retry_job}.get(action)
    if do is None:
        return see(request, "/jobs")
    done: list[JobId] = []
    for job_id in chosen:
        try:
            do(job_id)
        except (InvalidTransition, JobNotFound):
            continue
        done.append(job_id)
        if action == "retry":
            after_response.dispatch(job_id)
    left = len(chosen) - len(done)
    told = f"action={action}&done={len(done)}&left={left}"
    return see(request, f"/jobs?state={state if state in FILTERS else ''}&{told}")
