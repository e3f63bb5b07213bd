"""What a job's contracts say together: deadlines, families, the register; and the search."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contractsai.application.annotate import Beside
from contractsai.application.register_columns import BY_NAME, cells, own_names
from contractsai.domain.errors import InvalidSearch, JobNotFound
from contractsai.domain.search import SearchQuery
from contractsai.entrypoints.api.dashboard.pages import FormOf, Page, document_path, page, see
from contractsai.entrypoints.api.deps import (
    DocumentIdIn,
    JobIdIn,
    ServicesOf,
    parse_job_id,
)
from contractsai.entrypoints.api.sign_in import DASHBOARD
from contractsai.entrypoints.views import hit_view

router = APIRouter(include_in_schema=False, route_class=Page)

Day = Annotated[date | None, Query()]

HITS: Final = 50
COLUMNS: Final = (
    *("document_type", "party", "effective_date", "status", "term_to"),
    *("next_deadline", "next_deadline_is", "governing_law", "contract_value"),
)
"""Those of the register that a page has room for; the workbook has all."""


@router.get(f"{DASHBOARD}/jobs/{{job_id}}/deadlines")
def deadlines(
    request: Request, job_id: JobIdIn, services: ServicesOf, *, as_of: Day = None
) -> Response:
    """Show the deadlines by month and as a list, and what amendments changed."""
    found = services.read_job(job_id)
    day = as_of or services.clock.now().date()
    ids = services.views.ids(job_id)
    root = f"{request.scope['root_path']}{DASHBOARD}"

    def link(path: str, member: str | None) -> str:
        known = ids.get(path)
        return root + (document_path(job_id, known, member) if known else f"/jobs/{job_id}")

    fragment = services.reports.deadlines_fragment(job_id, as_of=day, link=link)
    return page(
        request,
        "deadlines_page.html",
        job=found,
        tab="deadlines",
        is_live=False,
        as_of=day,
        fragment=fragment,
    )


@router.get(f"{DASHBOARD}/jobs/{{job_id}}/register")
def register(
    request: Request, job_id: JobIdIn, services: ServicesOf, *, as_of: Day = None
) -> Response:
    """Show a row for each contract, and what people keep beside it."""
    found = services.read_job(job_id)
    view = services.register.read(job_id, as_of)
    return page(
        request,
        "register.html",
        job=found,
        tab="register",
        is_live=False,
        view=view,
        columns=[BY_NAME[name] for name in COLUMNS],
        own=own_names(view["contracts"]),
        rows=[(row, cells(row)) for row in view["contracts"]],
    )


@router.post(f"{DASHBOARD}/jobs/{{job_id}}/documents/{{document_id}}/annotation")
def annotate(
    request: Request,
    job_id: JobIdIn,
    document_id: DocumentIdIn,
    form: FormOf,
    services: ServicesOf,
) -> Response:
    """Keep what a person wrote beside a contract."""
    beside = Beside(job_id, document_id, form.get("member") or None)
    fields = {
        name.removeprefix("own."): value.strip() or None
        for name, value in form.items()
        if name.startswith("own.")
    }
    services.register.annotate(beside, fields)
    return see(request, f"/jobs/{job_id}/register#document-{document_id}")


@router.get(f"{DASHBOARD}/search")
def search(
    request: Request,
    services: ServicesOf,
    *,
    q: str = "",
    law: str = "",
    party: str = "",
    type: str = "",  # noqa: A002 - as the API calls it
    ends_before: str = "",
) -> Response:
    """Lead to the job whose id was given, or show the contracts that hold every word."""
    text = q.strip()
    try:
        return see(request, f"/jobs/{services.read_job(parse_job_id(text)).id}")
    except JobNotFound:
        pass
    refused, hits = "", []
    if text:
        try:
            asked = SearchQuery.of(
                text,
                law=law.strip() or None,
                party=party.strip() or None,
                type=type.strip() or None,
                ends_before=date.fromisoformat(ends_before) if ends_before else None,
            )
            hits = [hit_view(hit) for hit in services.search(asked, limit=HITS)]
        except InvalidSearch as error:
            refused = str(error)
        except ValueError:
            refused = "a day is written 2026-12-31"
    return page(
        request,
        "search.html",
        status=422 if refused else 200,
        text=text,
        filters={"law": law, "party": party, "type": type, "ends_before": ends_before},
        hits=hits,
        most=HITS,
        refused=refused,
    )
