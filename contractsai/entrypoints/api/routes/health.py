"""For those who watch processes: is it alive, and may it be sent requests."""

from fastapi import APIRouter, Request, Response

from contractsai.entrypoints.api import kinds, readiness
from contractsai.entrypoints.api.deps import DispatcherOf, ReadinessOf
from contractsai.entrypoints.api.models import Alive, Ready
from contractsai.entrypoints.api.problems import problem, responses

router = APIRouter(tags=["health"])


@router.get("/livez", responses=responses())
async def livez() -> Alive:
    """Answer: nothing is touched, not even a thread, so that only a dead process fails."""
    return Alive()


@router.get("/readyz", response_model=Ready, responses=responses(kinds.NOT_READY))
def readyz(request: Request, ready: ReadinessOf, dispatcher: DispatcherOf) -> Ready | Response:
    """Tell whether jobs can be taken: the database answers, has the present schema, and room."""
    database, broker = ready.database(), dispatcher.broker.value
    if database == readiness.READY:
        return Ready(database=database, broker=broker)
    why = readiness.WHY[database]
    return problem(
        kinds.NOT_READY,
        instance=request.url.path,
        detail=None if why is kinds.NOT_READY else f"{why.title}.",
        hint=why.hint,
        database=database,
        broker=broker,
    )
