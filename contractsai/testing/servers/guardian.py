"""Outlives a test run by a moment, to take down what the run started.

The run holds the other end of this process' stdin. When that closes, because the run closed it or
because the run was killed, the guardian ends the server it started, or removes the containers it
was named, and ends itself. A byte on stdin is an order: a signal that ends the server, or 0 to
start it again. It runs as a plain file, by path, and imports the standard library only.
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
START_AGAIN = 0


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
    server = _start(path, user, command)
    try:
        while True:
            if select.select([sys.stdin.buffer], [], [], POLL_SECONDS)[0]:
                order = os.read(sys.stdin.fileno(), 1)
                if not order:
                    _end(server)
                    return 0
                if order[0] != START_AGAIN:
                    server.send_signal(order[0])
                    server.wait()
                else:
                    server = _start(path, user, command)
                os.write(sys.stdout.fileno(), order)
            elif server.returncode is None and server.poll() is not None:
                sys.stdout.buffer.write(path.read_bytes())
                return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(path: Path, user: str, command: list[str]) -> "subprocess.Popen[bytes]":
    with path.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - the command is our own module's
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=path.parent,
            user=user or None,
            group=user or None,
            extra_groups=[] if user else None,
        )


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
    if server.returncode is not None:  # killed by order
        return
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


def order(guardian: "subprocess.Popen[bytes]", what: int) -> None:
    """Give a guardian of a server an order, and wait until it is done: a signal, or 0 to start."""
    if guardian.stdin is None or guardian.stdout is None:
        raise AssertionError("a guardian has both")
    guardian.stdin.write(bytes([what]))
    guardian.stdin.flush()
    if guardian.stdout.read(1) != bytes([what]):
        raise AssertionError(f"the guardian did not obey: {what}")


def dismiss(guardian: "subprocess.Popen[bytes]", word: bytes = b"") -> None:
    """Have the guardian do its work now, and wait until it has."""
    guardian.communicate(word, timeout=3 * END_SECONDS)


if __name__ == "__main__":
    os.umask(0o077)
    what, first, *rest = sys.argv[1:]
    sys.exit(
        guard_containers(first) if what == "containers" else guard_server(first, rest[0], rest[1:])
    )
