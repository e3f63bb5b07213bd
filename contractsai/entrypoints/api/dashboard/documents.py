"""One document: what was found beside the text it was found in, and a person's verdicts."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from contractsai.application.ports import JobFilter
from contractsai.application.review import Opinion, Place
from contractsai.bootstrap.pages import can_draw
from contractsai.bootstrap.services import Services
from contractsai.domain.errors import DocumentNotFound, InvalidReview
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.lifecycle import State
from contractsai.domain.review import Verdict
from contractsai.entrypoints.api.dashboard import reading
from contractsai.entrypoints.api.dashboard.pages import FormOf, Page, document_path, page, see
from contractsai.entrypoints.api.dashboard.sheets import page_of, sheet_of
from contractsai.entrypoints.api.deps import DocumentIdIn, FindingIdIn, JobIdIn, ServicesOf
from contractsai.entrypoints.api.sign_in import DASHBOARD, SEE_OTHER, way_back

router = APIRouter(include_in_schema=False, route_class=Page)

QUEUE: Final = 100
_ADDRESS: Final = f"{DASHBOARD}/jobs/{{job_id}}/documents/{{document_id}}"
_NOT_TAKEN: Final = 422


@dataclass(frozen=True, slots=True)
class Drawn:
    """The page to be drawn: its number, or that of a finding."""

    number: int | None
    finding: str


@router.get(_ADDRESS)
def document(
    request: Request,
    job_id: JobIdIn,
    document_id: DocumentIdIn,
    services: ServicesOf,
    *,
    member: Annotated[str | None, Query()] = None,
    view: str = "",
    number: Annotated[int | None, Query(alias="page")] = None,
    finding: str = "",
) -> Response:
    """Show the document: its text, or one of its pages as it is drawn."""
    drawn = Drawn(number, finding) if view == "page" else None
    return _show(request, services, job_id, document_id, member=member, drawn=drawn)


@router.post(f"{_ADDRESS}/findings/{{finding_id}}/review")
def judge(
    request: Request,
    job_id: JobIdIn,
    document_id: DocumentIdIn,
    finding_id: FindingIdIn,
    *,
    form: FormOf,
    services: ServicesOf,
) -> Response:
    """Take a verdict on a finding, and go back to where it was given."""
    member = form.get("member") or None
    try:
        opinion = Opinion(
            verdict=_verdict(form.get("verdict", "")),
            text=form.get("text", "").strip() or None,
        )
        services.reviews.add(Place(job_id, document_id, finding_id, member), opinion)
    except InvalidReview as error:
        refused = (finding_id, str(error))
        return _show(request, services, job_id, document_id, member=member, refused=refused)
    if form.get("next"):
        return RedirectResponse(way_back(request, form["next"]), SEE_OTHER)
    return see(request, f"{document_path(job_id, document_id, member)}#f-{finding_id}")


def _verdict(text: str) -> Verdict:
    if text not in list(Verdict):
        raise InvalidReview("accept, correct or reject it, or take that back")
    return Verdict(text)


@router.get(f"{DASHBOARD}/review")
def newest_review(request: Request, services: ServicesOf) -> Response:
    """Lead to what waits for a verdict in the newest job that completed."""
    newest = services.read_jobs(limit=1, wanted=JobFilter(State.COMPLETED))
    if newest:
        return see(request, f"/jobs/{newest[0].id}/review")
    return page(request, "review_empty.html")


@router.get(f"{DASHBOARD}/jobs/{{job_id}}/review")
def review(request: Request, job_id: JobIdIn, services: ServicesOf) -> Response:
    """Show what waits for a verdict in a job: the gravest and least certain first."""
    found = services.read_job(job_id)
    queue = services.views.to_review(job_id, limit=QUEUE)
    ids = services.views.ids(job_id)
    return page(
        request,
        "review.html",
        job=found,
        tab="review",
        is_live=False,
        total=queue.total,
        rows=[
            (item, reading.item_of(item.finding), ids[item.path])
            for item in queue.first
            if item.path in ids
        ],
    )


def _show(
    request: Request,
    services: Services,
    job_id: JobId,
    document_id: DocumentId,
    *,
    member: str | None,
    refused: tuple[str, str] = ("", ""),
    drawn: Drawn | None = None,
) -> Response:
    found, job = services.views.document(job_id, document_id), services.read_job(job_id)
    lines = services.views.lines(found)
    line = _line(lines, member, document_id)
    sheet = None
    is_drawable = line is not None and can_draw(line)
    if drawn and line and is_drawable:
        number = drawn.number or page_of(line, drawn.finding)
        sheet = sheet_of(services, job, found, line, number)
    return page(
        request,
        "document.html",
        status=_NOT_TAKEN if refused[0] else 200,
        job=job,
        document=found,
        line=line,
        member=member,
        members=reading.members_of(lines),
        title=reading.title_of(line) if line else "",
        groups=reading.groups_of(line) if line else [],
        pieces=reading.pieces_of(line) if line and not sheet else [],
        is_drawable=is_drawable,
        sheet=sheet,
        refused=refused,
    )


def _line(
    lines: list[dict[str, Any]], member: str | None, document_id: DocumentId
) -> dict[str, Any] | None:
    """Return the line of the file, or of a document inside it; none while it has not ended."""
    for line in lines:
        if line["member"] == member:
            return line
    if member is not None:
        raise DocumentNotFound(document_id)
    return None
