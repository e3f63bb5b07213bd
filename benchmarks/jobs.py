"""Jobs a second from HTTP submit to COMPLETED, beside the set-up guide's own design.

``python -m benchmarks.jobs`` submits jobs of one document each, whose analysis is stored already,
to an API of ours and to one that follows the guide to the letter (`benchmarks/guide`), in turns:
the same broker, the same database, as many slots. Compare the ratio between machines, not the
numbers.
"""

import argparse
import contextlib
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.drain import MOST_SECONDS, options_of, started
from benchmarks.submits import submit, well
from contractsai.testing.eventually import eventually

Running = tuple[int, Callable[[], int]]
"""A service: the port of its API, and how many of its jobs have not ended."""

CALLERS = 2


@contextlib.contextmanager
def ours(place: Path, broker_url: str, options: argparse.Namespace) -> Iterator[Running]:
    """Run our API, worker and beat."""
    env = {
        "CELERY_BROKER_URL": broker_url,
        "CONTRACTSAI_ALLOWED_ROOTS": str(place),
        "CONTRACTSAI_DATA_DIR": str(place / "data"),
    }
    database = options.postgres or f"sqlite:///{place}/data/contractsai.db"
    if options.postgres:
        env["CONTRACTSAI_DATABASE_URL"] = options.postgres
    cli = (sys.executable, "-m", "contractsai.entrypoints.cli")
    quiet = "--loglevel=WARNING"
    log = place / "api.log"
    with (
        started((*cli, "db", "upgrade"), env, place / "upgrade.log", wait=True),
        started((*cli, "api", "--port=0"), env, log),
        started((*cli, "worker", f"--concurrency={options.slots}", quiet), env, place / "w.log"),
        started((*cli, "beat", quiet), env, place / "beat.log"),
    ):
        yield port_in(log), counting(database, "SELECT count(*) FROM jobs WHERE ended_at IS NULL")


@contextlib.contextmanager
def guide(place: Path, broker_url: str, options: argparse.Namespace) -> Iterator[Running]:
    """Run the guide's API and worker."""
    database = options.postgres or f"sqlite:///{place}/guide.db"
    env = {"BENCHMARK_BROKER_URL": broker_url, "BENCHMARK_DATABASE_URL": database}
    celery = (sys.executable, "-m", "celery", "-A", "benchmarks.guide.celery_app", "worker")
    slots = f"--concurrency={options.slots}"
    api = (sys.executable, "-m", "uvicorn", "benchmarks.guide.api:app", "--port=0")
    log = place / "api.log"
    with (
        started(api, env, log),
        started((*celery, slots, "--loglevel=WARNING"), env, place / "w.log"),
    ):
        open_jobs = "SELECT count(*) FROM guide_jobs WHERE status <> 'COMPLETED'"
        yield port_in(log), counting(database, open_jobs)


SERVICES = {each.__name__: each for each in (ours, guide)}


def port_in(log: Path) -> int:
    """Return the port on which an API says that it listens."""

    def said() -> int | None:
        found = re.search(r"running on http://127\.0\.0\.1:(\d+)", log.read_text())
        return int(found[1]) if found else None

    return eventually(said, what="the API's start")


def counting(database: str, query: str) -> Callable[[], int]:
    """Return a question to the database."""
    engine = create_engine(database)

    def count() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())

    return count


def measure(name: str, options: argparse.Namespace) -> float:
    """Return jobs a second, after a few that start what starts late."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        contracts = place / "contracts"
        contracts.mkdir()
        (contracts / "nda.txt").write_text("This Agreement is made between A Ltd and B Ltd.")
        with (
            well(place) as broker_url,
            SERVICES[name](place, broker_url, options) as (port, left),
            ThreadPoolExecutor(CALLERS) as pool,
        ):
            run(lambda: submit(port, contracts), 4 * options.slots, left, pool)
            began = time.perf_counter()
            run(lambda: submit(port, contracts), options.jobs, left, pool)
            return options.jobs / (time.perf_counter() - began)


def run(
    send: Callable[[], object], jobs: int, left: Callable[[], int], pool: ThreadPoolExecutor
) -> None:
    """Submit so many jobs, and return once all have ended."""
    list(pool.map(lambda _: send(), range(jobs)))
    eventually(lambda: left() == 0, what="the end of all jobs", within=MOST_SECONDS)


def main() -> None:
    options = options_of(__doc__.splitlines()[0], jobs=400)
    rates: dict[str, list[float]] = {name: [] for name in SERVICES}
    for _ in range(options.rounds):
        for name in SERVICES:
            rates[name].append(round(measure(name, options), 1))
    medians = {name: statistics.median(each) for name, each in rates.items()}
    told = {**medians, "ours / guide": round(medians["ours"] / medians["guide"], 2)}
    if options.json:
        print(json.dumps({"jobs_per_second": told, "rounds": rates}))
    else:
        print(*(f"{name:<24}{value}" for name, value in told.items()), sep="\n")


if __name__ == "__main__":
    main()
