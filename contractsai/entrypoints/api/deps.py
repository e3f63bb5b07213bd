"""What routes are given: the services of their app, and ids in the domain's types."""

import re
from functools import partial
from typing import Annotated, Final, cast

from fastapi import BackgroundTasks, Depends, Path, Request
from fastapi.exceptions import RequestValidationError

from contractsai.application.submit import Submission
from contractsai.bootstrap.services import Services
from contractsai.domain.errors import DocumentNotFound, FindingNotFound, JobNotFound
from contractsai.domain.ids import DocumentId, JobId
from contractsai.entrypoints.api.dispatcher import Dispatcher
from contractsai.entrypoints.api.feed import Feed
from contractsai.entrypoints.api.methods import IS_HEAD
from contractsai.entrypoints.api.readiness import Readiness
from contractsai.entrypoints.page_tokens import PageTokens

_ID: Final = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)


def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


def _dispatcher(request: Request) -> Dispatcher:
    return cast("Dispatcher", request.app.state.dispatcher)


def _feed(request: Request) -> Feed:
    return cast("Feed", request.app.state.feed)


def _tokens(request: Request) -> PageTokens:
    return cast("PageTokens", request.app.state.tokens)


def _readiness(request: Request) -> Readiness:
    return cast("Readiness", request.app.state.readiness)


def parse_job_id(text: str) -> JobId:
    """Return the id, unless it has a form that no job's has: databases choke on some text.

    Raises:
        JobNotFound: there is no such job, whatever the database holds.
    """
    if not _ID.fullmatch(text):
        raise JobNotFound(text)
    return JobId(text)


def _job_id(job_id: Annotated[str, Path(description="As POST /analyze gave it.")]) -> JobId:
    return parse_job_id(job_id)


def _document_id(
    document_id: Annotated[str, Path(description="As GET /jobs/{id}/documents gives it.")],
) -> DocumentId:
    """Return the id, unless it has a form that no document's has."""
    if not _ID.fullmatch(document_id):
        raise DocumentNotFound(document_id)
    return DocumentId(document_id)


def _finding_id(finding_id: Annotated[str, Path(description="As in the report.")]) -> str:
    """Return the id, unless it has a form that no finding's has."""
    if not _ID.fullmatch(finding_id):
        raise FindingNotFound(finding_id)
    return finding_id


def _no_query(request: Request) -> None:
    """Refuse parameters where there are none: one that is ignored is a wrong answer."""
    errors = [
        {"type": "extra_forbidden", "loc": ("query", name), "msg": "Extra inputs are not permitted"}
        for name in request.query_params
    ]
    if errors:
        raise RequestValidationError(errors)


def _is_head(request: Request) -> bool:
    return bool(request.scope.get(IS_HEAD))


class AfterResponse:
    """What follows a change of a job, once the caller has been answered: the broker is told."""

    def __init__(self, tasks: BackgroundTasks, dispatcher: Dispatcher, services: Services) -> None:
        """Take where it waits, and who does it."""
        self._tasks = tasks
        self._dispatcher = dispatcher
        self._services = services

    def announce(self, submission: Submission) -> None:
        """Have the broker told of a new job's first documents, which are marked as told."""
        tell = partial(self._services.announce, submission.told)
        self._tasks.add_task(self._dispatcher.add, submission.job.id, tell)

    def dispatch(self, job_id: JobId) -> None:
        """Have the broker told of what waits in a job."""
        tell = partial(self._services.dispatch_job, job_id)
        self._tasks.add_task(self._dispatcher.add, job_id, tell)


def _after_response(
    tasks: BackgroundTasks,
    dispatcher: Annotated[Dispatcher, Depends(_dispatcher)],
    services: Annotated[Services, Depends(_services)],
) -> AfterResponse:
    return AfterResponse(tasks, dispatcher, services)


NO_QUERY: Final = Depends(_no_query)
"""For routes without parameters."""
IsHeadIn = Annotated[bool, Depends(_is_head)]
ServicesOf = Annotated[Services, Depends(_services)]
DispatcherOf = Annotated[Dispatcher, Depends(_dispatcher)]
AfterResponseOf = Annotated[AfterResponse, Depends(_after_response)]
TokensOf = Annotated[PageTokens, Depends(_tokens)]
FeedOf = Annotated[Feed, Depends(_feed)]
ReadinessOf = Annotated[Readiness, Depends(_readiness)]
JobIdIn = Annotated[JobId, Depends(_job_id)]
DocumentIdIn = Annotated[DocumentId, Depends(_document_id)]
FindingIdIn = Annotated[str, Depends(_finding_id)]
