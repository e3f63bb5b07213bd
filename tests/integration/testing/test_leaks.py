"""Each checker sees what it is there to see: one that cannot fail would be worse than none."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import redis

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing import leaks
from contractsai.testing.builders import NOW, a_document, a_job
from contractsai.testing.leaks import LeakKind, LeakWatch, Look
from contractsai.testing.servers import guardian

ORPHAN = "sleep 300 </dev/null >/dev/null 2>&1 & echo $!"


def watch(kind: LeakKind, look: Look) -> LeakWatch:
    """Return a watch that has begun, and that waits for next to nothing."""
    watch = LeakWatch({kind: look}, patience_seconds=0.2)
    watch.begin()
    return watch


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    mark = uuid.uuid4().hex
    monkeypatch.setenv(leaks.MARK, mark)
    return mark


def hold_a_lease(database_url: str) -> None:
    """Store a document that some worker runs."""
    upgrade(database_url)
    with closing(SqlStore(make_engine(database_url))) as store, store.begin() as work:
        job = a_job(state=State.RUNNING, counts=Counts(running=1))
        running = a_document(
            job,
            state=State.RUNNING,
            attempt=1,
            fence=1,
            worker="here:1",
            started_at=NOW,
            lease_expires_at=NOW + timedelta(seconds=15),
        )
        work.jobs.add(job, [running])
        work.commit()


def test_a_process_that_somebody_else_adopted_is_seen(mark: str) -> None:
    """Its parent has ended, and it is nobody's child that we know: the mark is what it kept."""
    seen = watch(LeakKind.PROCESS, leaks.processes(mark))
    started = subprocess.run(["sh", "-c", ORPHAN], capture_output=True, text=True, check=True)
    orphan = int(started.stdout)

    try:
        [words] = seen.left()[LeakKind.PROCESS]
    finally:
        os.kill(orphan, signal.SIGKILL)

    assert words.startswith(f"{orphan} (alive): sleep 300")
    assert seen.left() == {}


def test_a_child_without_the_mark_and_a_zombie_are_seen(mark: str) -> None:
    """A child that nobody waited for is a process too, if a small one."""
    seen = watch(LeakKind.PROCESS, leaks.processes(mark))
    with subprocess.Popen(["/bin/sleep", "300"], env={}) as child:
        alive = seen.left()
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        dead = seen.left()

    assert "alive" in alive[LeakKind.PROCESS][0]
    assert "not waited for" in dead[LeakKind.PROCESS][0]
    assert seen.left() == {}


def test_what_a_service_that_stays_starts_is_its_own(mark: str) -> None:
    """A pool replaces its processes; the service as a whole is what must not be forgotten."""
    script = (
        "import subprocess; input(); subprocess.Popen(['sleep', '300']); print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdin is not None
        assert service.stdout is not None
        seen = watch(LeakKind.PROCESS, leaks.processes(mark))
        print(file=service.stdin, flush=True)
        service.stdout.readline()
        while_it_lives = seen.left()
        print(file=service.stdin, flush=True)
        service.wait()
        [words] = seen.left()[LeakKind.PROCESS]
        os.kill(int(words.split()[0]), signal.SIGKILL)

    assert while_it_lives == {}
    assert "sleep 300" in words


def test_the_guardian_of_a_server_is_no_leak(mark: str) -> None:
    """It stays until the run is over, which is its purpose."""
    seen = watch(LeakKind.PROCESS, leaks.processes(mark))
    guard = guardian.start("containers", f"contractsai.owner={mark}")

    left = seen.left()
    guardian.dismiss(guard, b"done")

    assert left == {}


def test_a_thread_is_seen() -> None:
    seen = watch(LeakKind.THREAD, leaks.threads)
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="forgotten")
    thread.start()

    left = seen.left()
    done.set()
    thread.join()

    assert left == {LeakKind.THREAD: ["forgotten"]}


def test_a_socket_a_file_and_a_database_are_seen(tmp_path: Path) -> None:
    """SQLite's connections are open files, and more than one each."""
    seen = watch(LeakKind.HANDLE, leaks.handles)
    database = sqlite3.connect(tmp_path / "a.db")
    database.execute("CREATE TABLE t (x)")
    with socket.socket(), (tmp_path / "note").open("w"):
        left = " ".join(seen.left()[LeakKind.HANDLE])
    database.close()

    assert all(words in left for words in ("a.db", "note", "socket:"))
    assert seen.left() == {}


def test_what_is_unreachable_is_no_leak() -> None:
    """Python closes it as soon as it looks for cycles."""
    seen = watch(LeakKind.HANDLE, leaks.handles)
    reading, writing = os.pipe()

    class Ring:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            os.close(reading)
            os.close(writing)

    Ring()

    assert seen.left() == {}


def test_a_file_is_seen_and_what_is_ignored_is_not(tmp_path: Path) -> None:
    seen = watch(LeakKind.FILE, leaks.files(tmp_path, tmp_path / "nowhere", ignored=[".coverage"]))
    (tmp_path / ".coverage").touch()
    (tmp_path / "contractsai-1").mkdir()

    assert seen.left() == {LeakKind.FILE: [str(tmp_path / "contractsai-1")]}


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as client:
        yield client
        client.delete("result", "task-meta", "_kombu.binding.q", "lock")


def test_a_redis_key_that_lasts_is_seen(redis_url: str, client: redis.Redis) -> None:
    """With a day to live it is left behind all the same: that is what a result would be."""
    seen = watch(LeakKind.REDIS_KEY, leaks.redis_keys(redis_url))
    client.set("result", "x")
    client.set("task-meta", "x", ex=86400)
    client.set("lock", "x", ex=60)
    client.sadd("_kombu.binding.q", "x")

    left = sorted(seen.left()[LeakKind.REDIS_KEY])

    assert len(left) == 2, left
    assert left[0] == "result (for ever)"
    assert left[1].startswith("task-meta (for 86")


def test_a_lease_in_a_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("no database at all")
    seen = watch(LeakKind.LEASE, leaks.sqlite_leases(lambda: [tmp_path]))
    file = tmp_path / "deeper" / "contractsai.db"
    file.parent.mkdir()

    hold_a_lease(f"sqlite:///{file}")
    [words] = seen.left()[LeakKind.LEASE]
    file.unlink()  # the checker of all tests would see it as well

    assert "here:1" in words


def test_a_lease_and_a_connection_in_a_server_are_seen(postgres_server_url: str) -> None:
    from contractsai.testing.providers import a_database

    with a_database(postgres_server_url) as url:
        leases = watch(LeakKind.LEASE, leaks.postgres_leases(url))
        connections = watch(LeakKind.CONNECTION, leaks.postgres_connections(url))
        hold_a_lease(url)
        assert connections.left() == {}
        with psycopg.connect(url.replace("+psycopg", ""), application_name="forgotten"):
            assert "forgotten" in connections.left()[LeakKind.CONNECTION][0]
        assert "here:1" in leases.left()[LeakKind.LEASE][0]


LEAKING = """
import subprocess, tempfile, threading
import pytest
from contractsai.testing.leaks import LeakKind

ORPHAN = "sleep 5 </dev/null >/dev/null 2>&1 &"

def test_clean(tmp_path): tempfile.TemporaryDirectory(dir=tmp_path).cleanup()
def test_process(): subprocess.run(["sh", "-c", ORPHAN], check=True)
def test_file(): tempfile.mkdtemp()
def test_thread(): threading.Thread(target=threading.Event().wait, daemon=True).start()

@pytest.mark.leaves(LeakKind.FILE, reason="to show that one may")
def test_allowed(): tempfile.mkdtemp()

@pytest.mark.leaves(LeakKind.FILE)
def test_no_reason(): pass

def test_failed_anyway():
    tempfile.mkdtemp()
    assert False
"""
CONFTEST = """
import pytest
from contractsai.testing.no_leaks import leak_watch, leaves_nothing

@pytest.fixture(scope="session")
def leak_patience(): return 0.2
"""


def test_a_test_that_leaves_something_fails(tmp_path: Path) -> None:
    """The fixtures as tests meet them; a mark without a reason fails as well."""
    (tmp_path / "conftest.py").write_text(textwrap.dedent(CONFTEST))
    (tmp_path / "test_it.py").write_text(LEAKING)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = leaves: on purpose\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", "--tb=short"]

    done = subprocess.run(
        [*command, "--basetemp", str(tmp_path / "base"), "test_it.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )

    outcomes = {
        line.split("::")[1].split()[0]: line.split()[0]
        for line in done.stdout.splitlines()
        if line.startswith(("PASSED", "FAILED"))
    }
    errors = {
        line.split("::")[1].split()[0]
        for line in done.stdout.splitlines()
        if line.startswith("ERROR")
    }
    assert errors == {"test_process", "test_file", "test_thread", "test_no_reason"}
    assert outcomes["test_clean"] == outcomes["test_allowed"] == "PASSED"
    assert outcomes["test_failed_anyway"] == "FAILED"
    for words in ("process: ", "file: ", "thread: "):
        assert words in done.stdout
    assert not list(tmp_path.glob("leaks-*")), "its own folder is gone too"
