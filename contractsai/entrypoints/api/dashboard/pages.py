"""How a page is made: its frame, its headers, its errors, and the forms that it sends back."""

import gzip
import shlex
from collections.abc import Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, quote

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from contractsai import __version__
from contractsai.bootstrap.views import label_of
from contractsai.domain.access import Scope
from contractsai.domain.errors import ContractsAIError
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.names import shown
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.callers import caller_of
from contractsai.entrypoints.api.dashboard import commands, words
from contractsai.entrypoints.api.dashboard.static import address_of, packs
from contractsai.entrypoints.api.problems import SPEAKING
from contractsai.entrypoints.api.sign_in import DASHBOARD, SEE_OTHER
from contractsai.entrypoints.problem_kind import ProblemKind

Form = Mapping[str, str]

THEMES: Final = ("system", "light", "dark")
THEME_COOKIE: Final = "contractsai_theme"
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Encoding, Cookie",
}
_SMALL: Final = 1024  # bytes that are not worth packing


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("contractsai.entrypoints.api.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        ago=words.ago,
        duration=words.duration,
        instant=words.instant,
        size=words.size,
        plural=words.plural,
        readable=shown,
        label=label_of,
        spaced=words.spaced,
        shell=shlex.quote,
        part=lambda text: quote(str(text), safe=""),
    )
    made.globals.update(
        command=commands.Command.of,
        posting=commands.posting,
        of_job=commands.of_job,
        of_findings=commands.of_findings,
        place={name: commands.placeholder(name) for name in commands.PLACES},
    )
    return made


_pages: Final = _environment()


class Page(APIRoute):
    """A route that answers errors with a page: what went wrong, and what to try next."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the errors of ours translated."""
        handle = super().get_route_handler()

        async def handle_as_page(request: Request) -> Response:
            try:
                return await handle(request)
            except ContractsAIError as error:
                kind = next(
                    kinds.BY_ERROR[it] for it in type(error).__mro__ if it in kinds.BY_ERROR
                )
                detail = str(error) if isinstance(error, SPEAKING) else ""
                return problem_page(request, kind, detail)
            except RequestValidationError:
                return problem_page(request, kinds.INVALID, "")
            except HTTPException as error:
                return problem_page(request, kinds.BY_STATUS[error.status_code], "")

        return handle_as_page


def page(
    request: Request, template: str, *, status: int = HTTPStatus.OK, **values: object
) -> Response:
    """Return a page of ours; where *values* say nothing else, it may be asked for again."""
    root = request.scope["root_path"]
    caller = caller_of(request.scope)
    theme = request.cookies.get(THEME_COOKIE, THEMES[0])
    text = _pages.get_template(template).render(
        values,
        root=root,
        base=f"{root}{DASHBOARD}",
        here=request.url.path,
        host=request.headers.get("host", "localhost"),
        origin=f"{request.url.scheme}://{request.headers.get('host', 'localhost')}{root}",
        static=lambda name: address_of(root, name),
        theme=theme if theme in THEMES else THEMES[0],
        themes=THEMES,
        version=__version__,
        is_signed_in=bool(caller and caller.key),
        may_write=bool(caller and caller.scope.holds(Scope.WRITE)),
        may_rule=bool(caller and caller.scope.holds(Scope.ADMIN)),
        now=request.app.state.services.clock.now(),
    )
    content = text.encode(errors="replace")
    headers = dict(_HEADERS)
    if packs(request) and len(content) > _SMALL:
        content = gzip.compress(content, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return HTMLResponse(content, status, headers)


def problem_page(request: Request, kind: ProblemKind, detail: str) -> Response:
    """Return a problem as a page, in the words that the API has for it."""
    return page(request, "problem.html", status=kind.status, kind=kind, detail=detail)


def see(request: Request, path: str) -> Response:
    """Return the way to another page of the dashboard, after a form was taken."""
    return RedirectResponse(f"{request.scope['root_path']}{DASHBOARD}{path}", SEE_OTHER)


def document_path(job_id: JobId, document_id: DocumentId, member: str | None) -> str:
    """Return where a document, or one inside it, is shown, as `see` takes it."""
    asked = f"?member={quote(member, safe='')}" if member else ""
    return f"/jobs/{job_id}/documents/{document_id}{asked}"


async def _form_pairs(request: Request) -> list[tuple[str, str]]:
    """Return every field of a form."""
    body = (await request.body()).decode(errors="replace")
    return parse_qsl(body, keep_blank_values=True)


async def _form(request: Request) -> Form:
    """Return the fields of a form; of those with one name, the last."""
    return dict(await _form_pairs(request))


FormOf = Annotated[Form, Depends(_form)]
FormPairsOf = Annotated[list[tuple[str, str]], Depends(_form_pairs)]
