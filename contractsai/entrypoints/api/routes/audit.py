"""What was done at whose wish."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from contractsai.domain.ids import EntryId
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.access_views import entry_view
from contractsai.entrypoints.api.audit_models import AuditOut, AuditQuery
from contractsai.entrypoints.api.deps import ServicesOf, TokensOf
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.routes.jobs import link_next

router = APIRouter(tags=["audit"])


@router.get(
    "/audit",
    response_model=AuditOut,
    responses=responses(kinds.BAD_PAGE_TOKEN, kinds.INVALID),
)
def list_audit(
    query: Annotated[AuditQuery, Query()],
    *,
    request: Request,
    response: Response,
    services: ServicesOf,
    tokens: TokensOf,
) -> dict[str, Any]:
    """List the calls that could change something, the latest first; for keys of scope admin."""
    asked = query.model_dump(mode="json", exclude={"limit", "page_token"}, exclude_defaults=True)
    listing = f"audit {json.dumps(asked, sort_keys=True)}"
    after = EntryId(tokens.decode(listing, query.page_token)) if query.page_token else None
    rows = services.access.read_audit(limit=query.limit + 1, wanted=query.wanted(), after=after)
    entries, token = tokens.page_of(rows, query.limit, listing, lambda entry: entry.id)
    link_next(request, response, token)
    return {"entries": [entry_view(entry) for entry in entries], "next_page_token": token}
