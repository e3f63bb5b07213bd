"""What a health check looks at, with the standard library alone and little of that.

A check fails where a restart would help: a loop that got stuck. A broker or a database that is
away, a full pool and a worker that drains are no reason to end a process.
"""

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

WELL: Final = 0
UNWELL: Final = 1
FRESH_SECONDS: Final = 60
"""For how long a pulse is believed in: longer than any wait for a broker that is away."""
ANSWER_SECONDS: Final = 4.0
LONGEST: Final = 4096  # bytes of an answer; its first line is enough
EVERYWHERE: Final = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is compared, not listened on


class Unwell(Exception):
    """What is checked is not well; the message says why, and what to look at."""


def api_lives() -> str:
    """Return what to say of an API whose loop turns."""
    return _asked("/livez")


def api_is_ready() -> str:
    """Return what to say of an API that can take jobs: its database answers as well."""
    return _asked("/readyz")


def pulse_is_fresh() -> str:
    """Return what to say of a worker, a beat or a watcher whose loop turned a moment ago."""
    file = os.environ.get("CONTRACTSAI_PULSE_FILE", "")
    if not file:
        raise Unwell(
            "CONTRACTSAI_PULSE_FILE is not set, here and for the process to check. "
            "Set it: export CONTRACTSAI_PULSE_FILE=/run/contractsai.pulse"
        )
    try:
        age = time.time() - os.stat(file).st_mtime  # noqa: PTH116 - pathlib would cost more than the check
    except OSError as error:
        raise Unwell(
            f"{file}: {error.strerror}. The process has not begun yet, or cannot write there; "
            "look at its log."
        ) from None
    if age > FRESH_SECONDS:
        raise Unwell(f"its loop has not turned for {age:.0f} s; restart the process.")
    return f"its loop turned {max(age, 0):.0f} s ago"


CHECKS: Final[Mapping[tuple[str, ...], Callable[[], str]]] = {
    ("api",): api_lives,
    ("api", "--ready"): api_is_ready,
    ("worker",): pulse_is_fresh,
    ("beat",): pulse_is_fresh,
    ("watch",): pulse_is_fresh,
}
"""By the arguments of ``contractsai healthcheck``."""


def report(check: Callable[[], str]) -> int:
    """Print what *check* finds, and return the exit code."""
    try:
        print(f"well: {check()}")
    except Unwell as problem:
        print(f"unwell: {problem}", file=sys.stderr)
        return UNWELL
    return WELL


def _asked(path: str) -> str:
    """Return what to say of an API that answers *path* with 200."""
    host = os.environ.get("CONTRACTSAI_HOST", "")
    port = os.environ.get("CONTRACTSAI_PORT", "8000")
    host = EVERYWHERE.get(host, host)
    deadline = time.monotonic() + ANSWER_SECONDS
    try:
        with socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\n{HEADERS}\r\n".encode())
            answer = _first_line(connection, deadline)
    except (OSError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise Unwell(f"{host}:{port} gave no answer ({reason}); look at the log.") from None
    status = answer.split(" ")[1:2]
    if status != ["200"]:
        raise Unwell(f"{path} answers {answer!r}; see what it says: curl {host}:{port}{path}")
    return f"{path} answers 200"


HEADERS: Final = "Host: localhost\r\nConnection: close\r\n"


def _first_line(connection: socket.socket, deadline: float) -> str:
    """Return the status line; one that comes in drops does not take longer than the deadline."""
    said = b""
    while b"\n" not in said and len(said) < LONGEST:
        connection.settimeout(max(0.001, deadline - time.monotonic()))
        more = connection.recv(LONGEST)
        if not more:
            break
        said += more
    return said.partition(b"\r\n")[0].decode("ascii", "replace")
