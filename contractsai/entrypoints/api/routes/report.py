"""A job's report, as a file to take away."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import IO, Annotated, Any, BinaryIO, Final

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from contractsai import __version__
from contractsai.application.json_lines import json_array, json_lines
from contractsai.application.read import read_report_mark
from contractsai.application.report import ReportRequest
from contractsai.bootstrap.services import Services
from contractsai.domain.ids import JobId
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.accept import preferred
from contractsai.entrypoints.api.conditional import precondition
from contractsai.entrypoints.api.deps import IsHeadIn, JobIdIn, ServicesOf
from contractsai.entrypoints.api.etags import tag_of, weak_tag_of
from contractsai.entrypoints.api.models import ReportFormat, ReportQuery
from contractsai.entrypoints.api.problems import problem, responses
from contractsai.entrypoints.api.ranges import NotSatisfiable, asks_for_part, part_of
from contractsai.entrypoints.api.spooled import CHUNK, SpooledResponse, size_of, spooled

router = APIRouter(tags=["jobs"])

MEDIA_TYPES: Final[Mapping[ReportFormat, str]] = {
    ReportFormat.JSONL: "application/jsonl",
    ReportFormat.JSON: "application/json",
    ReportFormat.CSV: "text/csv; charset=utf-8",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.HTML: "text/html; charset=utf-8",
}
ACCEPTED_AS: Final[Mapping[str, ReportFormat]] = {
    **{name.partition(";")[0]: report_format for report_format, name in MEDIA_TYPES.items()},
    "application/x-ndjson": ReportFormat.JSONL,  # the older name of the same form
}


STREAMED: Final[Mapping[ReportFormat, Callable[[Iterable[Mapping[str, Any]]], Iterator[bytes]]]] = {
    ReportFormat.JSONL: json_lines,
    ReportFormat.JSON: json_array,
}

SCHEMAS: Final[Mapping[ReportFormat, Mapping[str, Any]]] = {
    ReportFormat.JSON: {"type": "array", "items": {"type": "object"}},
    ReportFormat.XLSX: {"type": "string", "format": "binary"},
}
"""What OpenAPI says of the forms that are no text."""
DATED: Final = frozenset({ReportFormat.XLSX, ReportFormat.HTML})
"""Forms for people: they call dates past or near, as of a day."""

REPORTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "What the documents hold; with `partial`, those that have ended so far.",
        "content": {
            MEDIA_TYPES[item]: {"schema": SCHEMAS.get(item, {"type": "string"})}
            for item in ReportFormat
        },
    }
}

PART: Final[dict[int | str, dict[str, Any]]] = {
    206: {
        "description": "The part that `Range` names, of a form that `Accept-Ranges` allows it for.",
        "headers": {"Content-Range": {"description": "Which.", "schema": {"type": "string"}}},
    }
}


@router.get(
    "/jobs/{job_id}/report",
    response_class=Response,
    responses=REPORTED
    | PART
    | responses(
        *(kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.JOB_NOT_ENDED),
        *(kinds.NO_SUCH_PART, kinds.INVALID),
    ),
)
def report(
    job_id: JobIdIn,
    query: Annotated[ReportQuery, Query()],
    *,
    request: Request,
    services: ServicesOf,
    is_head: IsHeadIn,
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Return the report; while the job runs, ask with `partial=true` for what there is."""
    chosen = query.format or preferred(accept, ACCEPTED_AS, default=ReportFormat.JSONL)
    day = query.as_of or services.clock.now().date()
    headers = {
        "Content-Disposition": f'attachment; filename="contractsai-{job_id}.{chosen.value}"',
        "ETag": _tag(job_id, chosen, query, day, services),
        "Vary": "Accept",
        "Accept-Ranges": "none" if chosen in DATED else "bytes",
    }
    media_type = MEDIA_TYPES[chosen]
    instead = precondition(request, headers)
    if instead is not None:
        return instead
    if is_head:
        return headers_alone(media_type, headers)
    if chosen not in DATED and asks_for_part(request.headers, headers["ETag"]):
        file = _made(job_id, chosen, query, day, services)
        is_same = _tag(job_id, chosen, query, day, services) == headers["ETag"]
        return part_or_whole(file, media_type, headers, request=request, is_same=is_same)
    if chosen in STREAMED:
        pieces = begun(chunks(_pieces(job_id, chosen, query, services)))
        return StreamingResponse(pieces, media_type=media_type, headers=headers)
    file = _made(job_id, chosen, query, day, services)
    return SpooledResponse(file, media_type=media_type, headers=headers)


def part_or_whole(
    file: IO[bytes],
    media_type: str,
    headers: Mapping[str, str],
    *,
    request: Request,
    is_same: bool,
) -> Response:
    """Return the part that is asked for; all of it where it changed while it was made.

    Parts of two reports must never be put together, so a part is of one that had its tag before it
    was made and after.
    """
    if not is_same:
        return SpooledResponse(file, media_type=media_type, headers=headers)
    size = size_of(file)
    try:
        part = part_of(request.headers, size)
    except NotSatisfiable:
        file.close()
        return problem(kinds.NO_SUCH_PART, request, headers={"Content-Range": f"bytes */{size}"})
    return SpooledResponse(file, media_type=media_type, headers=headers, part=part)


def headers_alone(media_type: str, headers: Mapping[str, str]) -> Response:
    """Return the answer to a HEAD whose body would take a while to make: its length is unknown."""
    response = Response(media_type=media_type, headers=headers)
    del response.headers["Content-Length"]
    return response


def _tag(
    job_id: JobId, chosen: ReportFormat, query: ReportQuery, day: date, services: Services
) -> str:
    """Return the tag of a report before it is made, weak where it holds when that was."""
    parts = (
        __version__,
        read_report_mark(job_id, store=services.store, partial=query.partial),
        chosen.value,
        query.with_text,
        query.with_candidates,
        day.isoformat() if chosen in DATED else None,
    )
    return weak_tag_of(*parts) if chosen in DATED else tag_of(repr(parts).encode())


def chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield *pieces* in chunks worth a packet: each costs a change of threads."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        if len(buffer) >= CHUNK:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Return *pieces* with the first one made: what fails there still becomes a problem."""
    return itertools.chain([next(pieces)], pieces)


def _pieces(
    job_id: JobId, chosen: ReportFormat, query: ReportQuery, services: Services
) -> Iterator[bytes]:
    lines = services.reports.lines(
        job_id, with_text=query.with_text, with_candidates=query.with_candidates
    )
    return STREAMED[chosen](lines)


def _made(
    job_id: JobId, chosen: ReportFormat, query: ReportQuery, day: date, services: Services
) -> IO[bytes]:
    """Return the whole report as a temporary file."""

    def write(file: BinaryIO) -> None:
        if chosen in STREAMED:
            file.writelines(_pieces(job_id, chosen, query, services))
            return
        wanted = ReportRequest(
            job_id,
            chosen.value,
            with_text=query.with_text,
            with_candidates=query.with_candidates,
            as_of=day,
        )
        services.reports.write(wanted, file)

    return spooled(write)
