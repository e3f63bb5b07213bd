"""A job's documents that are nearly the same, side by side."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contractsai.entrypoints.api.dashboard.pages import Page, document_path, page
from contractsai.entrypoints.api.deps import JobIdIn, ServicesOf, TokensOf
from contractsai.entrypoints.api.duplicate_models import NearQuery
from contractsai.entrypoints.api.routes.duplicates import list_near_duplicates
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)

GROUPS: Final = 20


@router.get(f"{DASHBOARD}/jobs/{{job_id}}/near-duplicates")
def near_duplicates(
    request: Request,
    job_id: JobIdIn,
    services: ServicesOf,
    tokens: TokensOf,
    *,
    after: Annotated[str, Query()] = "",
) -> Response:
    """Show groups of documents that are nearly the same, and what differs between two."""
    found = services.read_job(job_id)
    asked = NearQuery(limit=GROUPS, page_token=after or None)
    view = list_near_duplicates(job_id, asked, services, tokens)
    return page(
        request,
        "near_duplicates.html",
        job=found,
        tab="near-duplicates",
        is_live=False,
        groups=view["groups"],
        next_token=view["next_page_token"],
        address=lambda one: document_path(job_id, one["id"], one["member"]),
    )
