"""For those who watch processes: is it alive, and may it be sent requests."""

from fastapi import APIRouter, Request, Response

from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api import readiness
from contractsai.entrypoints.api.deps import NO_QUERY, DispatcherOf, ReadinessOf, ServicesOf
from contractsai.entrypoints.api.models import Alive, Ready, Stalled
from contractsai.entrypoints.api.problems import problem, responses
from contractsai.entrypoints.stalls import stall_view

router = APIRouter(tags=["health"])


@router.get(
    "/livez",
    dependencies=[NO_QUERY],
    responses=responses(kinds.INVALID, everywhere=(kinds.UNFORESEEN,)),
)
async def livez() -> Alive:
    """Answer: nothing is touched, not even a thread, so that only a dead process fails."""
    return Alive()


@router.get(
    "/readyz",
    response_model=Ready,
    dependencies=[NO_QUERY],
    responses=responses(
        *dict.fromkeys(readiness.WHY.values()), kinds.INVALID, everywhere=(kinds.UNFORESEEN,)
    ),
)
def readyz(
    request: Request, ready: ReadinessOf, dispatcher: DispatcherOf, services: ServicesOf
) -> Ready | Response:
    """Tell whether jobs can be taken: the database answers, has the present schema, and room.

    Also tells why those that were taken do not get on, if they do not; more can be taken meanwhile.
    """
    database, broker = ready.database(), dispatcher.broker.value
    if database != readiness.READY:
        return problem(readiness.WHY[database], request, database=database, broker=broker)
    found = services.views.stall()
    stall = Stalled(**stall_view(found)) if found else None
    return Ready(database=database, broker=broker, stall=stall)
