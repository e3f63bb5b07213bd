"""What shows documents of a job that are nearly the same, side by side."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from contractsai.application.duplicates import Group, Place
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import JobIdIn, ServicesOf, TokensOf
from contractsai.entrypoints.api.duplicate_models import NearGroupsOut, NearQuery
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.page_tokens import BadPageToken
from contractsai.entrypoints.views import near_view

router = APIRouter(tags=["jobs"])


@router.get(
    "/jobs/{job_id}/near-duplicates",
    response_model=NearGroupsOut,
    responses=responses(kinds.BAD_PAGE_TOKEN, kinds.JOB_NOT_FOUND, kinds.INVALID),
)
def list_near_duplicates(
    job_id: JobIdIn, query: Annotated[NearQuery, Query()], services: ServicesOf, tokens: TokensOf
) -> dict[str, Any]:
    """List documents that are nearly the same, with what differs in numbers, dates and facts."""
    listing = f"jobs/{job_id}/near-duplicates"
    after = _place(tokens.decode(listing, query.page_token)) if query.page_token else None
    groups = services.near_duplicates(job_id, limit=query.limit + 1, after=after)
    page, token = tokens.page_of(groups, query.limit, listing, _text)
    return {"groups": [near_view(group) for group in page], "next_page_token": token}


def _text(group: Group) -> str:
    """Return where the page behind a group begins."""
    path, number = group.place
    return f"{number} {path}"


def _place(after: str) -> Place:
    """Return the place that a token names; what it holds is data from outside."""
    number, blank, path = after.partition(" ")
    if not (blank and number.isascii() and number.isdigit() and len(number) < len("1000000000")):
        raise BadPageToken("it cannot be read")
    return path, int(number)
