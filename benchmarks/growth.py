"""What single steps cost in a database that has become large.

``python -m benchmarks.growth`` fills databases with ended jobs of three documents each and asks
for each step's time in all of them: what a step costs must not depend on how many jobs there were.
By default SQLite; with ``--postgres URL`` an empty database on a server, once for each size.
``--explain`` says how each statement of each step finds its rows, in the largest of them.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, delete, insert

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.rows import analysis_row, document_row, job_row
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.adapters.stores.sql.tables import analyses, documents, jobs
from contractsai.application.read import read_documents, read_jobs
from contractsai.domain.findings import Outcome
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import a_document, a_job
from contractsai.testing.fakes import analysis_of
from contractsai.testing.plans import asked, plan
from contractsai.testing.world import World

EACH = 3
BATCH = 2000
LONG_AGO = timedelta(days=365)


def fill(engine: Engine, number: int) -> None:
    """Store so many jobs that ended a while ago."""
    analysis, ids = analysis_of(b"grown"), count()
    began = datetime(2026, 1, 1, tzinfo=UTC)
    with engine.begin() as connection:
        for table in (documents, jobs, analyses):
            connection.execute(delete(table))
        connection.execute(insert(analyses), analysis_row(analysis))
        for start in range(0, number, BATCH):
            made = [
                a_job(
                    state=State.COMPLETED,
                    counts=Counts(completed=EACH),
                    created_at=began + timedelta(seconds=start + offset),
                    started_at=began,
                    ended_at=began + timedelta(seconds=start + offset),
                )
                for offset in range(min(BATCH, number - start))
            ]
            connection.execute(insert(jobs), [job_row(job) for job in made])
            rows = [
                document_row(
                    a_document(
                        job,
                        id=f"{next(ids):032x}",
                        state=State.COMPLETED,
                        outcome=Outcome.ANALYSED,
                        ended_at=began,
                        analysis_id=analysis.id,
                        sha256=analysis.sha256,
                    )
                )
                for job in made
                for _ in range(EACH)
            ]
            connection.execute(insert(documents), rows)


def steps(store: SqlStore) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    world = World(store)
    ids = []

    def submit() -> None:
        ids.extend(world.submit("a.pdf"))

    def relay() -> None:
        world.relay()
        world.queue.take()

    def turn() -> None:
        first, second = (world.submit(name, folder=f"/{name}") for name in ("b.pdf", "c.pdf"))
        for document_id in (*first, *second):
            world.dispatch(world.job_of(document_id).id)
        world.queue.take()
        world.deliver(first[0])

    newest = store.ask(lambda work: work.jobs.page(limit=1))[0].id
    return {
        "submit": submit,
        "relay": relay,
        "run": lambda: world.run(ids.pop()),
        "two jobs, one after the other": turn,
        "rescue": world.rescue,
        "list jobs": lambda: read_jobs(store=store, limit=50),
        "page of documents": lambda: read_documents(newest, store=store, limit=50),
        "purge that finds nothing": lambda: world.purge(LONG_AGO),
    }


def filled(url: str, number: int) -> Engine:
    """Return a database with so many jobs, whose planner knows how many there are."""
    upgrade(url)
    engine = make_engine(url)
    fill(engine, number)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return engine


def plans(engine: Engine) -> dict[str, str]:
    """Return how each statement of each step finds its rows, in a database that is filled."""
    with asked(engine) as statements:
        for step in steps(SqlStore(engine)).values():
            step()
    with engine.connect() as connection:
        return {each: plan(connection, each, given) for each, given in statements.items()}


def measure(url: str, number: int, *, times: int) -> dict[str, float]:
    """Return the median of each step, in milliseconds, with so many jobs there."""
    engine = filled(url, number)
    store = SqlStore(engine)
    taken: dict[str, list[float]] = {}
    do = steps(store)
    for _ in range(times):
        for name, step in do.items():
            began = time.perf_counter()
            step()
            taken.setdefault(name, []).append(1000 * (time.perf_counter() - began))
    store.close()
    return {name: round(statistics.median(each), 2) for name, each in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--times", type=int, default=50, help="each step; medians are told")
    parser.add_argument("--postgres", help="the URL of a database that may be emptied")
    parser.add_argument("--explain", action="store_true", help="tell plans instead of times")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if options.explain:
        with tempfile.TemporaryDirectory() as place:
            url = options.postgres or f"sqlite:///{Path(place)}/grown.db"
            for statement, found in plans(filled(url, max(options.jobs))).items():
                print(f"{' '.join(statement.split())}\n    {found}")
        return
    figures = {}
    for number in options.jobs:
        with tempfile.TemporaryDirectory() as place:
            url = options.postgres or f"sqlite:///{Path(place)}/grown.db"
            figures[str(number)] = measure(url, number, times=options.times)
    if options.json:
        print(json.dumps(figures))
        return
    first, last = figures[str(options.jobs[0])], figures[str(options.jobs[-1])]
    for name in first:
        told = "".join(f"{each[name]:>10}" for each in figures.values())
        print(f"{name:<26}{told}{last[name] / first[name]:>8.2f}x")


if __name__ == "__main__":
    main()
