"""What people say of findings: verdicts on one, and all there are, as training data."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Response, status
from starlette.responses import StreamingResponse

from contractsai.application.json_lines import json_lines
from contractsai.application.review import Opinion, Place
from contractsai.bootstrap.services import Services
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import (
    DocumentIdIn,
    FindingIdIn,
    IsHeadIn,
    JobIdIn,
    ServicesOf,
)
from contractsai.entrypoints.api.etags import ANY, tags
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.review_models import (
    ExportQuery,
    ReviewOut,
    ReviewQuery,
    ReviewRequest,
    ReviewsOut,
)
from contractsai.entrypoints.api.routes.job_actions import CHANGES
from contractsai.entrypoints.api.routes.report import begun, chunks, headers_alone

router = APIRouter(tags=["reviews"])

_TAG: Final = re.compile(r'"(\d{1,9})"', re.ASCII)
_TAGGED: Final = {"ETag": {"description": "How many there are.", "schema": {"type": "string"}}}
_ADDED: Final[dict[int | str, dict[str, Any]]] = {201: {"headers": _TAGGED}}
_LISTED: Final[dict[int | str, dict[str, Any]]] = {200: {"headers": _TAGGED}}
_EXPORTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "One review a line.",
        "content": {"application/jsonl": {"schema": {"type": "string"}}},
    }
}
_ADDRESS: Final = "/jobs/{job_id}/documents/{document_id}/findings/{finding_id}/reviews"
_NOT_FOUND: Final = (kinds.DOCUMENT_NOT_FOUND, kinds.FINDING_NOT_FOUND, kinds.INVALID)


def _place(
    job_id: JobIdIn,
    document_id: DocumentIdIn,
    finding_id: FindingIdIn,
    query: Annotated[ReviewQuery, Query()],
) -> Place:
    return Place(job_id, document_id, finding_id, query.member)


PlaceIn = Annotated[Place, Depends(_place)]


@router.post(
    _ADDRESS,
    status_code=status.HTTP_201_CREATED,
    response_model=ReviewOut,
    responses=_ADDED
    | responses(kinds.INVALID_REVIEW, kinds.REVIEWED_MEANWHILE, *_NOT_FOUND, *CHANGES),
)
def review(
    place: PlaceIn,
    body: ReviewRequest,
    response: Response,
    services: ServicesOf,
    if_match: Annotated[
        str | None,
        Header(description="The ETag of the reviews that this one is to follow; several, or *."),
    ] = None,
) -> dict[str, Any]:
    """Accept, correct or reject a finding, or take that back; it holds for this content anywhere.

    Reviews are appended, so that earlier ones stay to be seen; no analysis is changed.
    """
    opinion = Opinion(**body.model_dump())
    found = services.reviews.add(place, opinion, expected=expected(if_match))
    response.headers["ETag"] = f'"{found.number}"'
    return found.to_json()


@router.get(
    _ADDRESS,
    response_model=ReviewsOut,
    responses=_LISTED | responses(*_NOT_FOUND),
)
def list_reviews(place: PlaceIn, response: Response, services: ServicesOf) -> dict[str, Any]:
    """List all verdicts on a finding, the oldest first; the last one holds."""
    found = services.reviews.of(place)
    response.headers["ETag"] = f'"{len(found)}"'
    return {"reviews": [item.to_json() for item in found]}


@router.get(
    "/reviews/export",
    response_class=Response,
    responses=_EXPORTED | responses(kinds.INVALID),
)
def export_reviews(
    query: Annotated[ExportQuery, Query()], services: ServicesOf, is_head: IsHeadIn
) -> Response:
    """Return the verdicts that hold, with old and new values and the text around, to learn from."""
    headers = {"Content-Disposition": 'attachment; filename="contractsai-reviews.jsonl"'}
    if is_head:
        return headers_alone("application/jsonl", headers)
    lines = json_lines(_exported(services, with_history=query.history))
    return StreamingResponse(begun(chunks(lines)), media_type="application/jsonl", headers=headers)


def _exported(services: Services, *, with_history: bool) -> Iterator[dict[str, Any]]:
    return (item.to_json() for item in services.reviews.export(with_history=with_history))


def expected(if_match: str | None) -> frozenset[int] | None:
    """Return the numbers of reviews of which one has to hold; None for whatever there is.

    A list that holds no tag of ours gives none at all, which nothing matches.
    """
    if if_match is None or if_match.strip() == ANY:
        return None
    ours = (_TAG.fullmatch(tag) for tag in tags(if_match))
    return frozenset(int(tag[1]) for tag in ours if tag)
