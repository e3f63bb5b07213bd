"""Who runs documents, how one is asked to claim no more, and how many are needed."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, status

from contractsai.domain.errors import WorkerNotFound
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.deps import NO_QUERY, ServicesOf
from contractsai.entrypoints.api.problems import responses
from contractsai.entrypoints.api.routes.job_actions import CHANGES
from contractsai.entrypoints.api.worker_models import DemandOut, WorkerOut, WorkersOut
from contractsai.entrypoints.worker_views import demand_view, sighting_view, worker_view

router = APIRouter(tags=["workers"])
LONGEST_NAME = 300


@router.get(
    "/workers",
    response_model=WorkersOut,
    dependencies=[NO_QUERY],
    responses=responses(kinds.INVALID),
)
def list_workers(services: ServicesOf) -> dict[str, Any]:
    """List the workers with what each runs and takes; those that are gone are kept for a day."""
    return {"workers": [sighting_view(seen) for seen in services.workers.read()]}


@router.post(
    "/workers/{worker}/drain",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=WorkerOut,
    dependencies=[NO_QUERY],
    responses=responses(kinds.WORKER_NOT_FOUND, *CHANGES),
)
def drain_worker(
    worker: Annotated[str, Path(description="Its id or its name, as GET /workers gives them.")],
    services: ServicesOf,
) -> dict[str, Any]:
    """Have a worker claim no more; what it runs goes on, and its state says when it has heard."""
    if len(worker) > LONGEST_NAME or not worker.isprintable():
        raise WorkerNotFound(worker[:LONGEST_NAME])
    return worker_view(services.workers.drain(worker))


@router.get(
    "/demand",
    response_model=DemandOut,
    dependencies=[NO_QUERY],
    responses=responses(kinds.INVALID),
)
def demand(services: ServicesOf) -> dict[str, int]:
    """Tell how many documents wait and run, for whoever starts and stops workers."""
    return demand_view(services.workers.demand())
