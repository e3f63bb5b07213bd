"""Signing in with a key, signing out, and how the pages should look."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from contractsai.entrypoints.api.dashboard.pages import (
    THEME_COOKIE,
    THEMES,
    FormOf,
    Page,
    page,
    see,
)
from contractsai.entrypoints.api.deps import ServicesOf
from contractsai.entrypoints.api.sessions import Sessions, cookie_of, forget, keep
from contractsai.entrypoints.api.sign_in import DASHBOARD, SEE_OTHER, SIGN_IN, way_back

router = APIRouter(include_in_schema=False, route_class=Page)

_UNAUTHORISED = 401
_A_YEAR = 365 * 86_400


def _sessions(services: ServicesOf) -> Sessions:
    return Sessions(services.settings.api_keys)


@router.get(SIGN_IN)
def ask(request: Request, target: Annotated[str, Query(alias="next")] = "") -> Response:
    """Ask for a key."""
    return page(request, "sign_in.html", target=way_back(request, target), is_wrong=False)


@router.post(SIGN_IN)
def take(
    request: Request,
    form: FormOf,
    sessions: Annotated[Sessions, Depends(_sessions)],
    services: ServicesOf,
) -> Response:
    """Take a key, and give a session for it."""
    target = way_back(request, form.get("next", ""))
    given = form.get("key", "").strip()
    session = sessions.open(given)
    if session is None and (key := services.access.admit(given)) is not None:
        session = services.access.open_session(key) if key.parent is None else None
    if session is None:
        return page(request, "sign_in.html", status=_UNAUTHORISED, target=target, is_wrong=True)
    response = RedirectResponse(target, SEE_OTHER)
    keep(response, session, request)
    return response


@router.post(f"{DASHBOARD}/sign-out")
def leave(request: Request, services: ServicesOf) -> Response:
    """Have the browser forget its session, which opens nothing any more if it is a row."""
    services.access.end_session(cookie_of(request))
    response = see(request, "/sign-in")
    forget(response, request)
    return response


@router.post(f"{DASHBOARD}/theme")
def choose_theme(request: Request, form: FormOf) -> Response:
    """Remember light, dark, or as the system has it."""
    response = RedirectResponse(way_back(request, form.get("next", "")), SEE_OTHER)
    theme = form.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=_A_YEAR,
            path=request.scope["root_path"] or "/",
            httponly=True,
            samesite="lax",
        )
    return response
