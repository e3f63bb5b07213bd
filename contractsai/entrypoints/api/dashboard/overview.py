"""The first page: what needs a person, what is under way, and how the last day went."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from contractsai.application.look import Look
from contractsai.bootstrap.services import Services
from contractsai.domain.worker import WorkerState
from contractsai.entrypoints.api import readiness
from contractsai.entrypoints.api.dashboard.pages import Page, page
from contractsai.entrypoints.api.deps import DispatcherOf, ReadinessOf, ServicesOf
from contractsai.entrypoints.api.dispatcher import BrokerState
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)

_HEIGHT = 72  # of the chart, in its own units


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that a person should look at, and where.

    Attributes:
        tone: ``bad`` or ``warn``.
    """

    tone: str
    says: str
    advice: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour of the chart: where its column stands, and how high its parts are."""

    x: float
    completed: float
    failed: float
    says: str
    label: str


@router.get(DASHBOARD)
def overview(
    request: Request, services: ServicesOf, ready: ReadinessOf, dispatcher: DispatcherOf
) -> Response:
    """Show the service at a glance."""
    state = ready.database()
    if state != readiness.READY:
        return page(request, "away.html", kind=readiness.WHY[state], status=503)
    seen = services.views.look()
    return page(
        request,
        "overview.html",
        seen=seen,
        alarms=list(_alarms(seen, dispatcher.broker, has_worker=_has_worker(services))),
        bars=list(_bars(seen)),
        most=_most(seen),
    )


def _has_worker(services: Services) -> bool:
    return any(it.worker.state is WorkerState.ACTIVE for it in services.workers.read())


def _alarms(seen: Look, broker: BrokerState, *, has_worker: bool) -> Iterator[Alarm]:
    if broker is BrokerState.REFUSING:
        yield Alarm(
            "bad", "The broker refuses messages.", "Jobs are kept, and go on once it is back."
        )
    if seen.is_untold:
        yield Alarm(
            "bad",
            "Documents wait, and nobody tells a worker of them.",
            "Start a beat: contractsai beat, or contractsai up for everything.",
        )
    if seen.is_abandoned:
        yield Alarm(
            "bad",
            "Documents run on a worker that has been silent for long.",
            "Start a beat, which rescues them: contractsai beat.",
        )
    if seen.load.waiting and not has_worker:
        yield Alarm(
            "bad",
            "Documents wait, and no worker is there.",
            "Start one: contractsai worker, or contractsai up for everything.",
        )


def _most(seen: Look) -> int:
    """Return how many documents the highest column stands for."""
    return max(counts.completed + counts.failed for _, counts in seen.hours)


def _bars(seen: Look) -> Iterator[Bar]:
    scale = _HEIGHT / max(_most(seen), 1)
    for number, (hour, counts) in enumerate(seen.hours):
        yield Bar(
            x=number,
            completed=round(counts.completed * scale, 2),
            failed=round(counts.failed * scale, 2),
            says=f"{hour:%H:%M} UTC: {counts.completed} completed, {counts.failed} failed",
            label=f"{hour:%H}" if hour.hour % 6 == 0 else "",
        )
