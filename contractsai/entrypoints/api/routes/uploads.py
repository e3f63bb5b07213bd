"""What people send to be analysed, instead of a folder that is there already."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request, Response, status

from contractsai.domain.errors import UploadNotFound
from contractsai.domain.ids import UploadId
from contractsai.domain.upload import folder_of, upload_of
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import NO_QUERY, ServicesOf
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.upload_models import (
    BODY,
    ReceivedOut,
    UploadOut,
    arrival_view,
    upload_view,
)
from contractsai.entrypoints.api.uploading import received
from contractsai.entrypoints.views import instant

router = APIRouter(tags=["uploads"])

LOCATION: Final = {"Location": {"description": "The upload.", "schema": {"type": "string"}}}
KEPT: Final[dict[int | str, dict[str, Any]]] = {
    201: {"description": "Kept.", "headers": LOCATION},
    200: {
        "model": ReceivedOut,
        "description": "The same files were sent before: it is the same upload.",
        "headers": LOCATION,
    },
}


def _upload_id(
    upload_id: Annotated[str, Path(description="As POST /uploads gave it.")],
) -> UploadId:
    """Return the id, unless it has a form that no upload's has."""
    if upload_of(folder_of(UploadId(upload_id))) is None:
        raise UploadNotFound(upload_id)
    return UploadId(upload_id)


@router.post(
    "/uploads",
    status_code=status.HTTP_201_CREATED,
    response_model=ReceivedOut,
    dependencies=[NO_QUERY],
    openapi_extra=BODY,
    responses=KEPT
    | responses(
        *(kinds.NOTHING_TO_ANALYSE, kinds.UPLOAD_REFUSED, kinds.INVALID),
        *(kinds.UPLOAD_TOO_LARGE, kinds.NOT_MULTIPART, kinds.UPLOADS_UNAVAILABLE),
        *(kinds.CROSS_SITE, kinds.TOO_SLOW),
    ),
)
async def upload(request: Request, response: Response, services: ServicesOf) -> dict[str, Any]:
    """Send files, or ZIP archives of them, for a job; POST /analyze takes the id.

    Sending the same files again is no mistake, and gives the same id.
    """
    kept, is_new, arrival = await received(request, services.uploads)
    if not is_new:
        response.status_code = status.HTTP_200_OK
    response.headers["Location"] = f"{request.scope['root_path']}/uploads/{kept.id}"
    expires_at = instant(services.uploads.expires_at(kept))
    return upload_view(kept, expires_at=expires_at) | arrival_view(arrival)


@router.get(
    "/uploads/{upload_id}",
    response_model=UploadOut,
    dependencies=[NO_QUERY],
    responses=responses(kinds.UPLOAD_NOT_FOUND, kinds.INVALID),
)
def show_upload(
    upload_id: Annotated[UploadId, Depends(_upload_id)], services: ServicesOf
) -> dict[str, Any]:
    """Show what was sent, until it is deleted."""
    found = services.uploads.read(upload_id)
    return upload_view(found, expires_at=instant(services.uploads.expires_at(found)))
