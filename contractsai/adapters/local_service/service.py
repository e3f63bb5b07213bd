"""The whole service on one machine: its programs, in the order in which they need each other."""

import contextlib
import http.client
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final

from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.adapters.local_service.health import HealthWatch, Look
from contractsai.adapters.local_service.logs import Tell
from contractsai.adapters.local_service.program import Program
from contractsai.adapters.local_service.record import ServiceRecord
from contractsai.adapters.local_service.supervisor import Supervisor
from contractsai.adapters.os import folders
from contractsai.domain.errors import AdapterError, UnsafeConfiguration

WORKER_SECONDS: Final = 6.0
"""From the order to stop until the worker is killed: its own grace, and a second to leave."""
OTHERS_SECONDS: Final = 7.5
BROKER_SECONDS: Final = 8.5
"""All three count from the order to stop, so that everything has ended within ten seconds."""

_BROKER_START_SECONDS: Final = 15.0
_API_START_SECONDS: Final = 60.0
_HOPELESS: Final = 3  # deaths of a program that has never been ready
_AT_ONCE: Final = 2  # requests to stop
_POLL_SECONDS: Final = 0.1
LAST_PORT: Final = 65535
_PROBE_SECONDS: Final = 2.0


class LocalService:
    """Broker, API, worker and beat as children of this process."""

    def __init__(
        self,
        data_dir: Path,
        *,
        host: str,
        port: int,
        broker: EmbeddedBroker | None,
        programs: Callable[[int], Sequence[Program]],
        tell: Tell,
        is_verbose: bool = False,
    ) -> None:
        """Take what to run.

        Args:
            data_dir: the directory that this service holds alone; log files go to ``logs`` in it.
            host: where the API is to listen.
            port: where, too; 0 takes a free one.
            broker: the one to start, or None if it runs elsewhere.
            programs: returns ``api``, ``worker`` and ``beat`` for a port, the last of which starts
                once the API answers.
            tell: takes one line for a person.
            is_verbose: tell all that the children say, not only warnings.
        """
        self._host = host
        self._port = port
        self._logs = data_dir / "logs"
        self._record = ServiceRecord(data_dir)
        self._broker = broker
        self._programs = programs
        self._tell = tell
        self._is_verbose = is_verbose

    def run(
        self,
        *,
        prepare: Callable[[], None],
        on_ready: Callable[[str], None],
        stop_requests: Callable[[], int],
        look: Look,
    ) -> None:
        """Run until a stop is requested; a second request ends everything at once.

        Args:
            prepare: called once the data directory is this service's, before anything starts.
            on_ready: called with the API's URL when it answers.
            stop_requests: how many there have been.
            look: returns what keeps the service from taking jobs; asked by a thread of its own.

        Raises:
            UnsafeConfiguration: another service runs here, or a program cannot be run.
            AdapterError: a program did not become ready.
        """
        with self._record.claimed():
            port = choose_port(self._host, self._port)
            url = url_of(self._host, port)
            prepare()
            supervisor = Supervisor(
                self._logs,
                self._tell,
                is_verbose=self._is_verbose,
                lock=self._record.lock.descriptor,
            )
            try:
                if self._start(supervisor, port, url, stop_requests):
                    self._record.announce(url)
                    on_ready(url)
                    self._watch(supervisor, look, stop_requests)
                self._stop(supervisor, stop_requests)
            finally:
                supervisor.close()
                folders.sweep()  # of analysis processes whose guards were killed with them
                if self._broker is not None:
                    self._broker.clear_away()

    def _start(
        self, supervisor: Supervisor, port: int, url: str, stop_requests: Callable[[], int]
    ) -> bool:
        """Start all programs, and return whether they became ready before a stop was requested."""
        if self._broker is not None:
            self._broker.prepare()
            supervisor.start(Program("broker", self._broker.command(), is_foreign=True))
            is_ready = self._broker.is_ready
            if not _wait(supervisor, "broker", is_ready, _BROKER_START_SECONDS, stop_requests):
                return False
        *first, beat = self._programs(port)
        for program in first:
            supervisor.start(program)
        is_up = _wait(supervisor, "api", lambda: _answers(url), _API_START_SECONDS, stop_requests)
        if is_up:
            supervisor.start(beat)  # nobody waits for it, and three starts at once share two cores
        return is_up

    def _watch(self, supervisor: Supervisor, look: Look, stop_requests: Callable[[], int]) -> None:
        """Start again what dies, and tell what keeps jobs out, until a stop is requested."""
        looks = (self._record.trouble, look)
        with contextlib.closing(HealthWatch(looks, self._tell)):
            while not stop_requests():
                supervisor.tick()
                time.sleep(_POLL_SECONDS)

    def _stop(self, supervisor: Supervisor, stop_requests: Callable[[], int]) -> None:
        """Stop those first who need the others."""
        ordered_at = time.monotonic()
        steps = (
            (["worker"], WORKER_SECONDS),
            (["beat", "api"], OTHERS_SECONDS),
            (["broker"], BROKER_SECONDS),
        )
        for names, seconds in steps:
            is_patient = partial(_is_patient, ordered_at + seconds, stop_requests)
            supervisor.stop(names, is_patient=is_patient)


def _is_patient(until: float, stop_requests: Callable[[], int]) -> bool:
    return stop_requests() < _AT_ONCE and time.monotonic() < until


def _wait(
    supervisor: Supervisor,
    name: str,
    is_ready: Callable[[], bool],
    seconds: float,
    stop_requests: Callable[[], int],
) -> bool:
    """Return whether a program became ready before a stop was requested.

    Raises:
        AdapterError: it did not in time, or it dies whenever it is started.
    """
    deadline = time.monotonic() + seconds
    while not stop_requests():
        if is_ready():
            return True
        supervisor.tick()
        is_hopeless = supervisor.deaths(name) >= _HOPELESS
        if is_hopeless or time.monotonic() > deadline:
            words = supervisor.last_words(name) or "it said nothing"
            log = supervisor.log(name)
            raise AdapterError(f"{name} does not start: {words}; see more: cat {log}")
        time.sleep(_POLL_SECONDS)
    return False


def _answers(url: str) -> bool:
    """Return whether the API there says that it can do its work."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/readyz", timeout=_PROBE_SECONDS) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (OSError, http.client.HTTPException):
        return False


def choose_port(host: str, port: int, *, command: str = "contractsai up") -> int:
    """Return *port*, or a free one for 0, after making sure that one can listen there.

    Raises:
        UnsafeConfiguration: one cannot; the message names the way out.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":  # there it would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UnsafeConfiguration(
                f"nobody can listen on {host} port {port} ({error.strerror}); "
                f"choose another one: {command} --port {port + 1 if port < LAST_PORT else port - 1}"
            ) from error
        chosen: int = probe.getsockname()[1]
        return chosen


def url_of(host: str, port: int) -> str:
    """Return where a server that listens on *host* answers on this machine."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a comparison
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"
