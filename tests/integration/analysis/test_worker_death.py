"""Nothing outlives its worker, whatever becomes of that, and forked copies share nothing."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import psutil
import pytest

from contractsai.adapters.analysis.frames import read_frame, write_frame
from contractsai.adapters.analysis.messages import (
    Analyse,
    Digest,
    Message,
    NoFile,
    Read,
    Ready,
    Stage,
    Start,
    decode,
    encode,
)
from contractsai.adapters.os import folders
from contractsai.testing.eventually import PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no guard without fork")

PREAMBLE = """
import json, os, sys, threading, time
from pathlib import Path
from contractsai.adapters.analysis.host import ProcessAnalysisHost
from contractsai.adapters.analysis.limits import AnalysisLimits
from contractsai.testing.opened import analyse_file

def make_host(pipeline="contractsai.testing.pipelines:HostilePipeline"):
    return ProcessAnalysisHost(pipeline, AnalysisLimits(
        seconds=60, memory_bytes=10**9, heartbeat_seconds=1, max_documents=100,
        max_idle_bytes=10**9,
    ))

def analyse(host, text):
    file = Path(sys.argv[1], f"{os.getpid()}-{threading.get_ident()}.txt")
    file.write_text(text)
    [found] = analyse_file(host, file).analyses()
    return found.text
"""


@pytest.fixture
def run_worker(tmp_path: Path, temporary: Path) -> Iterator[Callable[[str], Any]]:
    """Starts a process that runs a script as a worker would, and kills it at last."""
    started = []

    def run(script: str) -> "subprocess.Popen[str]":
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
        command = [sys.executable, "-c", PREAMBLE + script, str(tmp_path)]
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield run
    for process in started:
        with process:
            process.kill()


def family(pid: int) -> list[psutil.Process]:
    """Everything below process *pid*; the handles mistake no later process for one of these."""
    return psutil.Process(pid).children(recursive=True)


def runs(process: psutil.Process) -> bool:
    """Whether it is there and no zombie: those are for their new parent to bury."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def command_lines() -> list[str]:
    processes = psutil.process_iter(["cmdline"])
    return [" ".join(process.info["cmdline"] or []) for process in processes]


@pytest.mark.parametrize("how", ["grandchild", "escape"])
def test_a_killed_worker_leaves_nothing(
    how: str, run_worker: Any, tmp_path: Path, temporary: Path, eventually: Any
) -> None:
    """Not the parser, not what that has started, not their files: SIGKILL asks nobody."""
    if how == "escape" and sys.platform != "linux":
        pytest.skip("only Linux lets the guard adopt it")
    note = tmp_path / "note"
    worker = run_worker(f"analyse(make_host(), 'litter'); analyse(make_host(), '{how}:{note}')")
    eventually(note.exists)
    processes = family(worker.pid)
    assert int(note.read_text()) in [process.pid for process in processes]
    assert list(temporary.iterdir())

    worker.kill()

    eventually(lambda: not any(runs(process) for process in processes))
    eventually(lambda: not list(temporary.iterdir()))


def test_what_dies_with_its_guard_is_swept_up_and_what_lives_is_not(
    run_worker: Any, temporary: Path, tmp_path: Path, eventually: Any
) -> None:
    """A container's end asks no guard either: the next worker finds the folders, and takes them."""
    living_note, dead_note = tmp_path / "living", tmp_path / "dead"
    run_worker(f"analyse(make_host(), 'grandchild:{living_note}')")
    eventually(living_note.exists)
    living = set(temporary.iterdir())
    worker = run_worker(
        f"analyse(make_host(), 'litter'); analyse(make_host(), 'grandchild:{dead_note}')"
    )
    eventually(dead_note.exists)
    (temporary / "contractsai-1000-0123456789abcdef").mkdir()  # a broker's socket lies in such
    members = [psutil.Process(worker.pid), *family(worker.pid)]
    for member in members:
        member.suspend()  # as if all were killed in one instant
    for member in members:
        member.kill()
    eventually(lambda: not any(runs(member) for member in members))
    dead = set(temporary.iterdir()) - living

    swept = folders.sweep(temporary)

    assert swept == len(dead) - 1 > 0
    assert {path.name for path in set(temporary.iterdir()) - living} == {
        "contractsai-1000-0123456789abcdef"
    }
    assert living < set(temporary.iterdir())


def test_a_parser_stuck_in_c_ends_with_its_worker(
    run_worker: Any, temporary: Path, eventually: Any
) -> None:
    """It runs no Python any more, and has every signal blocked."""
    worker = run_worker("print('here', flush=True); analyse(make_host(), 'hang-in-c')")
    assert worker.stdout.readline() == "here\n"
    eventually(lambda: any(_is_stuck(process) for process in family(worker.pid)))
    processes = family(worker.pid)

    worker.kill()

    eventually(lambda: not any(runs(process) for process in processes))
    eventually(lambda: not list(temporary.iterdir()))


def _is_stuck(process: psutil.Process) -> bool:
    """Whether it has blocked its signals: the last thing that it does."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return sys.platform != "linux"
    [blocked] = [line for line in status.splitlines() if line.startswith("SigBlk:")]
    return int(blocked.split()[1], 16).bit_count() > 30


def test_a_document_that_kills_the_worker_dies_with_it(
    run_worker: Any, temporary: Path, eventually: Any
) -> None:
    """The next worker takes the document over; it must not meet the old parser."""
    worker = run_worker("analyse(make_host(), 'ok'); analyse(make_host(), 'kill-worker')")

    assert worker.wait(PATIENCE_SECONDS) == -9

    eventually(lambda: not list(temporary.iterdir()))
    eventually(lambda: not any(str(temporary) in line for line in command_lines()))


def test_a_forked_worker_uses_no_process_of_its_parent(run_worker: Any) -> None:
    """Two processes that talk over one pipe get each other's answers."""
    worker = run_worker("""
host = make_host("pipelines_here:Witness")
seen = lambda: json.loads(analyse(host, ""))["pid"]
before = seen()
child = os.fork()
if child == 0:
    pids = [seen(), seen()]
    Path(sys.argv[1], "child.json").write_text(json.dumps(pids))
    host.close()
    os._exit(0)
os.waitpid(child, 0)
print(json.dumps({"before": before, "after": seen()}))
""")

    output, _ = worker.communicate(timeout=PATIENCE_SECONDS)

    parent = json.loads(output)
    first, second = json.loads(Path(worker.args[-1], "child.json").read_text())
    assert first == second != parent["before"]
    assert parent["after"] == parent["before"]


def test_a_forked_copy_keeps_no_process_of_its_dead_parent_alive(
    run_worker: Any, temporary: Path, eventually: Any
) -> None:
    """The copy holds the same descriptors at first, and with them the lifeline."""
    worker = run_worker("""
host = make_host()
analyse(host, "ok")
if os.fork() == 0:
    print("forked", flush=True)
    sys.stdin.read()
    os._exit(0)
time.sleep(60)
""")
    assert worker.stdout.readline() == "forked\n"
    copy, guard, parser = sorted(family(worker.pid), key=_is_guarded)

    worker.kill()

    eventually(lambda: not runs(guard) and not runs(parser))
    assert runs(copy)
    assert list(temporary.iterdir()) == []
    copy.kill()


def _is_guarded(process: psutil.Process) -> bool:
    return "contractsai.adapters.analysis.main" in str(process.cmdline())


class Unguarded:
    """The analysis process of a system that cannot fork, nor hand open files over."""

    def __init__(self, folder: Path) -> None:
        start = Start(
            pipeline="contractsai.testing.pipelines:HostilePipeline",
            memory_bytes=10**9,
            max_bytes=10**6,
            folder=str(folder / "folder"),
            lifeline=None,
        )
        command = ["-P", "-m", "contractsai.adapters.analysis.main", encode(start).decode()]
        self.process = subprocess.Popen(
            [sys.executable, *command], bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert isinstance(self.hear(), Ready)

    def say(self, message: Message) -> None:
        write_frame(cast("BinaryIO", self.process.stdin), encode(message))

    def hear(self) -> Message:
        return decode(read_frame(cast("BinaryIO", self.process.stdout)) or b"")


@pytest.fixture
def unguarded(tmp_path: Path) -> Iterator[Unguarded]:
    made = Unguarded(tmp_path)
    with made.process:
        yield made
        made.process.kill()


def which(file: Path) -> Read:
    """Ask for *file* as it is now."""
    return Read(str(file), file.stat().st_dev, file.stat().st_ino)


def test_without_a_guard_the_process_ends_with_its_input(
    unguarded: Unguarded, tmp_path: Path, eventually: Any
) -> None:
    """Windows cannot fork: there a thread waits for the worker's end of the pipe to close."""
    document = tmp_path / "document.txt"
    document.write_text("hang")
    unguarded.say(which(document))
    assert isinstance(unguarded.hear(), Digest)
    unguarded.say(Analyse())
    assert unguarded.hear() == Stage("hang")

    assert unguarded.process.stdin is not None
    unguarded.process.stdin.close()

    eventually(lambda: unguarded.process.poll() == 0)


def test_without_a_door_only_the_very_file_that_the_worker_opened_is_read(
    unguarded: Unguarded, tmp_path: Path
) -> None:
    """Windows hands no files over: between the two openings somebody may put another one there."""
    document, other = tmp_path / "document.txt", tmp_path / "other.txt"
    document.write_text("ok")
    other.write_text("secret")
    question = which(document)

    other.replace(document)
    unguarded.say(question)
    assert unguarded.hear() == NoFile("missing")

    unguarded.say(which(document))
    assert unguarded.hear() == Digest(hashlib.sha256(b"secret").hexdigest())
