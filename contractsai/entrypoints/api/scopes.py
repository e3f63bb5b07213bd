"""What each address needs: the one table that the door, the audit and the documents go by.

A route that is not in it keeps the application from being made: see `ensure_all_are_known`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.routing import BaseRoute

from contractsai.domain.access import Scope

READ: Final = """
/ /style.css /docs /openapi.json /problems/{slug} /metrics /demand /stats /workers /search
/events /jobs /jobs/{job_id} /jobs/{job_id}/calendar.ics /jobs/{job_id}/deadlines
/jobs/{job_id}/documents /jobs/{job_id}/documents/{document_id} /jobs/{job_id}/events
/jobs/{job_id}/documents/{document_id}/findings/{finding_id}/reviews
/jobs/{job_id}/near-duplicates /jobs/{job_id}/register /jobs/{job_id}/register.xlsx
/jobs/{job_id}/report /reviews/export /uploads/{upload_id}
/livez /readyz /dashboard/sign-in /dashboard/static/{name}
/dashboard /dashboard/jobs /dashboard/jobs/{job_id} /dashboard/jobs/{job_id}/deadlines
/dashboard/jobs/{job_id}/documents/{document_id} /dashboard/jobs/{job_id}/register
/dashboard/jobs/{job_id}/near-duplicates
/dashboard/jobs/{job_id}/documents/{document_id}/pages/{number}.png
/dashboard/jobs/{job_id}/report /dashboard/jobs/{job_id}/review /dashboard/new /dashboard/queues
/dashboard/review /dashboard/search /dashboard/system /dashboard/workers /dashboard/{rest:path}
"""
READ_BY_POST: Final = "/dashboard/sign-in /dashboard/sign-out /dashboard/theme"
"""They change nothing that anybody else sees."""
WRITE: Final = """
/analyze /uploads /jobs/{job_id}/cancel /jobs/{job_id}/retry
/jobs/{job_id}/documents/{document_id}/annotation /jobs/{job_id}/documents/{document_id}/retry
/jobs/{job_id}/documents/{document_id}/findings/{finding_id}/reviews
/dashboard/jobs /dashboard/jobs/{job_id}/cancel /dashboard/jobs/{job_id}/retry /dashboard/new
/dashboard/uploads
/dashboard/jobs/{job_id}/documents/{document_id}/annotation
/dashboard/jobs/{job_id}/documents/{document_id}/findings/{finding_id}/review
"""
WRITE_BY_DELETE: Final = "/jobs/{job_id}"
ADMIN: Final = "/audit /dashboard/activity"
ADMIN_BY_POST: Final = "/workers/{worker}/drain /dashboard/workers/{worker_id}/drain"

_TABLE: Final = (
    ("GET", READ, Scope.READ),
    ("POST", READ_BY_POST, Scope.READ),
    ("POST", WRITE, Scope.WRITE),
    ("DELETE", WRITE_BY_DELETE, Scope.WRITE),
    ("GET", ADMIN, Scope.ADMIN),
    ("POST", ADMIN_BY_POST, Scope.ADMIN),
)
_SUBJECTS: Final = ("job_id", "worker", "worker_id")
_PART: Final = re.compile(r"\{(\w+)(:path)?\}")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that a request is for.

    Attributes:
        template: such as ``/jobs/{job_id}``; empty for one that there is not.
        scope: what it needs.
        subject: the id of the job or the worker in it; empty without one.
    """

    template: str
    scope: Scope
    subject: str = ""


SCOPES: Final[Mapping[tuple[str, str], Scope]] = {
    (method, template): scope for method, told, scope in _TABLE for template in told.split()
}
"""What each operation needs, by method and template."""


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PART.split(template)  # text, name, whether it takes slashes, text, ...
    text = "".join(
        re.escape(parts[place])
        + (f"(?P<{parts[place + 1]}>{'.*' if parts[place + 2] else '[^/]+'})")
        for place in range(0, len(parts) - 1, 3)
    )
    return re.compile(text + re.escape(parts[-1]))


_PLAIN: Final = {key: scope for key, scope in SCOPES.items() if "{" not in key[1]}
_PATTERNS: Final = [
    (method, template, scope, _pattern(template))
    for (method, template), scope in SCOPES.items()
    if "{" in template
]


def address_of(method: str, path: str) -> Address:
    """Return what a request is for; one that nobody answers needs what any other of its kind does.

    Args:
        method: HEAD needs what GET does.
        path: without the prefix.
    """
    method = "GET" if method in ("HEAD", "OPTIONS") else method
    plain = _PLAIN.get((method, path))
    if plain is not None:
        return Address(path, plain)
    for known, template, scope, pattern in _PATTERNS:
        if known == method and (found := pattern.fullmatch(path)):
            names = found.groupdict()
            subject = next((names[name] for name in _SUBJECTS if name in names), "")
            return Address(template, scope, subject)
    return Address("", Scope.READ if method == "GET" else Scope.WRITE)


def operations_of(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Yield method and template of each route, those of included routers too."""
    for route in routes:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from operations_of(router.routes)
            continue
        for method in sorted(getattr(route, "methods", None) or ()):
            yield method, str(getattr(route, "path", ""))


def ensure_all_are_known(routes: Iterable[BaseRoute]) -> None:
    """Do nothing if the table has every operation of *routes*.

    Raises:
        RuntimeError: somebody added a route and did not say who may ask for it.
    """
    for method, template in operations_of(routes):
        if method != "HEAD" and (method, template) not in SCOPES:
            raise RuntimeError(
                f"{method} {template} has no scope: say in {__name__} who may ask for it"
            )
