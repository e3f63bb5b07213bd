"""A job's deadlines, for calendar programs."""

import io
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contractsai import __version__
from contractsai.application.read import read_report_mark
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.conditional import precondition
from contractsai.entrypoints.api.deps import IsHeadIn, JobIdIn, ServicesOf
from contractsai.entrypoints.api.etags import weak_tag_of
from contractsai.entrypoints.api.models import DeadlinesQuery
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.routes.report import headers_alone

router = APIRouter(tags=["jobs"])

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
CALENDAR: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "An event a deadline, RFC 5545.",
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}


@router.get(
    "/jobs/{job_id}/calendar.ics",
    response_class=Response,
    responses=CALENDAR | responses(kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.INVALID),
)
def calendar(
    job_id: JobIdIn,
    query: Annotated[DeadlinesQuery, Query()],
    *,
    request: Request,
    services: ServicesOf,
    is_head: IsHeadIn,
) -> Response:
    """Return the deadlines as a calendar file, as of a day; it can be subscribed to."""
    day = query.as_of or services.clock.now().date()
    headers = {
        "Content-Disposition": f'attachment; filename="contractsai-{job_id}.ics"',
        "ETag": weak_tag_of(__version__, read_report_mark(job_id, store=services.store), day),
    }
    instead = precondition(request, headers)
    if instead is not None:
        return instead
    if is_head:
        return headers_alone(MEDIA_TYPE, headers)
    file = io.BytesIO()
    services.reports.write_calendar(job_id, file, as_of=day)
    return Response(file.getvalue(), media_type=MEDIA_TYPE, headers=headers)
