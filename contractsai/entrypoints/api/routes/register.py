"""The register of a job, as data and as a workbook, and what people keep beside its contracts."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Response

from contractsai.application.annotate import Beside
from contractsai.bootstrap.register import write_register_file
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import DocumentIdIn, IsHeadIn, JobIdIn, ServicesOf
from contractsai.entrypoints.api.models import DeadlinesQuery, ReportFormat
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.register_models import (
    AnnotationOut,
    AnnotationRequest,
    RegisterOut,
)
from contractsai.entrypoints.api.review_models import ReviewQuery
from contractsai.entrypoints.api.routes.job_actions import CHANGES
from contractsai.entrypoints.api.routes.report import (
    MEDIA_TYPES,
    SCHEMAS,
    headers_alone,
)
from contractsai.entrypoints.api.routes.reviews import expected
from contractsai.entrypoints.api.spooled import SpooledResponse, spooled
from contractsai.entrypoints.views import annotation_view

router = APIRouter(tags=["register"])

_XLSX: Final = MEDIA_TYPES[ReportFormat.XLSX]
_WORKBOOK: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A workbook that people work in.",
        "content": {_XLSX: {"schema": SCHEMAS[ReportFormat.XLSX]}},
    }
}
_TAGGED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"headers": {"ETag": {"description": "The version.", "schema": {"type": "string"}}}}
}


def _beside(
    job_id: JobIdIn, document_id: DocumentIdIn, query: Annotated[ReviewQuery, Query()]
) -> Beside:
    return Beside(job_id, document_id, query.member)


BesideIn = Annotated[Beside, Depends(_beside)]


@router.get(
    "/jobs/{job_id}/register",
    response_model=RegisterOut,
    responses=responses(kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.INVALID),
)
def register(
    job_id: JobIdIn, query: Annotated[DeadlinesQuery, Query()], services: ServicesOf
) -> dict[str, Any]:
    """Return a row for each contract, and what changed since the last run of the same folder."""
    return services.register.read(job_id, query.as_of)


@router.get(
    "/jobs/{job_id}/register.xlsx",
    response_class=Response,
    responses=_WORKBOOK | responses(kinds.JOB_NOT_FOUND, kinds.JOB_PURGED, kinds.INVALID),
)
def register_workbook(
    job_id: JobIdIn,
    query: Annotated[DeadlinesQuery, Query()],
    services: ServicesOf,
    is_head: IsHeadIn,
) -> Response:
    """Return the same as a workbook; `contractsai register --import` takes back what is changed."""
    headers = {"Content-Disposition": f'attachment; filename="contracts-{job_id}.xlsx"'}
    view = services.register.read(job_id, query.as_of)
    if is_head:
        return headers_alone(_XLSX, headers)
    file = spooled(lambda stream: write_register_file(view, stream))
    return SpooledResponse(file, media_type=_XLSX, headers=headers)


@router.post(
    "/jobs/{job_id}/documents/{document_id}/annotation",
    response_model=AnnotationOut,
    responses=_TAGGED
    | responses(
        kinds.DOCUMENT_NOT_FOUND,
        kinds.INVALID_ANNOTATION,
        kinds.ANNOTATED_MEANWHILE,
        kinds.INVALID,
        *CHANGES,
    ),
)
def annotate(
    beside: BesideIn,
    body: AnnotationRequest,
    response: Response,
    services: ServicesOf,
    if_match: Annotated[
        str | None, Header(description="The ETag of the version that was seen; several, or *.")
    ] = None,
) -> dict[str, Any]:
    """Keep an owner, a tag, a note and the like beside a contract, by the content of its file."""
    kept = services.register.annotate(beside, body.fields, by=body.by, expected=expected(if_match))
    response.headers["ETag"] = f'"{kept.version}"'
    return annotation_view(kept)
