"""Jobs a second that a worker gets through which were all submitted before it started.

``python -m benchmarks.drain`` submits jobs of one document each, whose analysis is stored already,
and starts a worker: that is the worker's side alone, with nothing to analyse. Beside it, in turns,
the same slots drain no-op tasks of bare Celery from the same broker, and with ``--postgres URL``
no-op jobs of Procrastinate from that database, on which our rows are then, too. Compare the ratios
between machines, not the numbers.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from benchmarks.submits import ended, well
from contractsai.bootstrap.services import Services, build_services
from contractsai.settings import Settings
from contractsai.testing.eventually import eventually

Drain = Callable[[Path, argparse.Namespace], float]

MOST_SECONDS = 600
WARM = 0.1
"""The share of jobs after which the clock starts: what a worker needs to start is not measured."""


def rate(left: Callable[[], int], jobs: int) -> float:
    """Return jobs a second, from when the first tenth is done until all are.

    Where so few are left by then that the next look finds none, the rate is a lower bound.
    """
    eventually(lambda: left() <= jobs * (1 - WARM), what="the first jobs", within=300)
    began, first = time.perf_counter(), max(1, left())
    eventually(lambda: left() == 0, what="the last job", within=MOST_SECONDS)
    return first / (time.perf_counter() - began)


@contextlib.contextmanager
def started(
    command: tuple[str, ...], env: dict[str, str], log: Path, *, wait: bool = False
) -> Iterator[None]:
    """Run a program until the block ends; with *wait* it has to end by itself before that."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, env={**os.environ, **env}, stdout=output, stderr=output)
    with ended(process):
        if wait:
            process.wait()
        yield
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)


def ours(place: Path, options: argparse.Namespace) -> float:
    """Drain our jobs."""
    folder = place / "contracts"
    folder.mkdir()
    (folder / "nda.txt").write_text("This Agreement is made between A Ltd and B Ltd.")
    with standing(place, options, folder) as (services, worker):
        before = left_of(services)
        for _ in range(options.jobs):
            submit(services, folder, send=True)
        with worker:
            return rate(lambda: left_of(services) - before, options.jobs)


@contextlib.contextmanager
def standing(
    place: Path, options: argparse.Namespace, known: Path
) -> Iterator[tuple[Services, contextlib.AbstractContextManager[None]]]:
    """Yield our service with a broker, and its worker, which is started by entering it.

    The analysis of the one document in the folder *known* is stored.
    """
    with well(place) as broker_url:
        env = {
            "CELERY_BROKER_URL": broker_url,
            "CONTRACTSAI_ALLOWED_ROOTS": str(place),
            "CONTRACTSAI_DATA_DIR": str(place / "data"),
        }
        if options.postgres:
            env["CONTRACTSAI_DATABASE_URL"] = options.postgres
        cli = (sys.executable, "-m", "contractsai.entrypoints.cli")
        worker = (*cli, "worker", f"--concurrency={options.slots}", "--loglevel=WARNING")
        with contextlib.closing(services_of(env)) as services:
            services.upgrade_database()
            services.deliver_document(submit(services, known))
            yield services, started(worker, env, place / "worker.log")


def services_of(env: dict[str, str]) -> Services:
    """Return the use cases on such an environment."""
    with mock.patch.dict(os.environ, env):
        return build_services(Settings())


def submit(services: Services, folder: Path, *, send: bool = False) -> object:
    """Submit the folder as the API does, and return its one document's id."""
    submission = services.submit_job(str(folder), tell=1)
    if send:
        services.announce(submission.told)
    return submission.told[0].id


def left_of(services: Services) -> int:
    """Return how many jobs have not ended."""
    from sqlalchemy import func, select  # noqa: PLC0415 - of this question alone

    from contractsai.adapters.stores.sql.tables import jobs  # noqa: PLC0415 - likewise

    query = select(func.count()).where(jobs.c.ended_at.is_(None))
    return int(services.store.ask(lambda work: work.jobs._connection.scalar(query)))  # type: ignore[attr-defined]  # noqa: SLF001 - a count of the benchmark's own


def bare_celery(place: Path, options: argparse.Namespace) -> float:
    """Drain as many tasks that do nothing, with Celery's defaults."""
    from benchmarks.peers import bare  # noqa: PLC0415 - it wants its broker's address

    with well(place) as broker_url:
        env = {"BENCHMARK_BROKER_URL": broker_url}
        app = bare.make_app(broker_url)
        for _ in range(options.jobs):
            app.send_task("nothing")
        celery = (sys.executable, "-m", "celery", "-A", "benchmarks.peers.bare")
        worker = (*celery, "worker", f"--concurrency={options.slots}", "--loglevel=WARNING")
        with started(worker, env, place / "celery.log"):
            return rate(lambda: bare.left(broker_url), options.jobs)


def procrastinate(place: Path, options: argparse.Namespace) -> float:
    """Drain as many jobs that do nothing from PostgreSQL."""
    from benchmarks.peers import procrastinated  # noqa: PLC0415 - an optional peer

    procrastinated.prepare(options.postgres, jobs=options.jobs)
    command = (sys.executable, "-m", "benchmarks.peers.procrastinated", str(options.slots))
    env = {"BENCHMARK_DATABASE_URL": options.postgres}
    with started(command, env, place / "procrastinate.log"):
        return rate(lambda: procrastinated.left(options.postgres), options.jobs)


def options_of(description: str, *, jobs: int) -> argparse.Namespace:
    """Return what was asked for on the command line; by default so many *jobs*."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--jobs", type=int, default=jobs)
    parser.add_argument("--slots", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3, help="of which the medians are told")
    parser.add_argument("--postgres", help="the URL of an empty database; by default SQLite")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def main() -> None:
    options = options_of(__doc__.splitlines()[0], jobs=1000)
    drains: list[Drain] = [ours, bare_celery]
    if options.postgres and importlib.util.find_spec("procrastinate"):
        drains.append(procrastinate)
    rates: dict[str, list[float]] = {drain.__name__: [] for drain in drains}
    for _ in range(options.rounds):
        for drain in drains:
            with tempfile.TemporaryDirectory() as place:
                rates[drain.__name__].append(drain(Path(place), options))
    medians = {name: round(statistics.median(each), 1) for name, each in rates.items()}
    ratios = {
        f"ours / {name}": round(medians["ours"] / median, 2)
        for name, median in medians.items()
        if name != "ours"
    }
    if options.json:
        print(json.dumps({"jobs_per_second": medians, "ratios": ratios, "rounds": rates}))
    else:
        print(*(f"{name:<24}{value}" for name, value in (medians | ratios).items()), sep="\n")


if __name__ == "__main__":
    main()
