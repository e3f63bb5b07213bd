"""Procrastinate with one task that does nothing; ``python -m ... SLOTS`` is its worker."""

import asyncio
import os
import sys

import procrastinate
import psycopg


def make_app(url: str) -> procrastinate.App:
    """Return the application on a database."""
    made = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=plain(url)))

    @made.task(name="nothing")
    def nothing() -> None:
        """Do nothing."""

    return made


def plain(url: str) -> str:
    """Return a URL as PostgreSQL's own library reads it."""
    return url.replace("+psycopg", "")


def prepare(url: str, *, jobs: int) -> None:
    """Make its tables where there are none, and *jobs* that wait."""

    async def defer() -> None:
        app = make_app(url)
        async with app.open_async():
            if not await app.check_connection_async():
                await app.schema_manager.apply_schema_async()
            await app.tasks["nothing"].batch_defer_async(*({} for _ in range(jobs)))

    asyncio.run(defer())


def left(url: str) -> int:
    """Return how many jobs have not ended."""
    query = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    with psycopg.connect(plain(url)) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def work(slots: int) -> None:
    """Work until the process is ended."""
    with make_app(os.environ["BENCHMARK_DATABASE_URL"]).open() as app:
        app.run_worker(concurrency=slots)


if __name__ == "__main__":
    work(int(sys.argv[1]))
