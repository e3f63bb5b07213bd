"""A service on real parts: a broker, a database, and Celery processes started as people do."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import kombu
import psutil
import redis

from contractsai.adapters.brokers.transports import broker_of
from contractsai.adapters.brokers.transports.rabbitmq import RABBITMQ
from contractsai.application.ports import DocumentQueue
from contractsai.bootstrap.services import Services, build_services
from contractsai.broker_url import as_kombu_spells_it
from contractsai.domain.document import Document
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.settings import Settings
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

APP = "contractsai.celery_app"
HOSTILE = "contractsai.testing.pipelines:HostilePipeline"
QUICK = {
    "CONTRACTSAI_PIPELINE": HOSTILE,
    "CONTRACTSAI_LEASE_SECONDS": "3",
    "CONTRACTSAI_HEARTBEAT_SECONDS": "0.5",
    "CONTRACTSAI_TICK_SECONDS": "1",
    "CONTRACTSAI_RESEND_SECONDS": "3",
    "CONTRACTSAI_BACKOFF_SECONDS": "0.2",
    "CONTRACTSAI_MAX_BACKOFF_SECONDS": "0.5",
    "CONTRACTSAI_DOCUMENT_SECONDS": "2",
    "CONTRACTSAI_DOCUMENT_MEMORY_MB": "200",
    "CONTRACTSAI_MAX_CRASHES": "2",
    "CONTRACTSAI_MAX_FAILURES": "3",
}
UNHURRIED = {"CONTRACTSAI_LEASE_SECONDS": "15", "CONTRACTSAI_DOCUMENT_SECONDS": "60"}
"""For tests that count attempts: a machine that stands still for some seconds overruns neither.

No more, since a worker that Celery keeps from ending leaves by itself only after a lease."""
COVERAGE = "COVERAGE_"
"""What Coverage's variables begin with. Measuring takes a process as long as to start without, and
some tests start fifty: those that run each command once are measured."""


class Process:
    """One `celery` command, in a session of its own, with its output in a file."""

    def __init__(self, command: list[str], env: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._members: list[psutil.Process] = []
        self.was_killed = False
        with log.open("wb") as output:
            self.popen = subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_for(self, text: str) -> None:
        def seen() -> bool:
            assert self.popen.poll() is None, f"it ended early:\n{self.log}"
            return text in self.log

        eventually(seen, what=f"{text!r} in the log:\n{self.log}")

    def signal(self, number: int) -> None:
        self.popen.send_signal(number)

    def kill_group(self, but: Collection[psutil.Process] = ()) -> None:
        """SIGKILL the process and all it started at once, as an OOM killer might, *but* these."""
        self.was_killed = True
        for child in set(self.tree()).difference(but):
            with suppress(psutil.NoSuchProcess):  # it ended by itself meanwhile
                child.kill()
        self.popen.wait(PATIENCE_SECONDS)

    def holds(self, document: Document) -> bool:
        """Whether a process of this worker runs the document."""
        return document.worker in {f"{socket.gethostname()}:{found.pid}" for found in self.tree()}

    def tree(self) -> list[psutil.Process]:
        try:
            parent = psutil.Process(self.popen.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def ask_to_stop(self) -> None:
        """SIGTERM, once: a second one would be a harsher order."""
        if not self._members and self.popen.poll() is None:
            self._members = self.tree()
            self.popen.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Have it end as in a deploy; what is too late is killed, and reported."""
        self.ask_to_stop()
        _, late = psutil.wait_procs(self._members, timeout=PATIENCE_SECONDS)
        for member in late:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        self.popen.wait(PATIENCE_SECONDS)
        assert not late, f"long after SIGTERM there was {late}:\n{self.log[-4000:]}"


class Stack:
    """The service under test, seen through its database."""

    def __init__(self, folder: Path, broker_url: str, **env: str) -> None:
        self.folder = folder
        self._broker_url = broker_url
        self.contracts = folder / "contracts"
        self.contracts.mkdir()
        self._temporary = folder / "temporary"
        self._temporary.mkdir()
        self.processes: list[Process] = []
        self.numbers = itertools.count()  # for logs of their own, also when threads start processes
        variables = {
            **QUICK,
            "CONTRACTSAI_DATA_DIR": str(folder / "data"),
            "CONTRACTSAI_ALLOWED_ROOTS": str(self.contracts),
            "CELERY_BROKER_URL": broker_url,
            "PYTHONPATH": str(Path(__file__).parent),  # for apps of tests
            **_names(f"{folder.name}-{os.getpid()}-{uuid.uuid4().hex[:8]}", broker_url),
            **env,
        }
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CONTRACTSAI_", "CELERY_", COVERAGE))
        }
        self.env = {**inherited, **variables, "TMPDIR": str(self._temporary)}
        self.services = services_on(variables)
        self.services.upgrade_database()

    def celery(self, *arguments: str, app: str = APP, **env: str) -> Process:
        """Start ``celery -A contractsai.celery_app ...``, or on another *app*."""
        return self._start(["celery", "-A", app], arguments, env)

    def command(self, *arguments: str, **env: str) -> Process:
        """Start ``contractsai ...``."""
        return self._start(["contractsai.entrypoints.cli"], arguments, env)

    def _start(
        self, module: Sequence[str], arguments: Sequence[str], env: Mapping[str, str]
    ) -> Process:
        command = [sys.executable, "-m", *module, *arguments]
        log = self.folder / f"{next(self.numbers)}-{arguments[0]}.log"
        process = Process(command, {**self.env, **env}, log)
        self.processes.append(process)
        return process

    def worker(
        self, *arguments: str, pool: str = "prefork", concurrency: int = 1, app: str = APP
    ) -> Process:
        """Start a worker and wait until it takes messages."""
        process = self.starting_worker(*arguments, pool=pool, concurrency=concurrency, app=app)
        process.wait_for("ready.")
        return process

    def starting_worker(
        self, *arguments: str, pool: str = "prefork", concurrency: int = 1, app: str = APP
    ) -> Process:
        """Start a worker, and go on at once."""
        name = f"w{len(self.processes)}-{time.monotonic_ns()}@here"
        shape = [f"--pool={pool}", f"--concurrency={concurrency}", f"--hostname={name}"]
        quiet = ["--without-mingle", "--without-gossip", "--loglevel=INFO"]
        return self.celery("worker", *shape, *quiet, *arguments, app=app)

    def beat(self) -> Process:
        """Start the ticks."""
        process = self.celery("beat", "--loglevel=INFO")
        process.wait_for("beat: Starting")
        return process

    def submit(self, **texts: str) -> JobId:
        """Submit a folder with a text file per argument, and dispatch it."""
        number = len(list(self.contracts.iterdir()))
        folder = self.contracts / f"job-{number}"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text)
        job = self.services.submit_job(str(folder)).job
        self.services.dispatch_job(job.id)
        return job.id

    def wait(self, job_id: JobId, *states: State) -> Job:
        """Return the job once it is in one of *states* (default: ended)."""

        def there() -> Job | None:
            job = self.services.read_job(job_id)
            return job if (job.state in states if states else job.state.has_ended) else None

        try:
            return eventually(there, what=f"job {states or 'end'}")
        except AssertionError as error:
            logs = "\n".join(
                f"--- {process.popen.args}\n{process.log[-4000:]}" for process in self.processes
            )
            rows = self.services.read_documents(job_id, limit=100)
            raise AssertionError(f"{error}\n{rows}\n{logs}") from None

    def document(self, job_id: JobId, name: str) -> Document:
        [found] = [
            document
            for document in self.services.read_documents(job_id, limit=1000)
            if document.path == f"{name}.txt"
        ]
        return found

    def wait_running(self, job_id: JobId, name: str) -> Document:
        """Return the document once a worker holds it."""

        def running() -> Document | None:
            document = self.document(job_id, name)
            assert not document.state.has_ended, f"{name} ended before anybody looked: {document}"
            return document if document.state is State.RUNNING else None

        return eventually(running, what=f"{name} running")

    def wait_claimed(self, job_id: JobId, name: str) -> Document:
        """Return the document once a worker has held it, whatever it is by now."""

        def claimed() -> Document | None:
            document = self.document(job_id, name)
            return document if document.attempt else None

        return eventually(claimed, what=f"{name} claimed")

    def close(self) -> None:
        """End every process, and take out of the broker what the stack's queues need there."""
        with ExitStack() as ends:
            ends.callback(self._check_files)
            ends.callback(self._forget_queues)
            ends.callback(self.services.close)
            for process in self.processes:
                process.ask_to_stop()
                ends.callback(process.stop)

    def _check_files(self) -> None:
        """Nothing temporary is left, unless by somebody who was killed with all that guard him."""
        files = (file.name for file in self._temporary.iterdir())
        # Celery's main process has an empty folder, and takes it along unless it is ended by force.
        left = [name for name in files if not name.startswith("pymp-")]
        assert not left or any(process.was_killed for process in self.processes), left

    def _forget_queues(self) -> None:
        """Delete what belongs to the queues, by name: anything else would be a leak."""
        url = self._broker_url
        with suppress(OSError, *RABBITMQ.errors, redis.ConnectionError):  # no broker, no queues
            if broker_of(url) is RABBITMQ:
                _forget_on_rabbitmq(url, self.env["CONTRACTSAI_QUEUE"])
            elif url.startswith("sentinel://"):
                return  # who tests on those ends them all
            elif prefix := self.env.get("CONTRACTSAI_KEY_PREFIX"):
                _forget_on_redis(url, prefix)


def _forget_on_rabbitmq(url: str, name: str) -> None:
    with kombu.Connection(url, connect_timeout=2) as connection:
        connection.connect()
        for queue in (name, f"{name}.ticks"):
            connection.default_channel.queue_delete(queue)
        for exchange in (name, f"{name}.ticks", f"{name}.control.pidbox", f"{name}.events"):
            connection.default_channel.exchange_delete(exchange)


def _forget_on_redis(url: str, prefix: str) -> None:
    url = as_kombu_spells_it(url).replace("redis+socket://", "unix://")
    with redis.Redis.from_url(url, socket_timeout=2) as client:
        bindings = list(client.scan_iter(f"{prefix}_kombu.binding*", count=1000))
        queued = [prefix + name for name in ("contractsai", "contractsai.ticks")]
        unacked = [prefix + name for name in ("unacked", "unacked_index")]
        client.delete(*queued, *unacked, *bindings)


def _names(name: str, broker_url: str) -> dict[str, str]:
    """Return what keeps the stack apart from others on the same broker."""
    if broker_of(broker_url) is RABBITMQ:
        return {"CONTRACTSAI_QUEUE": name}
    return {"CONTRACTSAI_KEY_PREFIX": f"{name}-", "CELERY_RESULT_BACKEND": broker_url}


def measuring() -> dict[str, str]:
    """Return the variables that have a stack's processes measured, if this one is."""
    return {name: value for name, value in os.environ.items() if name.startswith(COVERAGE)}


def services_on(variables: Mapping[str, str], *, queue: DocumentQueue | None = None) -> Services:
    """Return services on *variables* alone, the way a process would read them."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        return build_services(Settings(), queue=queue)
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def a_stack(folder: Path, broker_url: str, **env: str) -> Iterator[Stack]:
    """Yield a stack, and leave nothing of it."""
    stack = Stack(folder, broker_url, **env)
    try:
        yield stack
    finally:
        stack.close()
