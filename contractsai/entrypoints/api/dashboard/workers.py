"""Workers: who is there, what each takes and runs, and how one is asked to claim no more."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from contractsai.entrypoints.api.dashboard.pages import Page, page, see
from contractsai.entrypoints.api.deps import ServicesOf
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)


@router.get(f"{DASHBOARD}/workers")
def workers(request: Request, services: ServicesOf) -> Response:
    """Show the workers; those that are gone are kept for a day."""
    return page(
        request,
        "workers.html",
        seen=services.workers.read(),
        load=services.views.load(),
    )


@router.post(f"{DASHBOARD}/workers/{{worker_id}}/drain")
def drain(request: Request, worker_id: str, services: ServicesOf) -> Response:
    """Have a worker claim no more; what it runs goes on."""
    services.workers.drain(worker_id)
    return see(request, "/workers")
