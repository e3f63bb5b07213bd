"""The list of jobs, its filters, and what is done to several of them at once."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Query, Request
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
ACTIONS: Final = frozenset({"cancel", "retry", "delete"})


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action on several jobs."""

    action: str
    done: int
    left: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which jobs the address asks for; what cannot be asked for is not.

    Attributes:
        since: a day, as the field of a form writes it.
    """

    state: str = ""
    q: str = ""
    label: str = ""
    since: str = ""

    @property
    def query(self) -> str:
        """Return what stands behind the address of the list: nothing for all jobs."""
        given = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(given)}" if given else ""

    @property
    def wanted(self) -> JobFilter:
        """Return which jobs they are."""
        return replace(
            FILTERS[self.state][1],
            text=self.q or None,
            label=self.label or None,
            created_after=_beginning(self.since),
        )


def _asked(
    state: str = "",
    q: Annotated[str, Query(max_length=200)] = "",
    label: Annotated[str, Query(max_length=63)] = "",
    since: str = "",
) -> Asked:
    return Asked(
        state=state if state in FILTERS else "",
        q=q.strip(),
        label=label.strip(),
        since=since if _beginning(since) else "",
    )


def _beginning(day: str) -> datetime | None:
    """Return when a day begins; None for what is no day."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC)
    except ValueError:
        return None


@router.get(f"{DASHBOARD}/jobs")
def jobs(  # noqa: PLR0917 - what the address may say
    request: Request,
    services: ServicesOf,
    tokens: TokensOf,
    asked: Annotated[Asked, Depends(_asked)],
    after: str = "",
    action: str = "",
    done: Annotated[int, Query(ge=0)] = 0,
    left: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show a page of jobs, newest first."""
    rows, token = _page(services, tokens, asked, after)
    return page(
        request,
        "jobs.html",
        jobs=rows,
        filters=[
            (name, label, replace(asked, state=name).query) for name, (label, _) in FILTERS.items()
        ],
        asked=asked,
        query=asked.query,
        after=after,
        next_token=token,
        is_live=not after and any(not job.state.has_ended for job in rows),
        done=Done(action, done, left) if action in ACTIONS else None,
    )


def _page(
    services: Services, tokens: PageTokens, asked: Asked, after: str
) -> tuple[Sequence[Job], str | None]:
    """Return a page and the token of the next."""
    listing = f"dashboard/jobs{asked.query}"
    place = parse_job_id(tokens.decode(listing, after)) if after else None
    try:
        rows = services.read_jobs(limit=PAGE + 1, after=place, wanted=asked.wanted)
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
    """Cancel, retry or delete the jobs that were chosen; what cannot be is left, and counted.

    Nothing is deleted before a person has seen how much it is.
    """
    fields = dict(form)
    action, back = fields.get("action", ""), _back(fields.get("back", ""))
    chosen = _ids(form)
    do: Callable[[JobId], object] | None = {
        "cancel": services.cancel_job,
        "retry": services.retry_job,
        "delete": services.delete_job,
    }.get(action)
    if do is None:
        return see(request, f"/jobs{back}")
    if action == "delete" and fields.get("sure") != str(len(chosen)):
        return _ask(request, services, chosen, back)
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
    told = urlencode({"action": action, "done": len(done), "left": left})
    return see(request, f"/jobs{back}{'&' if back else '?'}{told}")


def _ask(request: Request, services: Services, chosen: Sequence[JobId], back: str) -> Response:
    """Ask whether these are to go, and say how much that is."""
    found = [job for job in services.views.jobs(chosen) if job.state.has_ended]
    return page(
        request,
        "delete.html",
        jobs=found,
        documents=sum(job.counts.total for job in found),
        left=len(chosen) - len(found),
        query=back,
    )


def _ids(form: Sequence[tuple[str, str]]) -> list[JobId]:
    """Return the jobs that a form names, each once; what can be no job's id is none."""
    found = []
    for name, value in form:
        if name == "job":
            with suppress(JobNotFound):
                found.append(parse_job_id(value))
    return list(dict.fromkeys(found))[:PAGE]


def _back(query: str) -> str:
    """Return the list that a form came from; anything else is all jobs."""
    given = dict(parse_qsl(query.removeprefix("?")))
    return _asked(**{name: given.get(name, "") for name in ("state", "q", "label", "since")}).query
