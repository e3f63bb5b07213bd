"""A new analysis: choose a folder, see what it holds, and begin."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.domain.errors import FolderError, UploadError, UploadNotFound
from contractsai.domain.labels import labels_of
from contractsai.domain.upload import upload_of
from contractsai.entrypoints.api.dashboard.pages import FormOf, Page, page, see
from contractsai.entrypoints.api.deps import AfterResponseOf, ServicesOf
from contractsai.entrypoints.api.sign_in import DASHBOARD
from contractsai.entrypoints.api.uploading import received

router = APIRouter(include_in_schema=False, route_class=Page)

MOST: Final = 500  # folders that are shown of one
_OF_FOLDERS: Final = (
    "Choose a folder below one of the allowed roots, "
    "or have CONTRACTSAI_ALLOWED_ROOTS name another."
)
_OF_LABELS: Final = "Put blanks between labels, and none into one."
_OF_UPLOADS: Final = "Nothing of it was kept. Choose the files again, or a folder."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person has typed.

    Attributes:
        left: how many of the files that were sent are left out.
    """

    folder: str
    labels: str = ""
    left: int = 0


@router.get(f"{DASHBOARD}/new")
def choose(
    request: Request,
    services: ServicesOf,
    *,
    folder: str = "",
    look: bool = False,
    left: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show the folders to choose from, and, when asked, what a job of the folder would hold."""
    return _show(request, services, Wish(folder, left=left), with_size=look)


@router.post(f"{DASHBOARD}/new")
def begin(
    request: Request,
    form: FormOf,
    services: ServicesOf,
    after_response: AfterResponseOf,
) -> Response:
    """Make a job of the folder, or of what was sent."""
    wish = Wish(form.get("folder", "").strip(), form.get("labels", "").strip())
    try:
        labels = labels_of(wish.labels.replace(",", " ").split())
    except ValueError as error:
        return _show(request, services, wish, error=str(error), advice=_OF_LABELS)
    try:
        submission = services.submit_job(wish.folder, tell=MAX_IN_FLIGHT, labels=labels)
    except FolderError as error:
        return _show(request, services, wish, error=str(error))
    after_response.announce(submission)
    return see(request, f"/jobs/{submission.job.id}")


@router.post(f"{DASHBOARD}/uploads")
async def send(request: Request, services: ServicesOf) -> Response:
    """Keep the files that a form brings, and show what a job of them would hold."""
    try:
        kept, _, arrival = await received(request, services.uploads)
    except (UploadError, FolderError) as error:
        wish, refused = Wish(""), str(error)
        return await run_in_threadpool(
            lambda: _show(request, services, wish, error=refused, advice=_OF_UPLOADS)
        )
    query = {"folder": kept.folder, "look": "true", "left": len(arrival.left_out)}
    return see(request, f"/new?{urlencode(query)}")


def _show(
    request: Request,
    services: ServicesOf,
    wish: Wish,
    *,
    with_size: bool = False,
    error: str = "",
    advice: str = _OF_FOLDERS,
) -> Response:
    folder = wish.folder
    measured = None
    found: list[str] = []
    roots = list(services.views.folders(None))
    if not folder and len(roots) == 1:
        folder = roots[0]
    try:
        found = list(services.views.folders(folder or None))
        measured = services.views.measure(folder) if folder and with_size else None
    except (FolderError, UploadNotFound) as refused:
        error = error or str(refused)
    here = PurePath(folder) if folder else None
    inside = [root for root in roots if here and here.is_relative_to(root)]
    base = PurePath(max(inside, key=len)) if inside else None
    trail = [base, *_below(base, here)] if here and base else []
    upload = upload_of(folder)
    body: dict[str, Any] = {"upload_id": upload} if upload else {"folder_path": folder}
    return page(
        request,
        "new.html",
        status=422 if error else 200,
        folder=folder,
        labels=wish.labels,
        left=wish.left,
        upload=upload,
        body=body | ({"labels": wish.labels.split()} if wish.labels else {}),
        trail=[(str(it), it.name or str(it)) for it in trail],
        has_roots=len(roots) > 1,
        folders=[(path, PurePath(path).name if folder else path) for path in found[:MOST]],
        left_out=max(len(found) - MOST, 0),
        measured=measured,
        error=error,
        advice=advice,
    )


def _below(base: PurePath, here: PurePath) -> list[PurePath]:
    """Return the folders on the way from *base* down to *here*."""
    parts = here.relative_to(base).parts
    return [base.joinpath(*parts[: number + 1]) for number in range(len(parts))]
