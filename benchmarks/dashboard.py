"""Milliseconds in the server for a page of the dashboard, over a million jobs of ten documents.

``python -m benchmarks.dashboard`` fills a database by statements that make rows of rows, by default
a file in a folder that it removes, and asks the application for each page, one after the other:
routing, queries, template and packing included, the network not. Promised are 150 ms (p95) for the
overview, the list and a job; the overview is also asked for as the first to look at it, when
nothing is counted yet. A document of 500 pages has to open within a second.
"""

import argparse
import hashlib
import io
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, insert

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.rows import analysis_row, document_row, job_row
from contractsai.adapters.stores.sql.tables import analyses, documents, jobs
from contractsai.application.trend import Trends
from contractsai.bootstrap.services import Services, build_services
from contractsai.domain.document import Document
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.entrypoints.api.app import create_app
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.samples import FOLDER
from contractsai.settings import Settings
from contractsai.testing.builders import a_document, a_job
from contractsai.testing.fakes import FakeQueue

EACH: Final = 10  # documents of a job
CHUNK: Final = 50_000  # jobs of a statement
FAILS: Final = 500  # one job in so many has a document that failed
ALIVE: Final = 200  # the newest jobs, which run
PAGES: Final = 500
YEAR: Final = timedelta(days=365)
P95: Final = 0.95


def fill(engine: Engine, number: int, *, now: datetime) -> None:
    """Store so many jobs, made evenly over the last year; the newest have not ended."""
    step = YEAR / number
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no checks
        analysis = _stored(b"filled", pages=1)
        connection.execute(insert(analyses), analysis_row(analysis))
        ended = number - ALIVE
        for start in range(0, ended, CHUNK):
            for job, document, nth in _kinds(analysis):
                _copy(connection, job, document, nth, (start, min(start + CHUNK, ended)), step, now)
        alive = a_job(
            id=JobId("template"), state=State.RUNNING, counts=Counts(pending=EACH), started_at=now
        )
        _copy(connection, alive, a_document(alive), None, (ended, number), step, now)
        _forget_events(connection)
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _kinds(analysis: StoredAnalysis) -> Iterator[tuple[Job, Document, bool]]:
    """Yield a job to copy with a document of it, and whether it is one of the few that failed."""
    at = datetime.now(UTC)
    ended = {"state": State.COMPLETED, "created_at": at, "started_at": at, "ended_at": at}
    job = a_job(id=JobId("template"), counts=Counts(completed=EACH), **ended)
    read = {"outcome": Outcome.ANALYSED, "analysis_id": analysis.id, "sha256": analysis.sha256}
    yield job, a_document(job, state=State.COMPLETED, ended_at=at, started_at=at, **read), False
    failed = a_job(id=JobId("template"), counts=Counts(failed=EACH), **ended)
    lost = {"outcome": Outcome.FAILED, "reason": Reason.CORRUPT}
    yield failed, a_document(failed, state=State.FAILED, ended_at=at, started_at=at, **lost), True


def _copy(  # noqa: PLR0917 - one statement's values
    connection: Connection,
    job: Job,
    document: Document,
    nth: bool | None,  # noqa: FBT001 - as above
    numbers: tuple[int, int],
    step: timedelta,
    now: datetime,
) -> None:
    """Store copies of a job and its documents, one a number, under ids that follow it."""
    is_lite = connection.dialect.name == "sqlite"
    begins = now - YEAR
    connection.execute(insert(jobs), job_row(job))
    connection.execute(insert(documents), document_row(document))
    if is_lite:
        series = (
            "(WITH RECURSIVE s(n) AS (SELECT :low UNION ALL SELECT n + 1 FROM s"
            " WHERE n + 1 < :high) SELECT n FROM s)"
        )
        few = (
            "(WITH RECURSIVE s(m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM s"
            f" WHERE m + 1 < {EACH}) SELECT m FROM s)"
        )
        at = "strftime('%Y-%m-%d %H:%M:%f000', :began + (n * :step + {}) / 86400.0)"
        began: object = begins.timestamp() / 86400 + 2440587.5  # a Julian day
        job_id, document_id = "printf('%032x', n)", "printf('%032x', n * 16 + m)"
    else:
        series = "generate_series(CAST(:low AS bigint), CAST(:high AS bigint) - 1) AS a(n)"
        few = f"generate_series(0, {EACH - 1}) AS b(m)"
        at = "CAST(:began AS timestamptz) + (n * CAST(:step AS float8) + {}) * interval '1 second'"
        began = begins
        job_id, document_id = "lpad(to_hex(n), 32, '0')", "lpad(to_hex(n * 16 + m), 32, '0')"
    which = "1 = 1" if nth is None else f"(n % {FAILS} = 0) = {'TRUE' if nth else 'FALSE'}"
    values = {"low": numbers[0], "high": numbers[1], "step": step.total_seconds(), "began": began}
    instants = {
        name: at.format(later)
        for name, later in (("created_at", 0), ("started_at", 1), ("ended_at", 30))
    }
    made = {
        "jobs": {**instants, "id": job_id},
        "documents": {
            **{name: instants[name] for name in ("started_at", "ended_at")},
            "id": document_id,
            "job_id": job_id,
            **dict.fromkeys(("path", "path_key"), "'contract-' || m || '.pdf'"),
        },
    }
    for table, rows in ((jobs, series), (documents, f"{series}, {few}")):
        columns = [column.name for column in table.columns]
        chosen = [
            made[table.name][name]
            if name in made[table.name] and (name not in instants or _is_set(job, name))
            else f"t.{name}"
            for name in columns
        ]
        template = job.id if table is jobs else document.id
        connection.exec_driver_sql(
            *_bound(
                f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {', '.join(chosen)}"
                f" FROM {table.name} AS t, {rows} WHERE t.id = :template AND {which}",
                values | {"template": template},
                is_lite=is_lite,
            )
        )
    connection.execute(jobs.delete().where(jobs.c.id == job.id))


def _is_set(job: Job, name: str) -> bool:
    return getattr(job, name) is not None


def _bound(
    statement: str, values: dict[str, object], *, is_lite: bool
) -> tuple[str, dict[str, object]]:
    """Return a statement with its values as the driver wants them."""
    if not is_lite:
        statement = statement.replace("%", "%%")
        for name in values:
            statement = statement.replace(f":{name}", f"%({name})s")
    return statement, values


def _forget_events(connection: Connection) -> None:
    """Delete what the triggers have told, as the daily purge does."""
    connection.exec_driver_sql("DELETE FROM events")


def _stored(content: bytes, *, pages: int) -> StoredAnalysis:
    """Return the analysis of a contract of so many pages."""
    sample = (FOLDER / "supply-agreement.pdf").read_bytes()
    [found] = ContractPipeline().analyse(_long(sample, pages), checkpoint=lambda _stage: None)
    return StoredAnalysis.of(
        [found], sha256=hashlib.sha256(content).hexdigest(), pipeline="filled 1"
    )


def _long(sample: bytes, pages: int) -> bytes:
    """Return a PDF of the sample's pages again and again."""
    if pages == 1:
        return sample
    with closing(pdfium.PdfDocument(sample)) as short, closing(pdfium.PdfDocument.new()) as made:
        while len(made) < pages:
            made.import_pages(short)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def add_long_document(engine: Engine, *, now: datetime) -> str:
    """Store a job with a document of 500 pages, and return the address of its page."""
    analysis = _stored(b"long", pages=PAGES)
    ended = {"state": State.COMPLETED, "ended_at": now, "started_at": now}
    job = a_job(id=JobId("f" * 32), counts=Counts(completed=1), created_at=now - YEAR, **ended)
    read = {"outcome": Outcome.ANALYSED, "analysis_id": analysis.id, "sha256": analysis.sha256}
    document = a_document(job, id=DocumentId("f" * 32), path="long.pdf", **ended, **read)
    with engine.begin() as connection:
        connection.execute(insert(analyses), analysis_row(analysis))
        connection.execute(insert(jobs), job_row(job))
        connection.execute(insert(documents), document_row(document))
    return f"/dashboard/jobs/{job.id}/documents/{document.id}"


def measure(services: Services, long: str, *, number: int, times: int) -> dict[str, list[float]]:
    """Return how long each page took, in milliseconds, each time."""
    newest, middle, failed = number - 1, number // 2, number // 2 // FAILS * FAILS
    pages = {
        "overview": "/dashboard",
        "overview of a week": "/dashboard?span=7d",
        "jobs": "/dashboard/jobs",
        "jobs, completed": "/dashboard/jobs?state=completed",
        "jobs, with failures": "/dashboard/jobs?state=failures",
        "jobs, none of them": "/dashboard/jobs?state=cancelled",
        "job that runs": f"/dashboard/jobs/{newest:032x}",
        "job that ended": f"/dashboard/jobs/{middle:032x}",
        "job that failed": f"/dashboard/jobs/{failed:032x}",
        "workers": "/dashboard/workers",
        f"document of {PAGES} pages": long,
    }
    taken: dict[str, list[float]] = {}
    with TestClient(create_app(services=services), base_url="http://127.0.0.1") as client:
        client.get("/dashboard/sign-in")  # imports are no page's
        first = "overview, as the first to look"
        for nth in range(times):
            for name, path in pages.items():
                if "document" in name and nth >= times // 5:
                    continue
                taken.setdefault(name, []).append(_time(client, path))
            if nth < times // 5:
                services.views._trends = Trends(services.store, services.clock)  # noqa: SLF001 - as in a process that has just started
                taken.setdefault(first, []).append(_time(client, "/dashboard"))
    return taken


def _time(client: TestClient, path: str) -> float:
    began = time.perf_counter()
    response = client.get(path)
    took = 1000 * (time.perf_counter() - began)
    response.raise_for_status()
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=1_000_000, help="of ten documents each")
    parser.add_argument("--times", type=int, default=100, help="each page; p95 is told")
    parser.add_argument("--postgres", help="the URL of an empty database")
    parser.add_argument("--keep", type=Path, help="a folder for the file; is filled once")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = options.keep or Path(place)
        url = options.postgres or f"sqlite:///{home}/grown.db"
        is_filled = options.keep and (home / "grown.db").exists()
        now = datetime.now(UTC)
        upgrade(url)
        with closing(_Disposing(url)) as opened:
            if not is_filled:
                fill(opened.engine, options.jobs, now=now)
                add_long_document(opened.engine, now=now)
        long = f"/dashboard/jobs/{'f' * 32}/documents/{'f' * 32}"
        settings = Settings(database_url=url, data_dir=home)  # type: ignore[arg-type]  # pydantic makes a secret of it
        with closing(build_services(settings, queue=FakeQueue())) as services:
            taken = measure(services, long, number=options.jobs, times=options.times)
    figures = {name: (statistics.median(each), _p95(each)) for name, each in taken.items()}
    if options.json:
        print(
            json.dumps(
                {
                    name: dict(zip(("median", "p95"), it, strict=True))
                    for name, it in figures.items()
                }
            )
        )
        return
    print(f"{'milliseconds':<32}{'median':>10}{'p95':>10}")
    for name, (median, p95) in figures.items():
        print(f"{name:<32}{median:>10.1f}{p95:>10.1f}")


class _Disposing:
    """An engine that closes."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)

    def close(self) -> None:
        self.engine.dispose()


def _p95(each: list[float]) -> float:
    return sorted(each)[min(int(P95 * len(each)), len(each) - 1)]


if __name__ == "__main__":
    main()
