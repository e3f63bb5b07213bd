"""On PostgreSQL, too, everything on the way of a job is found by an index."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, update

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.rows import document_row, job_row
from contractsai.adapters.stores.sql.search import SqlSearch
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.adapters.stores.sql.tables import documents, jobs, searchable
from contractsai.application.read import read_documents, read_jobs
from contractsai.domain.errors import LeaseLost
from contractsai.domain.findings import Outcome
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.search import SearchQuery
from contractsai.testing.builders import NOW, a_contract, a_document, a_job
from contractsai.testing.conformance.searching import add_contract, found
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


def test_what_hardly_any_holds_so_is_found_without_its_text(engine: Engine) -> None:
    """The index tells who has the words, the filter who may have the phrase: no text is read."""
    store = SqlStore(engine)
    for number in range(40):
        add_contract(store, a_contract(f"consent to the notice of fees {number}"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE searchable")

    said = explained(engine, SearchQuery.of('"fees of the consent"'))

    assert "Bitmap Index Scan on ix_searchable_words" in said
    assert "Seq Scan" not in said
    assert "Sort (actual rows=0" in said  # of what is looked through
    assert "Sort (actual rows=20" in explained(engine, SearchQuery.of('"the notice of fees"'))
    assert "ix_searchable_words" in explained(engine, SearchQuery.of("notice", law="US"))


def test_what_was_stored_without_a_filter_is_found_all_the_same(engine: Engine) -> None:
    store = SqlStore(engine)
    stored = add_contract(store, a_contract("the notice of fees"))
    with engine.begin() as connection:
        connection.execute(update(searchable).values(phrases=None))

    assert found(store, SearchQuery.of('"notice of fees"')) == [stored.sha256]
    assert found(store, SearchQuery.of('"fees of the"')) == []


def explained(engine: Engine, query: SearchQuery) -> str:
    """Return how rows are found, and how many at each step."""
    said: list[tuple[str, Any]] = []
    with engine.connect() as connection:
        told = lambda *arguments: said.append(arguments[2:4])  # noqa: E731 - one expression
        event.listen(connection, "before_cursor_execute", told)
        SqlSearch(connection).find(query, limit=20)
        before, (looked, given), after = said[-3:]
        connection.exec_driver_sql(before[0])
        how = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)"
        steps = [str(row[0]) for row in connection.exec_driver_sql(f"{how} {looked}", given)]
        connection.exec_driver_sql(after[0])
        assert connection.exec_driver_sql("SHOW enable_seqscan").scalar() == "on"
    return "\n".join(steps)


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
