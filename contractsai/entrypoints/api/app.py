"""The application, and the server that runs it."""

import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

import uvicorn
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from contractsai import __version__
from contractsai.bootstrap.errors import build_sentry
from contractsai.bootstrap.metrics import ApiMetrics
from contractsai.bootstrap.playbooks import playbook_of
from contractsai.bootstrap.services import Services, build_services
from contractsai.bootstrap.telling import begin_to_tell
from contractsai.bootstrap.tracing import begin_to_trace, end_to_trace
from contractsai.entrypoints.api import dashboard, openapi, problems
from contractsai.entrypoints.api.audit import Audit
from contractsai.entrypoints.api.compression import Compression
from contractsai.entrypoints.api.conditional import Conditional
from contractsai.entrypoints.api.connections import protocol_of
from contractsai.entrypoints.api.crowd import Crowd
from contractsai.entrypoints.api.dispatcher import Dispatcher
from contractsai.entrypoints.api.door import Door, door_of
from contractsai.entrypoints.api.feed import Feed
from contractsai.entrypoints.api.gate import Guard, ensure_safe_to_bind
from contractsai.entrypoints.api.headers import SecurityHeaders
from contractsai.entrypoints.api.logs import log_config
from contractsai.entrypoints.api.methods import Head
from contractsai.entrypoints.api.once import Once
from contractsai.entrypoints.api.rates import Rates, rate_of
from contractsai.entrypoints.api.readiness import Readiness
from contractsai.entrypoints.api.request_ids import RequestIds
from contractsai.entrypoints.api.routes import (
    audit,
    calendar,
    documents,
    duplicates,
    events,
    health,
    job_actions,
    jobs,
    metrics,
    pages,
    register,
    report,
    reviews,
    search,
    stats,
    uploads,
    workers,
)
from contractsai.entrypoints.api.scopes import ensure_all_are_known
from contractsai.entrypoints.api.sharing import Sharing
from contractsai.entrypoints.api.target import Target
from contractsai.entrypoints.api.traced import Routed, Traced
from contractsai.entrypoints.page_tokens import PageTokens
from contractsai.settings import Settings

STARTUP_FAILURE: Final = 3  # as uvicorn's own command ends
STOP_SECONDS: Final = 0.5
GRACE_SECONDS: Final = 5
LARGEST_HEAD: Final = 64 * 1024
"""Bytes of a request's line and headers; a page token of a long path takes 16 KiB."""

DESCRIPTION: Final = (
    "A folder of contracts in, a report with evidence out. Every error is a problem+json "
    "(RFC 9457) whose hint names the next thing to try."
)


def create_app(settings: Settings | None = None, *, services: Services | None = None) -> FastAPI:
    """Return the API.

    Args:
        settings: by default those of *services*, else the environment's.
        services: by default made of *settings*, and then closed with the app.

    Raises:
        UnsafeConfiguration: the settings need a package that is not here.
    """
    chosen = settings or (services.settings if services else Settings())
    given = services or build_services(chosen)
    door = door_of(chosen)
    dispatcher = Dispatcher()
    readiness = Readiness(given)
    feed = Feed(given, capacity=door.requests // 2)
    api_metrics = ApiMetrics(
        store=lambda: given.store, queues=given.queue_lengths, clock=given.clock
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(readiness.database)  # not yet ready is no reason not to start
        await run_in_threadpool(lambda: given.queue)  # its imports would slow the first requests
        dispatcher.start()
        api_metrics.start()
        try:
            yield
        finally:
            feed.close()
            timeout = STOP_SECONDS + chosen.broker_timeout_seconds
            await run_in_threadpool(dispatcher.stop, timeout_seconds=timeout)
            api_metrics.close()
            if services is None:
                await run_in_threadpool(given.close)

    app = FastAPI(
        title="contractsai",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,  # its page loads scripts from another host; ours is in routes/pages.py
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=openapi.operation_id,
    )
    app.state.services = given
    app.state.dispatcher = dispatcher
    app.state.readiness = readiness
    app.state.feed = feed
    app.state.tokens = PageTokens(lambda: given.access.seal)
    app.state.metrics = api_metrics
    for module in (
        *(job_actions, jobs, documents, events, calendar, duplicates, report, reviews),
        *(register, search, uploads, stats, workers, audit, metrics, health, pages),
    ):
        app.include_router(module.router)
    for router in dashboard.ROUTERS:
        app.include_router(router)
    ensure_all_are_known(app.routes)
    problems.install(app)
    openapi.install(app, needs_key=bool(chosen.api_keys))
    _surround(app, chosen, given, door)
    return app


def _surround(app: FastAPI, settings: Settings, services: Services, door: Door) -> None:
    """Add what every request passes, from the innermost to the outermost."""
    app.add_middleware(Routed)
    app.add_middleware(Audit, services=services)
    app.add_middleware(Once, services=services)
    app.add_middleware(Conditional)
    app.add_middleware(Head)
    app.add_middleware(Compression)
    app.add_middleware(Crowd, capacity=door.requests)
    if settings.rate_limit:
        app.add_middleware(Rates, rate=rate_of(settings.rate_limit))
    app.add_middleware(Guard, settings=settings, services=services)
    app.add_middleware(Target, root_path=settings.root_path)
    if settings.cors_origins:
        app.add_middleware(Sharing, origins=settings.cors_origins)
    app.add_middleware(SecurityHeaders)  # refusals carry them too
    app.add_middleware(Traced)
    app.add_middleware(RequestIds)  # the outermost of all: every line of the log has the name


def run(settings: Settings) -> None:
    """Serve until a signal says stop.

    Raises:
        UnsafeConfiguration: the address is open to the network and nothing guards it, or the
            playbook is none.
    """
    begin_to_tell(settings)
    playbook_of(settings)
    door = door_of(settings)
    app = create_app(settings)
    ensure_safe_to_bind(settings, has_keys=app.state.services.access.asks)
    sentry = build_sentry(settings, "api")
    traces = begin_to_trace(settings, "api")
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=protocol_of(door),
        ws="none",  # nothing here speaks it, and its protocol would know no deadlines
        backlog=door.backlog,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        log_config=log_config(settings.log_format),
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Server(config, feed=app.state.feed, at_the_end=lambda: end_to_trace(traces))
    if sentry is not None:
        sentry.watch()  # once the log is set up
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again once it has stopped
        server.run()
    if sentry is not None:
        sentry.close()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


class Server(uvicorn.Server):
    """Uvicorn's, which would wait for streams that never end."""

    def __init__(
        self, config: uvicorn.Config, *, feed: Feed, at_the_end: Callable[[], None]
    ) -> None:
        """Take the feed that listeners hang on, and what is done last: a signal ends the rest."""
        super().__init__(config)
        self._feed = feed
        self._at_the_end = at_the_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send the listeners away, who come back to another replica, then stop."""
        self._feed.close()
        await super().shutdown(sockets)
        await run_in_threadpool(self._at_the_end)
