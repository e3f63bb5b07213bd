"""Outlives a test run by a moment, to take down what the run started.

The run holds the other end of this process' stdin. When that closes, because the run closed it or
because the run was killed, the guardian ends the server it started, or removes the containers it
was named, and ends itself. It runs as a plain file, by path, and imports the standard library only.
"""

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

END_SECONDS = 10
POLL_SECONDS = 0.2


def guard_server(folder: str, user: str, command: list[str]) -> int:
    """Run *command* until stdin ends, then end it and remove *folder*.

    Args:
        folder: the server's own, made by the owner; removed in any case.
        user: whom to run it as, for servers that refuse to run as root; empty for oneself.
        command: the server, in the foreground.

    Returns:
        0, or 1 if the server ended by itself; its log then goes to stdout.
    """
    path = Path(folder, "log")
    try:
        with path.open("wb") as log:
            server = subprocess.Popen(  # noqa: S603 - the command is our own module's
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                user=user or None,
                group=user or None,
                extra_groups=[] if user else None,
            )
        while server.poll() is None:
            if select.select([sys.stdin.buffer], [], [], POLL_SECONDS)[0]:
                _end(server)
                return 0
        sys.stdout.buffer.write(path.read_bytes())
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def guard_containers(label: str) -> int:
    """Remove the containers that bear *label* when stdin ends without the word ``done``."""
    if sys.stdin.buffer.read() == b"done":
        return 0
    import docker  # type: ignore[import-untyped]  # noqa: PLC0415 - untyped; seldom needed

    client = docker.from_env()
    try:
        for container in client.containers.list(all=True, filters={"label": label}):
            container.remove(force=True, v=True)
    finally:
        client.close()
    return 0


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # Redis: end; PostgreSQL: end without waiting for clients
    try:
        server.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    """Start a guardian: ``server FOLDER USER COMMAND...`` or ``containers LABEL``."""
    return subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, "-I", __file__, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the run; the guardian sees the run end
    )


def dismiss(guardian: "subprocess.Popen[bytes]", word: bytes = b"") -> None:
    """Have the guardian do its work now, and wait until it has."""
    guardian.communicate(word, timeout=3 * END_SECONDS)


if __name__ == "__main__":
    os.umask(0o077)
    what, first, *rest = sys.argv[1:]
    sys.exit(
        guard_containers(first) if what == "containers" else guard_server(first, rest[0], rest[1:])
    )
