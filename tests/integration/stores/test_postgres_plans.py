"""On PostgreSQL, too, everything on the way of a job is found by an index."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.rows import document_row, job_row
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.adapters.stores.sql.tables import documents, jobs
from contractsai.application.read import read_documents, read_jobs
from contractsai.domain.errors import LeaseLost
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_document, a_job
from contractsai.testing.plans import Asked, asked, plan
from contractsai.testing.world import World

MONTH = timedelta(days=30)
ENDED, WAITING = 300, 2000


@pytest.fixture
def engine(postgres_database: str) -> Iterator[Engine]:
    upgrade(postgres_database)
    engine = make_engine(postgres_database)
    yield engine
    engine.dispose()


def test_nothing_on_the_way_of_a_job_reads_a_whole_table(engine: Engine) -> None:
    """However small these tables are: no plan needs that, where the planner would rather not."""
    with asked(engine) as statements:
        go_through_everything(World(SqlStore(engine)))

    found = plans(engine, statements)

    assert len(found) > 20
    assert {each: how for each, how in found.items() if "Seq Scan" in how} == {}


def test_among_many_that_wait_one_is_found_whatever_the_planner_believes(engine: Engine) -> None:
    """Where nothing waited when it counted last: else it might read all that waits each time."""
    ended = [
        a_job(state=State.COMPLETED, counts=Counts(completed=1), started_at=NOW, ended_at=NOW)
        for _ in range(ENDED)
    ]
    waiting = [a_job() for _ in range(WAITING)]
    with engine.connect() as connection:
        connection.execute(insert(jobs), [job_row(job) for job in ended])
        done = {"state": State.COMPLETED, "outcome": Outcome.ANALYSED, "ended_at": NOW}
        connection.execute(
            insert(documents), [document_row(replace(a_document(job), **done)) for job in ended]
        )
        connection.exec_driver_sql("ANALYZE")
        connection.execute(insert(jobs), [job_row(job) for job in waiting])
        told = [a_document(job, dispatches=1) for job in waiting]
        connection.execute(insert(documents), [document_row(document) for document in told])
        connection.commit()

    with asked(engine) as statements, SqlStore(engine).begin() as work:
        work.agenda.lock_told(NOW, but=JobId("none"))
        with suppress(LeaseLost):
            work.documents.renew(told[0].id, fence=0, lease_expires_at=NOW)

    with engine.connect() as connection:
        oldest, heartbeat = (plan(connection, *each) for each in statements.items())
    assert oldest.startswith("Index Scan using ix_documents_told on documents")
    assert heartbeat.startswith("Index Scan using pk_documents on documents")


def go_through_everything(world: World) -> None:
    """Submit, tell, claim, end, turn, fail, rescue, cancel, retry, look and purge."""
    quick, slow, bad = (
        world.submit(f"{name}1.pdf", f"{name}2.pdf", folder=f"/{name}") for name in "abc"
    )
    world.analysis_ends(bad[0], ValueError("x"))
    assert world.relay() > 0
    for document_id in world.queue.take():
        world.deliver(document_id)
    lost, _ = world.submit("d1.pdf", "d2.pdf", folder="/d")
    world.crash_worker_during(lost)
    world.advance_past_lease()
    world.rescue()
    job_id = world.job_of(lost).id
    world.cancel(job_id)
    world.reopen(job_id)
    read_jobs(store=world.store, limit=50)
    read_documents(job_id, store=world.store, limit=50)
    world.clock.advance(2 * MONTH)
    world.purge(MONTH)
    assert quick
    assert slow


def plans(engine: Engine, statements: Asked) -> dict[str, str]:
    with engine.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        found = {each: plan(connection, each, given) for each, given in statements.items()}
        connection.exec_driver_sql("RESET enable_seqscan")
    return found
