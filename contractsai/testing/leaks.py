"""What outlives its owner: things are looked at before and after, and the new ones are leaks.

A `Look` lists what is there of one kind: processes, threads, open files and sockets, temporary
files, Redis keys, leases, database connections. `LeakWatch` compares two lists, and gives what is
about to go a moment. `contractsai.testing.no_leaks` makes pytest fixtures of it.
"""

import contextlib
import gc
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, cast

import psutil

from contractsai.testing.servers import guardian

MARK: Final = "LEAKS_OF"
"""The variable that everything which a test run starts inherits. Not one of ``CONTRACTSAI_``: those
are taken from analysis processes."""

LASTING_SECONDS: Final = 600
"""A Redis key that has less time to live is gone soon enough."""

KOMBU_BINDINGS: Final = "_kombu.binding"
"""Which queue an exchange feeds, as kombu notes it in Redis: a few names, for ever, by design."""

OF_LIBRARIES: Final = ("anon_inode:[eventpoll]", "/dev/shm/pym-")  # noqa: S108 - only compared
"""Reach nobody. kombu keeps an epoll for each URL that it was ever given, in a registry of its own,
and multiprocessing its shared memory for the next time."""

POLL_SECONDS: Final = 0.02
NO_DATABASE_OF_OURS: Final = ("no such table", "no such column", "not a database", "malformed")
RUNNING_LEASES: Final = """
    SELECT id, worker, lease_expires_at FROM documents
    WHERE state = 'RUNNING' OR lease_expires_at IS NOT NULL
"""


class LeakKind(StrEnum):
    """What may be left behind."""

    PROCESS = "process"
    THREAD = "thread"
    HANDLE = "open file or socket"
    FILE = "file"
    REDIS_KEY = "Redis key"
    LEASE = "lease"
    CONNECTION = "database connection"


Things = Mapping[object, str]
"""What is there: an identity that is never used twice, and words for people."""

Look = Callable[[], Things]


@dataclass(slots=True)
class LeakWatch:
    """What there was, and what there is beyond that.

    Attributes:
        looks: by kind.
        patience_seconds: for what is on its way out: a process that was told to end, a connection
            that a server has not noticed the end of.
    """

    looks: dict[LeakKind, Look]
    patience_seconds: float = 5.0
    _before: dict[LeakKind, Things] = field(default_factory=dict)

    def begin(self) -> None:
        """Take what is there as what was there before."""
        self._before = {kind: look() for kind, look in self.looks.items()}

    def add(self, kind: LeakKind, look: Look) -> None:
        """Look at one more kind, from now on."""
        self.looks[kind] = look
        self._before[kind] = look()

    def accept(self) -> None:
        """Take what there is now for something that stays: a server was started for all tests."""
        for kind, look in self.looks.items():
            self._before[kind] = {**self._before.get(kind, {}), **look()}

    def left(self, expected: Collection[LeakKind] = ()) -> dict[LeakKind, list[str]]:
        """Return what there is beyond that; waits for what is not *expected* to go."""
        deadline = time.monotonic() + self.patience_seconds
        new = self._new(self.looks)
        collected = False
        while new.keys() - expected and time.monotonic() < deadline:
            if not collected:
                gc.collect()  # a cycle is no leak; too slow to break each time
                collected = True
            time.sleep(POLL_SECONDS)
            new = self._new(new)
        return new

    def _new(self, kinds: Iterable[LeakKind]) -> dict[LeakKind, list[str]]:
        found = {}
        for kind in kinds:
            before = self._before.get(kind, {})
            extra = [words for key, words in self.looks[kind]().items() if key not in before]
            if extra:
                found[kind] = extra
        return found


def processes(mark: str) -> Look:
    """Return a look at the processes that inherited *mark*, and at our descendants.

    A process that another one adopted is no descendant, and one that was started with a bare
    environment has no mark. All that a child of ours starts belongs to that child while it lives:
    a service that stays may replace its processes. Guardians are nobody's leak: they end with the
    run, and all that they started with them.
    """
    ours = f"{MARK}={mark}".encode()

    def look() -> Things:
        me = psutil.Process()
        candidates = {child.pid: child for child in me.children(recursive=True)}
        for pid in psutil.pids():
            if pid not in candidates and pid != me.pid and ours in _environment(pid):
                with contextlib.suppress(psutil.NoSuchProcess):
                    candidates[pid] = psutil.Process(pid)
        found: dict[object, str] = {}
        for process in candidates.values():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                words = _describe(process)
                owner = _owner(process, me)
                if words and not _is_guarded(process):
                    key = (owner.pid, owner.create_time())
                    found[key] = f"{found[key]}; {words}" if key in found else words
        return found

    return look


def _describe(process: psutil.Process) -> str:
    if process.status() == psutil.STATUS_ZOMBIE:  # of which there is little else to know
        return f"{process.pid} (not waited for): {process.name()}"
    return f"{process.pid} (alive): {' '.join(process.cmdline())}"[:300]


def _owner(process: psutil.Process, me: psutil.Process) -> psutil.Process:
    """Return the child of *me* that *process* descends from, or itself if there is none."""
    line = [process, *process.parents()]
    return line[line.index(me) - 1] if me in line else process


def _is_guarded(process: psutil.Process) -> bool:
    """Return whether *process* is a guardian, or was started by one."""
    for each in (process, *process.parents()):
        with contextlib.suppress(psutil.Error):
            if guardian.__file__ in each.cmdline():
                return True
    return False


def _environment(pid: int) -> bytes:
    """Return what the process was started with; nothing of those that are not ours to see."""
    proc = Path("/proc", str(pid), "environ")
    try:
        if proc.parent.is_dir():
            return proc.read_bytes()
        lines = psutil.Process(pid).environ().items()
    except (OSError, psutil.Error):
        return b""
    return "\0".join(f"{name}={value}" for name, value in lines).encode()


def threads() -> Things:
    """Look at the threads of this process."""
    return {thread: thread.name for thread in threading.enumerate()}


def handles() -> Things:
    """Look at the files, sockets and pipes that this process has open."""
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        return {file.path: file.path for file in psutil.Process().open_files()}
    found: dict[object, str] = {}
    for entry in os.listdir(folder):  # noqa: PTH208 - no handle of a generator's is seen
        with contextlib.suppress(OSError):
            target = os.readlink(folder / entry)  # noqa: PTH115 - "socket:[1]" is no path
            if not target.startswith((f"/proc/{os.getpid()}/fd", *OF_LIBRARIES)):
                found[entry, target] = f"{entry} -> {target}"
    return found


def files(*folders: Path, ignored: Iterable[str] = ()) -> Look:
    """Return a look at what lies directly in *folders*, but for *ignored* patterns of names."""
    patterns = tuple(ignored)

    def look() -> Things:
        found = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
        return {
            path: str(path)
            for path in found
            if not any(fnmatch(path.name, pattern) for pattern in patterns)
        }

    return look


def redis_keys(url: str) -> Look:
    """Return a look at the keys that will be there in `LASTING_SECONDS`, but kombu's bindings."""
    import redis  # noqa: PLC0415 - a fraction of a second

    client = redis.Redis.from_url(url, socket_timeout=5, decode_responses=True)

    def look() -> Things:
        keys = [key for key in client.scan_iter(count=1000) if KOMBU_BINDINGS not in key]
        with client.pipeline(transaction=False) as pipeline:
            for key in keys:
                pipeline.ttl(key)
            lives = cast("list[int]", pipeline.execute())
        return {
            key: f"{key} ({'for ever' if life < 0 else f'for {life} s'})"
            for key, life in zip(keys, lives, strict=True)
            if life == -1 or life > LASTING_SECONDS
        }

    return look


def sqlite_leases(below: Callable[[], Iterable[Path]]) -> Look:
    """Return a look at the leases in every database file below the folders that *below* returns."""

    def look() -> Things:
        found: dict[object, str] = {}
        for folder in below():
            for file in folder.rglob("*.db"):
                found.update({(file, row[0]): f"{file.name}: {row}" for row in _leases(file)})
        return found

    return look


def _leases(file: Path) -> list[tuple[object, ...]]:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True)) as connection:
            return connection.execute(RUNNING_LEASES).fetchall()
    except sqlite3.DatabaseError as error:
        if any(words in str(error) for words in NO_DATABASE_OF_OURS):
            return []
        raise


def postgres_leases(url: str) -> Look:
    """Return a look at the leases in the database at *url*."""

    def look() -> Things:
        exists = "SELECT to_regclass('documents') IS NOT NULL"
        if _ask(url, exists) != [(True,)]:
            return {}
        return {row[0]: str(row) for row in _ask(url, RUNNING_LEASES)}

    return look


def postgres_connections(url: str) -> Look:
    """Return a look at the connections to the database at *url*."""

    def look() -> Things:
        others = """
            SELECT pid, backend_start::text, application_name, state, query FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
        """
        return {row[:2]: str(row) for row in _ask(url, others)}

    return look


def _ask(url: str, question: str) -> list[tuple[object, ...]]:
    import psycopg  # noqa: PLC0415 - whoever has no PostgreSQL needs no client

    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, connect_timeout=10) as connection:
        return connection.execute(question.encode()).fetchall()
