"""The system: whether it is ready, its settings and where they came from, and its addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from pydantic import SecretStr
from starlette.exceptions import HTTPException
from starlette.responses import Response

from contractsai.entrypoints.api import readiness
from contractsai.entrypoints.api.dashboard.pages import Page, page
from contractsai.entrypoints.api.deps import DispatcherOf, ReadinessOf, ServicesOf
from contractsai.entrypoints.api.sign_in import DASHBOARD
from contractsai.settings import Settings

router = APIRouter(include_in_schema=False, route_class=Page)

HIDDEN: Final = "••••••"
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as people may see it."""

    name: str
    value: str
    is_set: bool
    says: str


@router.get(f"{DASHBOARD}/system")
def system(
    request: Request, services: ServicesOf, ready: ReadinessOf, dispatcher: DispatcherOf
) -> Response:
    """Show whether jobs can be taken, and what the service was told."""
    state = ready.database()
    return page(
        request,
        "system.html",
        database=state,
        why=None if state == readiness.READY else readiness.WHY[state],
        broker=dispatcher.broker.value,
        warnings=services.settings.warnings,
        settings=list(shown_settings(services.settings)),
    )


def shown_settings(settings: Settings) -> Iterator[Setting]:
    """Yield the settings by name; of a secret, only whether there is one."""
    for name, field in sorted(Settings.model_fields.items()):
        value = getattr(settings, name)
        yield Setting(
            name=name,
            value=_told(value),
            is_set=name in settings.model_fields_set,
            says=_LINK.sub(r"\1", field.description or "").replace("`", ""),
        )


def _told(value: object) -> str:
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else ""
    if isinstance(value, tuple):
        return ", ".join(_told(item) for item in value)
    return "" if value is None else str(value)


@router.get(f"{DASHBOARD}/{{rest:path}}")
def nothing(rest: str) -> Response:
    """Say that there is no such page."""
    raise HTTPException(404, rest)
