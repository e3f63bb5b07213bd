"""Activity: what was done at whose wish, the latest first."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from contractsai.application.ports import AuditFilter
from contractsai.domain.audit import Entry
from contractsai.domain.ids import EntryId
from contractsai.entrypoints.api.dashboard.pages import Page, page
from contractsai.entrypoints.api.deps import ServicesOf, TokensOf
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)

PAGE: Final = 50
WORDS: Final[Mapping[str, str]] = {
    "POST /analyze": "Began an analysis",
    "POST /new": "Began an analysis",
    "POST /jobs/{job_id}/cancel": "Cancelled a job",
    "POST /jobs/{job_id}/retry": "Tried a job again",
    "POST /jobs": "Acted on several jobs",
    "DELETE /jobs/{job_id}": "Deleted a job",
    "POST /jobs/{job_id}/documents/{document_id}/retry": "Tried a document again",
    "POST /jobs/{job_id}/documents/{document_id}/annotation": "Wrote beside a contract",
    "POST /jobs/{job_id}/documents/{document_id}/findings/{finding_id}/review": "Judged a finding",
    "POST /jobs/{job_id}/documents/{document_id}/findings/{finding_id}/reviews": "Judged a finding",
    "POST /workers/{worker}/drain": "Asked a worker to claim no more",
    "POST /workers/{worker_id}/drain": "Asked a worker to claim no more",
}
"""What people call an action; another one is told by its address."""


@router.get(f"{DASHBOARD}/activity")
def activity(  # noqa: PLR0917 - what the address may say
    request: Request,
    services: ServicesOf,
    tokens: TokensOf,
    who: str = "",
    subject: str = "",
    after: str = "",
) -> Response:
    """Show a page of the audit."""
    listing = f"dashboard/activity {who!r} {subject!r}"
    place = EntryId(tokens.decode(listing, after)) if after else None
    wanted = AuditFilter(who=who or None, subject=subject or None)
    rows = services.access.read_audit(limit=PAGE + 1, wanted=wanted, after=place)
    entries, token = tokens.page_of(rows, PAGE, listing, lambda entry: entry.id)
    return page(
        request,
        "activity.html",
        rows=[(entry, called(entry)) for entry in entries],
        who=who,
        subject=subject,
        after=after,
        next_token=token,
    )


def called(entry: Entry) -> str:
    """Return what a person calls what was done."""
    method, _, template = entry.action.partition(" ")
    return WORDS.get(f"{method} {template.removeprefix(DASHBOARD)}", entry.action)
