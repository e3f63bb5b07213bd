"""Seconds from a submit to its 202, on a broker that is well, that refuses, and that is silent.

``python -m benchmarks.submits`` starts an API for each, on SQLite and a folder of one document.
Times are what a caller waits: a busy machine makes them longer, so compare the three with each
other. A dispatch to the silent one takes ten seconds each, which no caller must feel.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from contractsai.adapters.brokers.embedded import EmbeddedBroker
from contractsai.testing.eventually import eventually

API = (sys.executable, "-m", "contractsai.entrypoints.cli", "api", "--port=0")
BROKER_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """What callers waited for one broker, in milliseconds."""

    broker: str
    submits: int
    accepted: int
    median_ms: float
    p99_ms: float
    worst_ms: float


@contextlib.contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """End *process* when the block does."""
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def well(folder: Path) -> Iterator[str]:
    """Yield the URL of the broker that comes with the package."""
    broker = EmbeddedBroker(folder)
    broker.prepare()
    quiet = subprocess.DEVNULL
    with ended(subprocess.Popen(broker.command(), stdout=quiet, stderr=quiet)):
        eventually(broker.is_ready, what="the broker")
        yield broker.url


@contextlib.contextmanager
def refusing(_: Path) -> Iterator[str]:
    """Yield the URL of a broker that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def silent(_: Path) -> Iterator[str]:
    """Yield the URL of a broker that lets everybody connect and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


BROKERS = {each.__name__: each for each in (well, refusing, silent)}


@contextlib.contextmanager
def served(folder: Path, broker_url: str) -> Iterator[int]:
    """Yield the port of an API that tells *broker_url* of its jobs."""
    log = folder / "api.log"
    env = os.environ | {
        "CELERY_BROKER_URL": broker_url,
        "CONTRACTSAI_ALLOWED_ROOTS": str(folder),
        "CONTRACTSAI_BROKER_TIMEOUT_SECONDS": str(BROKER_SECONDS),
        "CONTRACTSAI_DATA_DIR": str(folder / "data"),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(API, env=env, stdout=output, stderr=output)

    def port() -> int | None:
        found = re.search(r"running on http://127\.0\.0\.1:(\d+)", log.read_text())
        return int(found[1]) if found else None

    with ended(process):
        yield eventually(port, what="the API's start")


def submit(port: int, folder: Path) -> tuple[int, float]:
    """Submit *folder*; return the status, and the seconds until it was there."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    try:
        body = json.dumps({"folder_path": str(folder)})
        connection.request("POST", "/analyze", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        return response.status, time.perf_counter() - began
    finally:
        connection.close()


def measure(
    name: str,
    broker: Callable[[Path], contextlib.AbstractContextManager[str]],
    *,
    submits: int,
    callers: int,
) -> Figures:
    """Measure *submits* by so many *callers* at once, after a few that fill the pools."""
    with tempfile.TemporaryDirectory() as place:
        contracts = Path(place, "contracts")
        contracts.mkdir()
        (contracts / "nda.txt").write_text("This Agreement is made between A and B.")
        with (
            broker(Path(place)) as url,
            served(Path(place), url) as port,
            ThreadPoolExecutor(callers) as pool,
        ):
            list(pool.map(lambda _: submit(port, contracts), range(2 * callers)))
            answers = list(pool.map(lambda _: submit(port, contracts), range(submits)))
    milliseconds = [1000 * seconds for _, seconds in answers]
    return Figures(
        broker=name,
        submits=submits,
        accepted=sum(status == http.HTTPStatus.ACCEPTED for status, _ in answers),
        median_ms=round(statistics.median(milliseconds), 1),
        p99_ms=round(statistics.quantiles(milliseconds, n=100)[98], 1),
        worst_ms=round(max(milliseconds), 1),
    )


def told(figures: Figures) -> str:
    """Return the figures as a line."""
    return (
        f"{figures.broker:<10}{figures.accepted} of {figures.submits} accepted, median "
        f"{figures.median_ms:.0f} ms, p99 {figures.p99_ms:.0f} ms, worst {figures.worst_ms:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submits", type=int, default=200, help="on each broker, at least 2")
    parser.add_argument("--callers", type=int, default=2, help="at once")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    figures = [
        measure(name, broker, submits=options.submits, callers=options.callers)
        for name, broker in BROKERS.items()
    ]
    if options.json:
        print(json.dumps([asdict(each) for each in figures]))
    else:
        print(*map(told, figures), sep="\n")


if __name__ == "__main__":
    main()
