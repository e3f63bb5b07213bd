"""Pages for people: an index, the API's documentation, what a problem means."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from contractsai import __version__
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.reference import operations, schemas
from contractsai.entrypoints.api.sign_in import DASHBOARD, SEE_OTHER

router = APIRouter(include_in_schema=False)

_pages: Final = Environment(
    loader=PackageLoader("contractsai.entrypoints.api"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/")
def index(request: Request) -> Response:
    """Lead people to the dashboard; tell a program what this is, and where to go from here."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"{request.scope['root_path']}{DASHBOARD}", SEE_OTHER)
    return _page(request, "index.html", version=__version__)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Show the OpenAPI document as a page: no script, no other host."""
    document = request.app.openapi()
    return _page(
        request,
        "docs.html",
        info=document["info"],
        operations=operations(document),
        schemas=schemas(document),
        problems=kinds.ALL.values(),
    )


@router.get("/problems/{slug}")
def explain(request: Request, slug: str) -> HTMLResponse:
    """Say what the problem of that type means."""
    kind = kinds.ALL.get(slug)
    if kind is None:
        raise HTTPException(404)
    return _page(request, "problem.html", kind=kind)


@router.get("/style.css")
def style() -> Response:
    """Return the pages' one style sheet."""
    return Response(_pages.get_template("style.css").render(), media_type="text/css")


def _page(request: Request, template: str, **values: object) -> HTMLResponse:
    """Return the page, whose links begin with the prefix that a proxy shows us under."""
    root = request.scope["root_path"]
    return HTMLResponse(_pages.get_template(template).render(values, root=root))
