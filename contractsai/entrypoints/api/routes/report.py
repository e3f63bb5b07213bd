"""A job's report, as a file to take away."""

import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import IO, Annotated, Any, BinaryIO, Final, cast

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

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
from contractsai.entrypoints.api.etags import weak_tag_of
from contractsai.entrypoints.api.models import ReportFormat, ReportQuery
from contractsai.entrypoints.api.problems import responses

router = APIRouter(tags=["jobs"])

CHUNK: Final = 256 * 1024
IN_MEMORY: Final = 8 * 1024 * 1024
"""Bytes of a report that is not streamed before it goes to a temporary file."""

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
        "description": "What the documents that have ended so far hold.",
        "content": {
            MEDIA_TYPES[item]: {"schema": SCHEMAS.get(item, {"type": "string"})}
            for item in ReportFormat
        },
    }
}


class SpooledResponse(StreamingResponse):
    """Sends a temporary file and removes it in the end, also when the caller hangs up."""

    def __init__(self, file: IO[bytes], *, media_type: str, headers: Mapping[str, str]) -> None:
        """Take the file, written and open; it is this response's from here on."""
        self._file = file
        size = file.seek(0, 2)
        file.seek(0)
        super().__init__(
            iter(lambda: file.read(CHUNK), b""),
            media_type=media_type,
            headers={**headers, "Content-Length": str(size)},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        with self._file:
            await super().__call__(scope, receive, send)


@router.get(
    "/jobs/{job_id}/report",
    response_class=Response,
    responses=REPORTED | responses(kinds.JOB_NOT_FOUND, kinds.INVALID),
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
    """Return the report; while the job runs, of the documents that have ended so far."""
    chosen = query.format or preferred(accept, ACCEPTED_AS, default=ReportFormat.JSONL)
    day = query.as_of or services.clock.now().date()
    headers = {
        "Content-Disposition": f'attachment; filename="contractsai-{job_id}.{chosen.value}"',
        "ETag": _tag(job_id, chosen, query, day, services),
        "Vary": "Accept",
    }
    media_type = MEDIA_TYPES[chosen]
    instead = precondition(request, headers)
    if instead is not None:
        return instead
    if is_head:
        return headers_alone(media_type, headers)
    if chosen in STREAMED:
        lines = services.reports.lines(
            job_id, with_text=query.with_text, with_candidates=query.with_candidates
        )
        pieces = begun(chunks(STREAMED[chosen](lines)))
        return StreamingResponse(pieces, media_type=media_type, headers=headers)
    file = _spooled(job_id, chosen, query, day, services)
    return SpooledResponse(file, media_type=media_type, headers=headers)


def headers_alone(media_type: str, headers: Mapping[str, str]) -> Response:
    """Return the answer to a HEAD whose body would take a while to make: its length is unknown."""
    response = Response(media_type=media_type, headers=headers)
    del response.headers["Content-Length"]
    return response


def _tag(
    job_id: JobId, chosen: ReportFormat, query: ReportQuery, day: date, services: Services
) -> str:
    """Return the tag of a report before it is made, weak: spreadsheets hold when they were made."""
    return weak_tag_of(
        __version__,
        read_report_mark(job_id, store=services.store),
        chosen.value,
        query.with_text,
        query.with_candidates,
        day.isoformat() if chosen in DATED else None,
    )


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


def _spooled(
    job_id: JobId, chosen: ReportFormat, query: ReportQuery, day: date, services: Services
) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        wanted = ReportRequest(
            job_id,
            chosen.value,
            with_text=query.with_text,
            with_candidates=query.with_candidates,
            as_of=day,
        )
        services.reports.write(wanted, cast("BinaryIO", file))  # it is one in all but name
    except BaseException:
        file.close()
        raise
    return file
