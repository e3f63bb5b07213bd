"""The supervisor: what dies starts again, more slowly each time, and nothing stays behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from contractsai.adapters.local_service.program import Program
from contractsai.adapters.local_service.program_guard import processes_left
from contractsai.adapters.local_service.service import choose_port, url_of
from contractsai.adapters.local_service.supervisor import Supervisor, restart_delay
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.testing.eventually import eventually

WAIT = "import time; print('up', flush=True); time.sleep(600)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('up', flush=True); time.sleep(600)"
)
PARENT = (
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print(child.pid, flush=True);"
    "time.sleep(600)"
)
PATIENCE = 60.0


class Watched:
    """A supervisor, what it told, and the logs of its children."""

    def __init__(self, folder: Path) -> None:
        self.told: list[str] = []
        self.folder = folder
        self.supervisor = Supervisor(folder, self.told.append, is_verbose=False)

    def start(self, name: str, code: str, *, says: str = "") -> int:
        """Start a Python program and return its process once it has said *says*."""
        self.supervisor.start(Program(name, [sys.executable, "-c", code]))
        eventually(lambda: says in self.log(name), within=PATIENCE, what=f"{name} saying {says!r}")
        pid = self.supervisor.pid(name)
        assert pid is not None
        return pid

    def log(self, name: str) -> str:
        return said(self.folder / f"{name}.log")

    def ticked_pid(self, name: str) -> int | None:
        self.supervisor.tick()
        return self.supervisor.pid(name)


def said(log: Path) -> str:
    """Return what a program said, without times and without what the service notes of it."""
    lines = [line.partition("Z ")[2] for line in log.read_text().splitlines(keepends=True)]
    return "".join(line for line in lines if "] up: " not in line)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watched = Watched(tmp_path)
    yield watched
    watched.supervisor.close()


def is_gone(pid: int) -> bool:
    """Return whether the process runs no more; not everybody's init buries at once."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def guards() -> set[int]:
    """Return the guards of this process that run."""
    found = set()
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "guard" in " ".join(child.cmdline()):
                found.add(child.pid)
    return found


def test_the_wait_before_a_restart_grows_to_ten_seconds() -> None:
    """A program that cannot start must not keep the machine busy with trying."""
    assert [restart_delay(deaths) for deaths in (1, 2, 3, 4, 5, 6, 1000)] == [
        0.5,
        1.0,
        2.0,
        4.0,
        8.0,
        10.0,
        10.0,
    ]


def test_a_killed_child_is_started_again(watched: Watched) -> None:
    first = watched.start("api", WAIT, says="up")

    os.kill(first, signal.SIGKILL)
    eventually(lambda: watched.ticked_pid("api") is None, within=PATIENCE, what="the news")
    second = eventually(lambda: watched.ticked_pid("api"), within=PATIENCE, what="the next one")

    assert second != first
    assert "api was killed by SIGKILL; it starts again in 0.5 s" in watched.told[0]


def test_the_log_tells_of_starts_and_deaths(watched: Watched) -> None:
    """When a program died stands beside its last words, also for the service after this one."""
    pid = watched.start("api", WAIT, says="up")

    os.kill(pid, signal.SIGKILL)
    eventually(lambda: watched.ticked_pid("api") is None, within=PATIENCE, what="the news")

    told = (watched.folder / "api.log").read_text()
    assert f"up: api starts as process {pid}\n" in told
    assert told.endswith("up: api was killed by SIGKILL\n")
    assert watched.supervisor.last_words("api") == "up"


def test_what_a_dead_child_leaves_is_killed(watched: Watched) -> None:
    """Pool processes of a worker that was killed would work on beside the next one's."""
    pid = watched.start("worker", PARENT, says="\n")
    grandchild = int(watched.log("worker"))

    os.kill(pid, signal.SIGKILL)
    eventually(lambda: watched.ticked_pid("worker") is None, within=PATIENCE, what="the news")

    eventually(lambda: is_gone(grandchild), within=PATIENCE, what="the grandchild's end")


def test_a_polite_child_is_asked_to_end(watched: Watched) -> None:
    code = (
        "import os, signal, sys, time;"
        # Not by print: the signal may come while the line below is still being printed.
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(os.write(1, b'bye') - 3));"
        "print('up', flush=True); time.sleep(600)"
    )
    pid = watched.start("beat", code, says="up")

    watched.supervisor.stop(["beat"], is_patient=lambda: True)

    assert is_gone(pid)
    assert "bye" in watched.log("beat")


def test_a_deaf_child_is_killed_when_the_patience_is_over(watched: Watched) -> None:
    pid = watched.start("worker", DEAF, says="up")
    patience = iter([True, True])

    watched.supervisor.stop(["worker"], is_patient=lambda: next(patience, False))

    assert is_gone(pid)


def test_children_are_out_of_reach_of_the_terminals_ctrl_c(watched: Watched) -> None:
    """It goes to all of a group at once, and they have to end in order."""
    pid = watched.start("broker", WAIT, says="up")

    assert os.getsid(pid) == pid != os.getsid(0)


def test_a_guard_that_dies_is_replaced(watched: Watched) -> None:
    watched.start("api", WAIT, says="up")

    [first] = guards()

    os.kill(first, signal.SIGKILL)

    def another() -> bool:
        watched.supervisor.tick()
        return bool(guards() - {first})

    eventually(another, within=PATIENCE, what="another guard")


def test_a_program_that_is_not_there_is_told_by_name(watched: Watched) -> None:
    with pytest.raises(UnsafeConfiguration, match="no-such-program cannot be started"):
        watched.supervisor.start(Program("broker", ["no-such-program"]))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (b"", set()),
        (b"+1\n+2\n-1\n", {2}),
        (b"+1\n-7\n", {1}),
        (b"+1\n+2", {1}),  # the starter died within a line
    ],
)
def test_the_guard_knows_what_is_left(said: bytes, left: set[int]) -> None:
    assert processes_left(said.splitlines(keepends=True)) == left


SUPERVISE = """
import sys
from pathlib import Path
from contractsai.adapters.local_service.program import Program
from contractsai.adapters.local_service.supervisor import Supervisor
supervisor = Supervisor(Path(sys.argv[1]), print, is_verbose=False)
supervisor.start(Program("worker", [sys.executable, "-c", sys.argv[2]]))
print(supervisor.pid("worker"), flush=True)
sys.stdin.read()
"""


def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    """I8, also for SIGKILL: no handler of ours runs then."""
    command = [sys.executable, "-c", SUPERVISE, str(tmp_path), PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as popen:
        assert popen.stdout is not None
        pid = int(popen.stdout.readline())
        log = tmp_path / "worker.log"
        eventually(lambda: said(log).endswith("\n"), within=PATIENCE, what="a grandchild")
        grandchild = int(said(log))

        popen.kill()

        both: Callable[[], bool] = lambda: is_gone(pid) and is_gone(grandchild)  # noqa: E731
        eventually(both, within=PATIENCE, what="the end of both")


def test_a_port_in_use_is_told_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(UnsafeConfiguration, match=f"port {port} .*contractsai up --port"):
            choose_port("127.0.0.1", port)


def test_port_zero_is_a_free_port() -> None:
    assert choose_port("127.0.0.1", 0) > 0


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("contracts.example", "http://contracts.example:80"),
    ],
)
def test_a_server_for_everybody_answers_here_too(host: str, url: str) -> None:
    """Nobody can open http://0.0.0.0 on every system."""
    assert url_of(host, 80) == url
