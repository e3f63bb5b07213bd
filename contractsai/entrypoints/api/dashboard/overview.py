"""The first page: what needs a person, what is under way, and how the last day went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from contractsai.application.look import Look
from contractsai.application.ticks import Standing
from contractsai.application.trend import DAY, SPANS
from contractsai.bootstrap.services import Services
from contractsai.domain.worker import WorkerState
from contractsai.entrypoints.api import readiness
from contractsai.entrypoints.api.dashboard.charts import NAMES, charts, when
from contractsai.entrypoints.api.dashboard.pages import Page, page
from contractsai.entrypoints.api.dashboard.words import instant, plural
from contractsai.entrypoints.api.deps import DispatcherOf, ReadinessOf, ServicesOf
from contractsai.entrypoints.api.dispatcher import BrokerState
from contractsai.entrypoints.api.sign_in import DASHBOARD

router = APIRouter(include_in_schema=False, route_class=Page)

_BY_CODE = {span.code: span for span in SPANS}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that a person should look at, and where.

    Attributes:
        tone: ``bad`` or ``warn``.
        link: to the page of the dashboard that says more, if there is one.
    """

    tone: str
    says: str
    advice: str
    link: str = ""


@router.get(DASHBOARD)
def overview(
    request: Request,
    services: ServicesOf,
    ready: ReadinessOf,
    dispatcher: DispatcherOf,
    span: str = DAY.code,
) -> Response:
    """Show the service at a glance, and a span of the past in charts."""
    state = ready.database()
    if state != readiness.READY:
        return page(request, "away.html", kind=readiness.WHY[state], status=503)
    seen = services.views.look()
    chosen = _BY_CODE.get(span, DAY)
    day = services.views.trend(DAY)
    trend = day if chosen is DAY else services.views.trend(chosen)
    return page(
        request,
        "overview.html",
        seen=seen,
        alarms=[
            *_alarms(seen, dispatcher.broker, has_worker=_has_worker(services)),
            *_silent_beat(services.schedules.read()),
            *_failures(day.whole.counts.failed),
        ],
        day=day.whole.counts,
        trend=trend,
        charts=charts(trend),
        begins=when,
        spans=NAMES,
    )


def _has_worker(services: Services) -> bool:
    return any(it.state is WorkerState.ACTIVE for it in services.workers.latest())


def _silent_beat(schedules: Sequence[Standing]) -> Iterator[Alarm]:
    """Yield an alarm if what should run every few seconds did once, and does no more."""
    late = [it.last for it in schedules if it.tick.hour is None and it.missed and it.last]
    if late:
        since = f"Beat has been silent since {instant(max(late))}."
        yield Alarm("warn", since, "Start one: contractsai beat, or contractsai up for everything.")


def _failures(count: int) -> Iterator[Alarm]:
    if count:
        told = f"{plural(count, 'document')} failed within the last 24 hours."
        yield Alarm("warn", told, "See why, and try again what can be:", "/jobs?state=failures")


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
    if seen.load.counts.waiting and not has_worker:
        yield Alarm(
            "bad",
            "Documents wait, and no worker is there.",
            "Start one: contractsai worker, or contractsai up for everything.",
        )
