"""Who asks for work: beats, which send the ticks, and the API, which people call."""

from collections.abc import Callable
from typing import Final

from contractsai.adapters.clock import StoreClock
from contractsai.application import cancel, dispatch, retry, submit
from contractsai.application.messages import TICK_LASTS
from contractsai.domain.errors import ContractsAIError
from contractsai.domain.ids import JobId
from contractsai.testing.simulation.scheduler import Process
from contractsai.testing.simulation.world import SimulatedWorld, WrongClock

TICK_SECONDS: Final = 5.0
CLEANUP_SECONDS: Final = 60.0


class Beat:
    """One beat: sends the ticks, unless it is stopped."""

    def __init__(self, world: SimulatedWorld, *, until: Callable[[], bool]) -> None:
        self.stopped_until = 0.0
        self.process = Process("beat")
        self._world = world
        self._until = until
        self._clock = WrongClock(world.scheduler, self.process)  # Celery's own
        world.scheduler.spawn(self.process, "beat", self._tick)

    def _tick(self) -> None:
        scheduler, broker = self._world.scheduler, self._world.broker
        next_cleanup = CLEANUP_SECONDS
        while not self._until():
            if scheduler.now >= self.stopped_until:
                expires_at = self._clock.now() + TICK_LASTS
                broker.send_tick("relay", expires_at=expires_at)
                broker.send_tick("rescue", expires_at=expires_at)
                if scheduler.now >= next_cleanup:
                    broker.send_tick("cleanup", expires_at=expires_at)
                    next_cleanup = scheduler.now + CLEANUP_SECONDS
            scheduler.sleep(TICK_SECONDS)


class Api:
    """What people call: each request is an actor of the API's process."""

    def __init__(self, world: SimulatedWorld) -> None:
        self.world = world
        self.process = Process("api")
        self.open_requests = 0

    def restart(self) -> None:
        """Kill the process in the middle of what it does, and start another."""
        self.world.scheduler.kill(self.process)
        self.process = Process("api")

    def submit(self, folder: str) -> None:
        """POST /analyze, and the dispatch after the response."""
        world, clock = self.world, self._clock()

        def request() -> None:
            submission = submit.submit_job(
                folder,
                source=world.source,
                store=world.store,
                clock=clock,
                new_id=lambda: f"{next(world.ids):03}",
                tell=world.window,
            )
            dispatch.announce(submission.told, store=world.store, queue=world.broker, clock=clock)

        self._request("submit", request)

    def cancel(self, job_id: JobId) -> None:
        """POST /jobs/{id}/cancel."""
        clock = self._clock()
        self._request(
            "cancel", lambda: cancel.cancel_job(job_id, store=self.world.store, clock=clock)
        )

    def reopen(self, job_id: JobId) -> None:
        """POST /jobs/{id}/retry, and the dispatch after the response."""
        world, clock = self.world, self._clock()

        def request() -> None:
            world.watch.reopening[world.scheduler.current] = job_id
            retry.retry_job(job_id, store=world.store, clock=clock)
            del world.watch.reopening[world.scheduler.current]
            dispatch.dispatch_job(
                job_id,
                store=world.store,
                queue=world.broker,
                clock=clock,
                max_in_flight=world.window,
            )

        self._request("retry", request)

    def _request(self, name: str, request: Callable[[], object]) -> None:
        def answered() -> None:
            self.open_requests += 1
            try:
                request()
            except ContractsAIError as error:  # 404, 409, 422, 503
                self.world.scheduler.note(f"{name}: {type(error).__name__} {error}")
            finally:
                self.open_requests -= 1

        self.world.scheduler.spawn(self.process, f"api {name}", answered)

    def _clock(self) -> StoreClock:
        return self.world.clock(self.process)
