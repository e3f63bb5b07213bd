"""A PgBouncer of this machine in front of a test's PostgreSQL, in transaction mode."""

import os
import pwd
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from contractsai.testing.servers.local import HOST, running_server, unprivileged_user

PLACES: Final = ("/usr/sbin", "/usr/local/sbin")  # Debian's, which PATH often lacks
MOST_CLIENTS: Final = 200


def find_pgbouncer() -> str | None:
    """Return the program of PATH, or of the folders for programs of the system."""
    return shutil.which("pgbouncer", path=os.pathsep.join([*os.get_exec_path(), *PLACES]))


@contextmanager
def pgbouncer(program: str, database_url: str, *, connections: int) -> Iterator[str]:
    """Yield the URL of a database behind a PgBouncer that has so many connections to it.

    Each transaction gets another one: what a session would keep is gone, or somebody else's.
    """
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="contractsai-pgbouncer-", dir=_open_place(user)))
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    server = urlsplit(database_url)

    def command(port: int) -> list[str]:
        target = {
            "host": server.hostname,
            "port": server.port,
            "user": server.username,
            "password": unquote(server.password or ""),
        }
        words = " ".join(f"{name}='{value}'" for name, value in target.items() if value)
        lines = (
            "[databases]",
            f"* = {words}",
            "[pgbouncer]",
            "pool_mode = transaction",
            "auth_type = any",
            f"listen_addr = {HOST}",
            f"listen_port = {port}",
            "unix_socket_dir =",
            f"default_pool_size = {connections}",
            f"max_client_conn = {MOST_CLIENTS}",
        )
        (folder / "pgbouncer.ini").write_text("\n".join([*lines, ""]))
        return [program, str(folder / "pgbouncer.ini")]

    with running_server(folder, command, _answers, user=user) as (port, _):
        netloc = f"{server.username}@{HOST}:{port}"
        yield urlunsplit(server._replace(netloc=netloc))


def _open_place(user: str) -> str | None:
    """Return a folder for temporary files that *user* can enter; the usual one for oneself."""
    if not user:
        return None
    places = (tempfile.gettempdir(), "/tmp", "/var/tmp")  # noqa: S108 - the folder in it is private
    return next(place for place in places if _can_be_entered(Path(place)))


def _can_be_entered(place: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (place, *place.parents))


def _answers(port: int, _folder: Path) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
