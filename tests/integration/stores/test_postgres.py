"""The SQL store on a real PostgreSQL, its schema, and how it bears what only a server does."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Engine, text
from support.schema import differences, rules, upgrade_from_many_processes

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import current, is_up_to_date, upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.adapters.stores.sql.tables import metadata
from contractsai.application.ports import Store
from contractsai.domain.document import Document
from contractsai.domain.errors import JobNotFound, StoreUnavailable
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.testing.builders import NOW, a_document, a_job, an_analysis
from contractsai.testing.conformance.costs import CostConformance
from contractsai.testing.conformance.stores import StoreConformance
from contractsai.testing.providers import a_database

NOBODY = JobId("nobody")
NO_ONE_LISTENS = "postgresql://nobody@127.0.0.1:9/nowhere"


@pytest.fixture(scope="module")
def migrated_url(postgres_server_url: str) -> Iterator[str]:
    with a_database(postgres_server_url) as url:
        upgrade(url)
        yield url


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    engine = make_engine(migrated_url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """A store without rows; to empty the tables is quicker than to make them anew."""
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE " + ", ".join(metadata.tables)))
    return SqlStore(engine)


@pytest.fixture
def impatient(migrated_url: str) -> Iterator[SqlStore]:
    """Another process' store, which waits a tenth of a second for locks."""
    store = SqlStore(make_engine(migrated_url, wait_seconds=0.1))
    yield store
    store.close()


class TestPostgresStore(StoreConformance):
    has_many_writers = True

    @pytest.fixture
    def store(self, store: SqlStore) -> Store:
        return store


class TestPostgresCosts(CostConformance):
    """On the fixtures `store` and `engine` of this module."""


# The schema


def test_upgrading_makes_the_present_schema_once(postgres_database: str) -> None:
    assert current(postgres_database) is None

    upgrade(postgres_database)
    upgrade(postgres_database)

    assert is_up_to_date(postgres_database)


def test_the_migrated_schema_is_the_tables(migrated_url: str) -> None:
    assert differences(migrated_url) == []


def test_a_migrated_database_has_every_rule_and_index_of_the_tables(
    migrated_url: str, postgres_database: str
) -> None:
    """Alembic compares neither CHECK constraints nor the conditions of indexes."""
    engine = make_engine(postgres_database)
    metadata.create_all(engine)
    engine.dispose()

    assert rules(migrated_url) == rules(postgres_database)
    assert _indexes(migrated_url) == _indexes(postgres_database)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the children run nothing else
def test_four_processes_may_upgrade_at_once(postgres_database: str) -> None:
    """Every container of a deployment may start with it."""
    upgrade_from_many_processes(postgres_database)


# Outages


def test_a_server_that_is_not_there_is_unavailable() -> None:
    store = SqlStore(make_engine(NO_ONE_LISTENS))

    with pytest.raises(StoreUnavailable), store.begin() as work:
        work.jobs.get(NOBODY)


def test_a_lock_that_is_not_to_be_had_is_unavailable(store: SqlStore, impatient: SqlStore) -> None:
    """Nobody waits for ever, whoever forgot a transaction."""
    job = a_job()
    _add(store, job)

    with store.begin() as holder:
        holder.jobs.lock(job.id)
        with impatient.begin() as work, pytest.raises(StoreUnavailable):
            work.jobs.lock(job.id)


def test_a_deadlock_is_unavailable_for_one_and_nothing_for_the_other(store: SqlStore) -> None:
    """Whoever is picked tries again, as after any outage."""
    ids = [a_job().id, a_job().id]
    for job_id in ids:
        _add(store, a_job(id=job_id))
    gate = threading.Barrier(2)

    def cross(first: JobId, second: JobId) -> bool:
        with store.begin() as work:
            work.jobs.lock(first)
            gate.wait(60)
            try:
                work.jobs.lock(second)
            except StoreUnavailable:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(cross, ids, reversed(ids))) == [False, True]


def test_two_who_turn_to_each_others_jobs_do_not_wait(store: SqlStore) -> None:
    """Each holds a job, and would have the other's next: whoever waited there, waited for ever."""
    jobs = [a_job(), a_job()]
    with store.begin() as work:
        for job in jobs:
            work.jobs.add(job, [a_document(job, dispatches=1)])
        work.commit()
    both_hold = threading.Barrier(2)

    def turn(own: Job) -> object:
        with store.begin() as work:
            work.jobs.lock(own.id)
            both_hold.wait(30)
            found = work.agenda.lock_told(NOW, but=own.id)
            both_hold.wait(30)
            return found

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(turn, jobs)) == [None, None]


def test_a_connection_that_the_server_ended_is_unavailable_once(
    store: SqlStore, engine: Engine
) -> None:
    """After a restart of the server the next unit of work simply runs."""
    job = a_job()
    _add(store, job)

    with store.begin() as work:
        work.jobs.lock(job.id)
        _end_others(engine)
        with pytest.raises(StoreUnavailable):
            work.jobs.save(job)

    with store.begin() as work:
        work.jobs.save(work.jobs.lock(job.id))
        work.commit()


def test_a_commit_on_a_dead_connection_is_unavailable(store: SqlStore, engine: Engine) -> None:
    job = a_job()
    with store.begin() as work:
        work.jobs.add(job, [])
        _end_others(engine)
        with pytest.raises(StoreUnavailable):
            work.commit()

    with store.snapshot() as work, pytest.raises(JobNotFound):
        work.jobs.get(job.id)


def test_idle_connections_that_the_server_ended_are_replaced_unseen(
    store: SqlStore, engine: Engine
) -> None:
    job = a_job()
    _add(store, job)
    _end_others(engine)

    with store.snapshot() as work:
        assert work.jobs.get(job.id) == job


# Races that only several writers have


def test_an_analysis_that_is_being_added_is_not_purged(store: SqlStore) -> None:
    """The purge sees it without a document, a moment before its document is saved."""
    job, analysis = a_job(), an_analysis()
    document = a_document(job)
    _add(store, job, document)
    with store.begin() as work:
        work.analyses.add(analysis)
        work.commit()

    with store.begin() as adder:
        adder.analyses.add(analysis)
        with store.begin() as purge:
            assert purge.analyses.delete_unreferenced(limit=10) == 0
            purge.commit()
        adder.commit()

    with store.snapshot() as work:
        assert work.analyses.get(analysis.id) == analysis


def _add(store: Store, job: Job, *documents: Document) -> None:
    with store.begin() as work:
        work.jobs.add(job, documents)
        work.commit()


def _end_others(engine: Engine) -> None:
    """End every connection to the database, as a restart of the server does."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _indexes(url: str) -> set[str]:
    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain) as connection:
        found = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename <> 'alembic_version'"
            " AND schemaname = 'public'"
        )
        return {row[0] for row in found}
