"""The service under attack: its processes, and links to servers that a run may kill."""

import json
import os
import signal
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psutil
from stack import QUICK, Process, services_on

from contractsai.bootstrap.services import Services
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually
from contractsai.testing.link import Link
from contractsai.testing.servers.local import free_port
from contractsai.testing.servers.own import OwnServer

HERE: Final = Path(__file__).parent
MARK: Final = "CHAOS_SITE"  # in the environment of every process of a site, also of analyses
ANALYSIS: Final = "contractsai.adapters.analysis.main"
STOP_SECONDS: Final = 60  # from SIGTERM to the end, on a busy machine
BILLIARDS: Final = "pymp-"  # an empty folder of Celery's pool, whose main process was killed


class Slot:
    """A place for one process of the service, which is started again whenever it is not there."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], logs: Path
    ) -> None:
        self.name = name
        self._command = list(command)
        self._env = env
        self._logs = logs
        self.starts = 0
        self.process: Process | None = None
        self.is_down = False  # on purpose, for now
        self.frozen: list[psutil.Process] = []
        self.told_at: float | None = None  # when it was asked to stop
        self.was_stuck = 0
        self.unasked: list[str] = []  # how it ended by itself
        self._is_killed = False

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.popen.poll() is None

    @property
    def is_untouched(self) -> bool:
        return self.is_up and not self.is_down and not self.frozen and self.told_at is None

    def tend(self) -> None:
        """Do what a supervisor does: start what has ended, end what does not stop."""
        if self.is_up:
            if self.told_at is not None and time.monotonic() - self.told_at > STOP_SECONDS:
                self.was_stuck += 1
                self.kill(with_tree=True)
            return
        if self.process is not None and not self._is_killed and self.told_at is None:
            last = self.process.log.strip().rpartition("\n")[2]
            self.unasked.append(f"({self.process.popen.returncode}) {last[:150]}")
        self.process = None
        if not self.is_down:
            self._start()

    def _start(self) -> None:
        self.starts += 1
        self._is_killed = False
        self.told_at = None
        command = [word.replace("%", str(self.starts)) for word in self._command]
        log = self._logs / f"{self.name}-{self.starts}.log"
        self.process = Process(command, self._env, log)

    def kill(self, *, with_tree: bool) -> None:
        assert self.process is not None
        members = self.process.tree() if with_tree else [psutil.Process(self.process.popen.pid)]
        self._is_killed = True
        for member in members:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        self.process.popen.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        assert self.process is not None
        self.told_at = time.monotonic()
        self.process.signal(signal.SIGTERM)

    def freeze(self, *, with_tree: bool) -> None:
        assert self.process is not None
        members = self.process.tree() if with_tree else [psutil.Process(self.process.popen.pid)]
        for member in members:
            with suppress(psutil.NoSuchProcess):
                member.suspend()
                self.frozen.append(member)

    def thaw(self) -> None:
        for member in self.frozen:
            with suppress(psutil.NoSuchProcess):
                member.resume()
        self.frozen = []

    def below(self) -> list[psutil.Process]:
        return self.process.tree()[1:] if self.process is not None else []


class Site:
    """Workers, beat and API on a broker and a database, each behind a link.

    `direct` are services on the database itself: those of whoever looks on. Faults are to fly for
    so many *seconds*: budgets have to outlast them.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seconds: float,
        broker: OwnServer,
        database: OwnServer | None = None,
        app: str = "contractsai.celery_app",
        workers: Sequence[tuple[str, int]] = (("prefork", 2), ("threads", 2)),
        celery: Mapping[str, Any] | None = None,
        **env: str,
    ) -> None:
        self.folder = folder
        self.broker = broker
        self.database = database
        self.contracts = folder / "contracts"
        self.temporary = folder / "tmp"
        for made in (self.contracts, self.temporary, folder / "logs"):
            made.mkdir(parents=True)
        self._links = ExitStack()
        self.broker_link = self._link(broker.url)
        self.database_link = self._link(database.url) if database else None
        database_url = database.url if database else f"sqlite:///{folder / 'chaos.db'}"
        self.key_prefix = f"chaos-{uuid.uuid4().hex[:8]}-"
        shared = {
            **QUICK,
            "CONTRACTSAI_TICK_SECONDS": "0.5",
            "CONTRACTSAI_MAX_BACKOFF_SECONDS": "0.2",
            # No fault counts as a failure: this budget is a document's own.
            "CONTRACTSAI_MAX_FAILURES": "3",
            # Each lost worker, analysis process and lease is a crash; within 40 s, the unluckiest
            # documents had 3.
            "CONTRACTSAI_MAX_CRASHES": str(8 + round(seconds / 8)),
            "CONTRACTSAI_DOCUMENT_SECONDS": "10",  # the slowest takes 1.2 s, on an idle machine
            "CONTRACTSAI_SHUTDOWN_GRACE_SECONDS": "0.5",
            "CONTRACTSAI_DATA_DIR": str(folder / "data"),
            "CONTRACTSAI_ALLOWED_ROOTS": str(self.contracts),
            "CONTRACTSAI_KEY_PREFIX": self.key_prefix,
            "CONTRACTSAI_DATABASE_URL": database_url,
            "CELERY_BROKER_URL": broker.url,
            **env,
        }
        self.settings = shared
        self.direct: Services = services_on(shared)
        self.direct.upgrade_database()
        self.port = free_port()
        inherited = {
            name: value
            for name, value in os.environ.items()
            # Killed in the midst of it, a process leaves a file of coverage's that nobody can read.
            if not name.startswith(("CONTRACTSAI_", "CELERY_", "COVERAGE_"))
        }
        through = {"CELERY_BROKER_URL": self.broker_link.via(broker.url)}
        if self.database_link is not None:
            through["CONTRACTSAI_DATABASE_URL"] = self.database_link.via(database_url)
        self.env = {
            **inherited,
            **shared,
            **through,
            MARK: self.key_prefix,
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": os.pathsep.join([str(HERE), inherited.get("PYTHONPATH", "")]),
            "CHAOS_CELERY": json.dumps(celery or {}),
        }
        celery_command = [sys.executable, "-m", "celery", "-A", app]
        quiet = ["--without-mingle", "--without-gossip", "--loglevel=INFO"]
        self.workers = [
            self._slot(
                f"worker-{number}",
                [
                    *celery_command,
                    "worker",
                    f"--pool={pool}",
                    f"--concurrency={concurrency}",
                    f"--hostname=worker-{number}-%@{folder.name}",
                    *quiet,
                ],
            )
            for number, (pool, concurrency) in enumerate(workers)
        ]
        self.beat = self._slot("beat", [*celery_command, "beat", "--loglevel=INFO"])
        self.api = self._slot(
            "api",
            [sys.executable, "-m", "contractsai.entrypoints.cli", "api", "--port", str(self.port)],
        )
        self.slots = [*self.workers, self.beat, self.api]

    def _link(self, url: str) -> Link:
        parts = urlsplit(url)
        assert parts.hostname
        assert parts.port
        return self._links.enter_context(Link(parts.hostname, parts.port))

    def _slot(self, name: str, command: Sequence[str]) -> Slot:
        return Slot(name, command, self.env, self.folder / "logs")

    def start(self) -> None:
        """Start everything, and wait until it serves."""
        self.tend()
        for slot, text in [
            *((worker, "ready.") for worker in self.workers),
            (self.beat, "beat: Starting"),
            (self.api, "running on http"),
        ]:
            assert slot.process is not None
            slot.process.wait_for(text)

    def tend(self) -> None:
        for slot in self.slots:
            slot.tend()

    def wait_until_whole(self) -> None:
        """Wait until every worker serves: one sweeps up what the killed ones left as it starts."""

        def serves(worker: Slot) -> bool:
            process = worker.process
            return worker.is_untouched and process is not None and "ready." in process.log

        def whole() -> bool:
            self.tend()
            return all(map(serves, self.workers))

        eventually(whole, what="all workers")

    def analyses(self) -> list[psutil.Process]:
        """The processes of analyses and their guards, of workers that were left alone."""
        return [
            found
            for worker in self.workers
            if worker.is_untouched
            for found in worker.below()
            if is_analysis(found)
        ]

    def stop(self) -> list[str]:
        """Ask every process to stop; return what did not, or was left behind (I8)."""
        for slot in self.slots:
            slot.is_down = True
            if slot.is_up:
                slot.stop()
        left = []
        deadline = time.monotonic() + STOP_SECONDS
        for slot in self.slots:
            if slot.process is None:
                continue
            with suppress(Exception):  # judged by the next line
                slot.process.popen.wait(max(0.1, deadline - time.monotonic()))
            if slot.process.popen.poll() is None:
                left.append(f"I8: {slot.name} does not stop:\n{slot.process.log[-3000:]}")
                slot.kill(with_tree=True)
        return left

    def left_behind(self) -> list[str]:
        """Return which processes and temporary folders outlive those that owned them."""
        left = []
        with suppress(AssertionError):
            eventually(lambda: not self.members(), what="the end of what was killed")
        for found in self.members():
            with suppress(psutil.NoSuchProcess):
                left.append(f"I8: process {found.pid} is left: {' '.join(found.cmdline())[-200:]}")
        left += [
            f"I8: {path.name} is left"
            for path in self.temporary.iterdir()
            if not path.name.startswith(BILLIARDS)
        ]
        return left

    def members(self) -> list[psutil.Process]:
        """Every process of this site that is there, whoever its parent is by now."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(MARK) == self.key_prefix:
                    found.append(process)
        return found

    def close(self) -> None:
        """Leave nothing, whatever state it is in."""
        for slot in self.slots:
            slot.is_down = True
            slot.thaw()
        for member in self.members():
            with suppress(psutil.NoSuchProcess):
                member.kill()
        for slot in self.slots:
            if slot.process is not None:
                slot.process.popen.wait(PATIENCE_SECONDS)
        self.direct.close()
        self._links.close()

    def logs(self, *, last: int = 3000) -> str:
        """The ends of what the processes said."""
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-last:]}"
            for path in sorted((self.folder / "logs").iterdir())
        )


def is_analysis(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return ANALYSIS in " ".join(process.cmdline())
    return False
