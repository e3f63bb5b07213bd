"""Every error as ``application/problem+json`` (RFC 9457): a stable type, and what to try next."""

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from contractsai.domain.errors import (
    FolderError,
    InvalidReview,
    InvalidTransition,
    JobNotEnded,
    UploadError,
)
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.headers import SECURITY_HEADERS
from contractsai.entrypoints.api.methods import allowed
from contractsai.entrypoints.api.request_ids import HEADER, NAME
from contractsai.entrypoints.page_tokens import BadPageToken
from contractsai.entrypoints.problem_kind import ProblemKind

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"

SPEAKING: Final = (
    *(FolderError, UploadError, InvalidTransition, JobNotEnded, InvalidReview),
    BadPageToken,
)
"""Errors whose message is meant for the caller; an adapter's may name hosts and passwords."""


class FieldError(BaseModel):
    """One field that does not fit."""

    place: str = Field(description="Where it stands: body, query, path or header.")
    field: str = Field(description="Its name, dots between the parts; empty for the whole place.")
    detail: str


class Problem(BaseModel):
    """What went wrong and what to try next (RFC 9457)."""

    type: str = Field(description="Stable; the page at this address explains it.")
    title: str
    status: int
    hint: str = Field(description="The next thing to try.")
    detail: str | None = Field(None, description="What is particular to this request.")
    instance: str = Field(description="The path that was asked for.")
    errors: list[FieldError] | None = Field(None, description="Of a request that does not fit.")
    reference: str | None = Field(
        None, description="Of an unforeseen error: look for it in the logs."
    )


def problem(
    kind: ProblemKind,
    request: Request,
    *,
    detail: str | None = None,
    headers: Mapping[str, str] | None = None,
    **members: object,
) -> Response:
    """Return the response for a problem of *kind*; *members* extend it as RFC 9457 allows."""
    root_path = request.scope.get("root_path", "")
    content: dict[str, object] = {
        "type": f"{root_path}{kind.uri}" if kind.slug else kind.uri,
        "title": kind.title,
        "status": kind.status,
        "hint": kind.hint,
    }
    if detail:
        content["detail"] = detail
    content |= {"instance": request.url.path, **members}
    told = dict(headers or {})
    if kind.retry_after_seconds is not None:
        told["Retry-After"] = str(kind.retry_after_seconds)
    return JSONResponse(content, kind.status, told, media_type=MEDIA_TYPE)


def responses(
    *further: ProblemKind, everywhere: Sequence[ProblemKind] = kinds.EVERYWHERE
) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of a route's errors: *further*, and those *everywhere*."""
    by_status: dict[int, list[str]] = {}
    for kind in (*further, *everywhere):
        by_status.setdefault(kind.status, []).append(kind.title)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": "; ".join(titles), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, titles in sorted(by_status.items())
    }


def install(app: FastAPI) -> None:
    """Have *app* answer every error with a problem."""
    for error in kinds.BY_ERROR:
        app.add_exception_handler(error, of_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_framework)
    app.add_exception_handler(Exception, _unforeseen)


def of_error(request: Request, error: Exception) -> Response:
    """Return the problem that one of our errors is."""
    kind = next(kinds.BY_ERROR[base] for base in type(error).__mro__ if base in kinds.BY_ERROR)
    if kind.status >= kinds.UNFORESEEN.status:
        logger.warning(
            "request could not be served",
            exc_info=error,
            extra={"event": "request.unavailable", "path": request.url.path},
        )
    detail = str(error) if isinstance(error, SPEAKING) else None
    return problem(kind, request, detail=detail)


def _invalid(request: Request, error: Exception) -> Response:
    found = _field_errors(cast("RequestValidationError", error).errors())
    return problem(kinds.INVALID, request, errors=found)


def _field_errors(errors: Iterable[Mapping[str, Any]]) -> Sequence[Mapping[str, str]]:
    """Return what does not fit, without repeating the values: they may be anything."""
    found = []
    for error in errors:
        place, *path = error["loc"]
        if error["type"] == "json_invalid":  # its path is a position in the text
            path = []
        field = ".".join(str(part) for part in path)
        found.append({"place": str(place), "field": field, "detail": error["msg"]})
    return found


def _of_framework(request: Request, error: Exception) -> Response:
    raised = cast("HTTPException", error)
    kind = kinds.BY_STATUS.get(raised.status_code)
    if kind is None:  # no page of ours explains it, so it must not name one
        kind = ProblemKind(
            "", raised.status_code, str(raised.detail), "See the API's pages at /docs."
        )
    headers = dict(raised.headers or {})
    if kind is kinds.METHOD_NOT_ALLOWED:
        headers["Allow"] = allowed(request.app.routes, request.scope)
    return problem(kind, request, headers=headers)


def _unforeseen(request: Request, error: Exception) -> Response:
    """Answer without a trace of the error; the reference leads to it in the logs."""
    reference = request.scope.get(NAME) or secrets.token_hex(16)
    logger.error(
        "request failed",
        exc_info=error,
        extra={
            "event": "request.failed",
            "reference": reference,
            "request_id": reference,  # which the middleware no longer has under way
            "method": request.method,
            "path": request.url.path,
        },
    )
    return problem(
        kinds.UNFORESEEN,
        request,
        headers={**SECURITY_HEADERS, HEADER: reference},  # made outside of every middleware
        reference=reference,
    )
