"""Which service runs: only the lock counts, since it ends with its holder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contractsai.adapters.local_service.lock import FileLock
from contractsai.adapters.local_service.record import RunningService, ServiceRecord
from contractsai.domain.errors import UnsafeConfiguration

HOLD = """
import sys
from pathlib import Path
from contractsai.adapters.local_service.lock import FileLock
lock = FileLock(Path(sys.argv[1]))
print("held" if lock.acquire() else "taken", flush=True)
sys.stdin.read()
"""


def hold(path: Path) -> "subprocess.Popen[str]":
    """Return a process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(path)]
    popen = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert popen.stdout is not None
    assert popen.stdout.readline() == "held\n"
    return popen


def test_nobody_else_gets_a_lock_that_is_held(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold(path) as holder:
        assert not FileLock(path).acquire()
        assert FileLock(path).is_held()
        holder.kill()


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    """A file with a process id in it would say otherwise."""
    path = tmp_path / "lock"
    with hold(path) as holder:
        holder.kill()
        holder.wait()

    lock = FileLock(path)
    assert not lock.is_held()
    assert lock.acquire()
    lock.release()


def test_a_heir_keeps_the_lock(tmp_path: Path) -> None:
    """The guard of a killed service still ends its processes; until then nobody may begin."""
    lock = FileLock(tmp_path / "lock")
    assert lock.acquire()
    assert lock.descriptor is not None
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=(lock.descriptor,)) as heir:
        lock.release()

        assert FileLock(tmp_path / "lock").is_held()
        heir.kill()
    assert not FileLock(tmp_path / "lock").is_held()


def test_no_service_runs_where_there_is_no_folder(tmp_path: Path) -> None:
    assert ServiceRecord(tmp_path / "nowhere").running() is None


def test_a_claimed_folder_says_who_and_later_where(tmp_path: Path) -> None:
    record = ServiceRecord(tmp_path)
    with record.claimed():
        starting = ServiceRecord(tmp_path).running()
        record.announce("http://127.0.0.1:1")
        ready = ServiceRecord(tmp_path).running()

    assert starting == RunningService(None, os.getpid())
    assert ready == RunningService("http://127.0.0.1:1", os.getpid())
    assert ServiceRecord(tmp_path).running() is None


def test_what_a_killed_service_left_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "service.json").write_text('{"url": "http://127.0.0.1:1", "pid": 1}')
    (tmp_path / "up.lock").touch()

    assert ServiceRecord(tmp_path).running() is None


def test_a_second_claim_is_told_who_has_the_first(tmp_path: Path) -> None:
    """A person has to find the terminal in which it runs."""
    record, second = ServiceRecord(tmp_path), ServiceRecord(tmp_path, patience_seconds=0)
    with record.claimed():
        record.announce("http://127.0.0.1:1")
        with pytest.raises(UnsafeConfiguration) as raised, second.claimed():
            raise AssertionError("two services on one folder")

    for told in (str(os.getpid()), "http://127.0.0.1:1", "contractsai up"):
        assert told in str(raised.value)
