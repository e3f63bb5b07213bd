"""Live events: what changes, as it changes, of one job or of all."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Request
from fastapi import status as status_code
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from contractsai.application.news import News, Opening, open_all, open_job, read_news
from contractsai.bootstrap.services import Services
from contractsai.domain.ids import JobId
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import NO_QUERY, FeedOf, IsHeadIn, JobIdIn, ServicesOf
from contractsai.entrypoints.api.event_stream import (
    HEADERS,
    MEDIA_TYPE,
    EventStream,
    Stream,
    resumed,
)
from contractsai.entrypoints.api.feed import Feed
from contractsai.entrypoints.api.problems import problem, responses

router = APIRouter(tags=["jobs"])

NEWEST: Final = 100
LastEventId = Annotated[
    str | None,
    Header(
        max_length=4096,
        description="The id of the last message: what came since is sent, by any replica. An id "
        "that is unknown, or some hours old, begins anew with a snapshot.",
    ),
]
EVENTS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Messages `snapshot`, `delta`, `gone` and `end`, each with JSON.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    },
}
NOTHING_MORE: Final[dict[int | str, dict[str, Any]]] = {
    204: {"description": "The job has ended, and you have seen its end: do not come again."}
}


@router.get(
    "/events",
    response_class=Response,
    dependencies=[NO_QUERY],
    responses=EVENTS | responses(kinds.INVALID),
)
async def stream_events(
    request: Request,
    *,
    services: ServicesOf,
    feed: FeedOf,
    is_head: IsHeadIn,
    last_event_id: LastEventId = None,
) -> Response:
    """Send the newest jobs, then every job that changes, as it changes; it never ends by itself."""
    look = partial(open_all, store=services.store, clock=services.clock, limit=NEWEST)
    return await _stream(
        request, services, feed, None, look, last_event_id=last_event_id, is_head=is_head
    )


@router.get(
    "/jobs/{job_id}/events",
    response_class=Response,
    dependencies=[NO_QUERY],
    responses=EVENTS | NOTHING_MORE | responses(kinds.JOB_NOT_FOUND, kinds.INVALID),
)
async def stream_job_events(
    job_id: JobIdIn,
    *,
    request: Request,
    services: ServicesOf,
    feed: FeedOf,
    is_head: IsHeadIn,
    last_event_id: LastEventId = None,
) -> Response:
    """Send the job, then each change of it and of its documents, until it has ended.

    A `delta` has the job as it is and the documents whose state changed; null stands for too many
    to list. `end` is the last message: close the stream.
    """
    look = partial(open_job, job_id, store=services.store, clock=services.clock)
    return await _stream(
        request, services, feed, job_id, look, last_event_id=last_event_id, is_head=is_head
    )


async def _stream(
    request: Request,
    services: Services,
    feed: Feed,
    job_id: JobId | None,
    look: Callable[[], Opening],
    *,
    last_event_id: str | None,
    is_head: bool,
) -> Response:
    """Join the feed first, so that nothing is lost between what is read here and the first news."""
    listener = await feed.join(job_id)
    if listener is None:
        return problem(kinds.BUSY, request)
    leave = partial(feed.leave, listener)
    try:
        first = await run_in_threadpool(_first, services, job_id, look, last_event_id)
    except BaseException:
        leave()
        raise
    if first is None or is_head:
        leave()
        status = status_code.HTTP_204_NO_CONTENT if first is None else status_code.HTTP_200_OK
        return Response(status_code=status, media_type=MEDIA_TYPE, headers=HEADERS)
    stream = Stream(listener, look=partial(run_in_threadpool, look))
    return EventStream(stream.messages(first), listener, leave=leave)


def _first(
    services: Services, job_id: JobId | None, look: Callable[[], Opening], last_event_id: str | None
) -> Opening | News | None:
    """Return what is to be told first, or None if all that there will ever be is known."""
    opening = look()
    mark = resumed(last_event_id, opening.at)
    if mark is None:
        return opening
    only = [job_id] if job_id is not None else None
    missed = read_news(
        mark, store=services.store, clock=services.clock, jobs=only, documents_of=only or ()
    )
    if missed is None:
        return opening
    is_over = job_id is not None and opening.jobs[0].state.has_ended
    return None if is_over and not missed.jobs else missed
