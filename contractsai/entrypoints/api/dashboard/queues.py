"""Queues: what waits in rows and in the broker, for how long, and who takes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.worker import Worker, WorkerState
from contractsai.entrypoints.api.dashboard.pages import Page, page
from contractsai.entrypoints.api.deps import ServicesOf
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the broker.

    Attributes:
        depth: how many messages wait in it; None where the broker does not say.
        workers: those that take from it now.
    """

    name: str
    depth: int | None
    workers: Sequence[Worker]


@router.get(f"{DASHBOARD}/queues")
def queues(request: Request, services: ServicesOf) -> Response:
    """Show both queues; the broker is asked now, and may be away."""
    try:
        depths, is_away = services.views.queue_depths(), False
    except QueueUnavailable:
        depths, is_away = {}, True
    name = services.settings.queue
    workers = services.workers.latest()
    return page(
        request,
        "queues.html",
        load=services.views.load(),
        oldest=services.views.oldest(),
        queues=list(_queues((name, f"{name}.ticks"), depths, workers)),
        is_away=is_away,
    )


def _queues(
    names: Sequence[str], depths: Mapping[str, int], workers: Sequence[Worker]
) -> Iterator[Queue]:
    for name in names:
        active = [it for it in workers if it.state is WorkerState.ACTIVE and name in it.queues]
        yield Queue(name, depths.get(name), active)
