"""The system: whether it is ready, its settings and where they came from, and its addresses."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo
from starlette.exceptions import HTTPException
from starlette.responses import Response

from contractsai.bootstrap.doctor.examine import examine_running
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
    """A setting as people may see it.

    Attributes:
        source: the variable that it came from, ``command line`` or ``default``.
    """

    name: str
    value: str
    is_set: bool
    source: str
    says: str


@router.get(f"{DASHBOARD}/system")
def system(
    request: Request,
    services: ServicesOf,
    ready: ReadinessOf,
    dispatcher: DispatcherOf,
    *,
    examine: bool = False,
) -> Response:
    """Show whether jobs can be taken, what the service was told, and what is wrong if asked."""
    state = ready.database()
    is_ready = state == readiness.READY
    return page(
        request,
        "system.html",
        database=state,
        why=None if is_ready else readiness.WHY[state],
        schedules=services.schedules.read() if is_ready else [],
        found=examine_running(services) if examine else None,
        broker=dispatcher.broker.value,
        warnings=services.settings.warnings,
        settings=list(shown_settings(services.settings)),
    )


def shown_settings(settings: Settings) -> Iterator[Setting]:
    """Yield the settings by name; of a secret, only whether there is one."""
    for name, field in sorted(Settings.model_fields.items()):
        value, is_set = getattr(settings, name), name in settings.model_fields_set
        yield Setting(
            name=name,
            value=_told(value),
            is_set=is_set,
            source=source_of(name, field, os.environ) if is_set else "default",
            says=_LINK.sub(r"\1", field.description or "").replace("`", ""),
        )


def source_of(name: str, field: FieldInfo, environment: Mapping[str, str]) -> str:
    """Return the variable that a setting came from; without one, it was said in the command."""
    alias = field.validation_alias
    others = [str(it) for it in alias.choices] if isinstance(alias, AliasChoices) else []
    variables = [*others, f"CONTRACTSAI_{name.upper()}"]
    return next((it for it in variables if it in environment), "command line")


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
