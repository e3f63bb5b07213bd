"""What looks through all that was analysed, whatever job it belongs to."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Query

from contractsai.domain.search import SearchQuery
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import ServicesOf, TokensOf
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.search_models import HitsOut, SearchRequest
from contractsai.entrypoints.page_tokens import BadPageToken
from contractsai.entrypoints.views import hit_view

router = APIRouter(tags=["search"])

_MOST_DIGITS = 18  # of a place; a database's numbers end above that


@router.get(
    "/search",
    response_model=HitsOut,
    responses=responses(kinds.BAD_PAGE_TOKEN, kinds.INVALID_SEARCH, kinds.INVALID),
)
def search(
    query: Annotated[SearchRequest, Query()], services: ServicesOf, tokens: TokensOf
) -> dict[str, Any]:
    """Find documents by their words and facts, each with the sentence that shows why."""
    asked = SearchQuery.of(
        query.text,
        law=query.law,
        ends_before=query.ends_before,
        party=query.party,
        type=query.type,
    )
    listing = f"search {hashlib.sha256(repr(asked).encode()).hexdigest()[:16]}"
    after = _place(tokens.decode(listing, query.page_token)) if query.page_token else None
    hits = services.search(asked, limit=query.limit + 1, after=after)
    page, token = tokens.page_of(hits, query.limit, listing, lambda hit: str(hit.place))
    return {"hits": [hit_view(hit) for hit in page], "next_page_token": token}


def _place(after: str) -> int:
    """Return the place that a token names; what it holds is data from outside."""
    if not (after.isascii() and after.isdigit() and len(after) <= _MOST_DIGITS):
        raise BadPageToken("it cannot be read")
    return int(after)
