"""Pages of a PDF as readers see them, with a box around the words of each finding."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import PlainTextResponse, Response

from contractsai.bootstrap.services import Services
from contractsai.domain.document import Document
from contractsai.domain.errors import PageNotDrawn
from contractsai.domain.job import Job
from contractsai.entrypoints.api.dashboard.pages import Page
from contractsai.entrypoints.api.dashboard.reading import is_told
from contractsai.entrypoints.api.deps import DocumentIdIn, JobIdIn, ServicesOf
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)

_NOT_THERE: Final = 404
_NOT_CHANGED: Final = 304


@dataclass(frozen=True, slots=True)
class Place:
    """A box around words, in points from the left and the top of the page.

    Attributes:
        of: the finding that was read from them.
        is_first: of the boxes of its finding.
    """

    of: str
    left: float
    top: float
    width: float
    height: float
    is_first: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, to be drawn.

    Attributes:
        refused: why it cannot be; empty if it can.
    """

    number: int
    count: int
    width: float = 0
    height: float = 0
    places: Sequence[Place] = ()
    refused: str = ""


def sheet_of(
    services: Services, job: Job, document: Document, line: Mapping[str, Any], number: int
) -> Sheet:
    """Return a page of a document whose pages can be drawn; the nearest there is."""
    count = len(line["page_starts"])
    number = min(max(number, 1), count)
    try:
        layout = services.pages.layout(job, document, line, number)
    except PageNotDrawn as error:
        return Sheet(number, count, refused=str(error))
    told = {item["id"] for item in line["findings"] if is_told(item)}
    places = [
        Place(name, *box, is_first=nth == 0)
        for name, boxes in layout.boxes.items()
        if name in told
        for nth, box in enumerate(boxes)
    ]
    places.sort(key=lambda place: -place.width * place.height)  # what lies inside can be pointed at
    return Sheet(number, count, layout.width, layout.height, places)


def page_of(line: Mapping[str, Any], finding: str) -> int:
    """Return the page that a finding was read from; the first where it stands nowhere."""
    for item in line["findings"]:
        if item["id"] == finding and item["evidence"]:
            return bisect_right(line["page_starts"], item["evidence"][0]["start"])
    return 1


@router.get(f"{DASHBOARD}/jobs/{{job_id}}/documents/{{document_id}}/pages/{{number}}.png")
def drawn(
    request: Request,
    job_id: JobIdIn,
    document_id: DocumentIdIn,
    number: Annotated[int, Path(ge=1)],
    services: ServicesOf,
) -> Response:
    """Return a page as a picture, which stays the same while the content does."""
    document = services.views.document(job_id, document_id)
    mark = f'"{document.sha256}-{number}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=_NOT_CHANGED, headers=headers)
    try:
        png = services.pages.picture(services.read_job(job_id), document, number)
    except PageNotDrawn as error:
        return PlainTextResponse(f"This page cannot be drawn: {error}.", _NOT_THERE)
    return Response(png, media_type="image/png", headers=headers)
