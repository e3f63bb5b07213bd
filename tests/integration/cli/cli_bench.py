"""The installed command line, on folders of a test's own."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from contractsai.adapters.local_service.record import ServiceRecord
from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.entrypoints.views import document_view, job_view
from contractsai.settings import Settings
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

COMMAND = (sys.executable, "-m", "contractsai.entrypoints.cli")
HOSTILE = "contractsai.testing.pipelines:HostilePipeline"
QUICK = {
    "CONTRACTSAI_PIPELINE": HOSTILE,
    "CONTRACTSAI_LEASE_SECONDS": "3",
    "CONTRACTSAI_HEARTBEAT_SECONDS": "0.5",
    "CONTRACTSAI_TICK_SECONDS": "1",
    "CONTRACTSAI_BACKOFF_SECONDS": "0.2",
    "CONTRACTSAI_MAX_BACKOFF_SECONDS": "0.5",
    "CONTRACTSAI_MAX_CRASHES": "2",
    "CONTRACTSAI_MAX_FAILURES": "2",
}


class Running:
    """A command that runs, with its output in files."""

    def __init__(self, arguments: tuple[str, ...], env: dict[str, str], folder: Path) -> None:
        self._out, self._err = folder / "out", folder / "err"
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.popen = subprocess.Popen(
                [*COMMAND, *arguments], env=env, stdout=out, stderr=err, stdin=subprocess.DEVNULL
            )

    @property
    def out(self) -> str:
        return self._out.read_text()

    @property
    def err(self) -> str:
        return self._err.read_text()

    def wait(self) -> int:
        return self.popen.wait(PATIENCE_SECONDS)

    def tree(self) -> list[psutil.Process]:
        """Return the process and its descendants, as they are now."""
        with contextlib.suppress(psutil.NoSuchProcess):
            root = psutil.Process(self.popen.pid)
            return [root, *root.children(recursive=True)]
        return []

    def child(self, words: str) -> psutil.Process | None:
        """Return the child whose command line holds *words*."""
        for child in self.tree()[1:]:
            with contextlib.suppress(psutil.Error):
                if child.ppid() == self.popen.pid and words in " ".join(child.cmdline()):
                    return child
        return None


class Bench:
    """A data directory, a folder of documents, and commands that work on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self.contracts = folder / "contracts"
        self.contracts.mkdir(parents=True)
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CONTRACTSAI_", "CELERY_"))
        }
        self.env = inherited | QUICK | {"CONTRACTSAI_DATA_DIR": str(self.data_dir)}
        self.env["CONTRACTSAI_ALLOWED_ROOTS"] = str(self.contracts)
        self._commands: list[Running] = []
        self._services = build_services(Settings(data_dir=self.data_dir))

    def folder_of(self, **texts: str) -> Path:
        """Return a new folder with a text file per argument."""
        folder = self.contracts / f"folder-{len(list(self.contracts.iterdir()))}"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text)
        return folder

    def start(self, *arguments: str, **env: str) -> Running:
        """Start a command."""
        outputs = self.folder / f"command-{len(self._commands)}"
        outputs.mkdir()
        self._commands.append(Running(arguments, self.env | env, outputs))
        return self._commands[-1]

    def run(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.env | env,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def up(self, *arguments: str, **env: str) -> Running:
        """Start the service and wait until it is ready."""
        command = self.start("up", "--port", "0", *arguments, **env)

        def is_ready() -> bool:
            assert command.popen.poll() is None, command.out + command.err
            return "Ready" in command.out

        eventually(is_ready, what=f"a service in {self.data_dir}")
        return command

    @property
    def url(self) -> str:
        """Where the service answers."""
        service = ServiceRecord(self.data_dir).running()
        assert service is not None
        assert service.url is not None
        return service.url

    def jobs(self) -> list[dict[str, Any]]:
        """Return the jobs as the rows have them, newest first."""
        return [job_view(job) for job in self._services.read_jobs(limit=100)]

    def documents(self, job_id: str) -> dict[str, dict[str, Any]]:
        """Return the job's documents by name."""
        found = self._services.read_documents(JobId(job_id), limit=1000)
        return {Path(one.path).stem: document_view(one) for one in found}

    def wait_running(self, name: str) -> str:
        """Return the newest job's id once its document of that name runs."""

        def running() -> str | None:
            for job in self.jobs()[:1]:
                if self.documents(job["id"])[name]["state"] == "RUNNING":
                    return str(job["id"])
            return None

        self._services.upgrade_database()  # the command under test may not have come so far
        return eventually(running, what=f"{name} running")

    def related(self) -> list[str]:
        """Return the command lines of all processes that have to do with the data directory."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                words = " ".join(process.cmdline())
                place = process.environ().get("CONTRACTSAI_DATA_DIR")
                if place == str(self.data_dir) or str(self.data_dir) in words:
                    found.append(words)
        return found

    def close(self) -> None:
        """Leave nothing, whatever the test did."""
        trees = [process for command in self._commands for process in command.tree()]
        for command in self._commands:
            if command.popen.poll() is None:
                command.popen.send_signal(signal.SIGTERM)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    command.wait()
        for process in trees:
            with contextlib.suppress(psutil.Error):
                process.kill()
        for command in self._commands:
            command.wait()
        self._services.close()


def kill_all(processes: list[psutil.Process]) -> None:
    """SIGKILL each of *processes*; some end by themselves once the first is dead."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def all_gone(processes: list[psutil.Process]) -> bool:
    """Return whether none of *processes* runs any more."""
    return not [one for one in processes if one.is_running() and not _is_zombie(one)]


def _is_zombie(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.status() == psutil.STATUS_ZOMBIE
    return True
