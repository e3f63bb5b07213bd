"""A new analysis: choose a folder, see what it holds, and begin."""

from pathlib import PurePath

from fastapi import APIRouter, Request
from starlette.responses import Response

from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.domain.errors import FolderError
from contractsai.entrypoints.api.dashboard.pages import FormOf, Page, page, see
from contractsai.entrypoints.api.deps import AfterResponseOf, ServicesOf
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)

MOST = 500  # folders that are shown of one


@router.get(f"{DASHBOARD}/new")
def choose(
    request: Request, services: ServicesOf, *, folder: str = "", look: bool = False
) -> Response:
    """Show the folders to choose from, and, when asked, what a job of the folder would hold."""
    return _show(request, services, folder, with_size=look)


@router.post(f"{DASHBOARD}/new")
def begin(
    request: Request,
    form: FormOf,
    services: ServicesOf,
    after_response: AfterResponseOf,
) -> Response:
    """Make a job of the folder."""
    folder = form.get("folder", "").strip()
    try:
        submission = services.submit_job(folder, tell=MAX_IN_FLIGHT)
    except FolderError as error:
        return _show(request, services, folder, with_size=False, error=str(error))
    after_response.announce(submission)
    return see(request, f"/jobs/{submission.job.id}")


def _show(
    request: Request, services: ServicesOf, folder: str, *, with_size: bool, error: str = ""
) -> Response:
    measured = None
    found: list[str] = []
    roots = list(services.views.folders(None))
    if not folder and len(roots) == 1:
        folder = roots[0]
    try:
        found = list(services.views.folders(folder or None))
        measured = services.views.measure(folder) if folder and with_size else None
    except FolderError as refused:
        error = error or str(refused)
    here = PurePath(folder) if folder else None
    inside = [root for root in roots if here and here.is_relative_to(root)]
    base = PurePath(max(inside, key=len)) if inside else None
    trail = [base, *_below(base, here)] if here and base else []
    return page(
        request,
        "new.html",
        status=422 if error else 200,
        folder=folder,
        trail=[(str(it), it.name or str(it)) for it in trail],
        has_roots=len(roots) > 1,
        folders=[(path, PurePath(path).name if folder else path) for path in found[:MOST]],
        left_out=max(len(found) - MOST, 0),
        measured=measured,
        error=error,
    )


def _below(base: PurePath, here: PurePath) -> list[PurePath]:
    """Return the folders on the way from *base* down to *here*."""
    parts = here.relative_to(base).parts
    return [base.joinpath(*parts[: number + 1]) for number in range(len(parts))]
