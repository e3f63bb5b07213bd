"""The SQL store behind a PgBouncer in transaction mode, as clouds put one before a database."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest
from sqlalchemy import text

from contractsai.adapters.stores.sql.engine import STATEMENT_SECONDS, make_engine
from contractsai.adapters.stores.sql.migrate import is_up_to_date, upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.adapters.stores.sql.tables import metadata
from contractsai.application.ports import Store
from contractsai.testing.builders import a_document, a_job
from contractsai.testing.conformance.stores import StoreConformance
from contractsai.testing.providers import a_database
from contractsai.testing.servers.pgbouncer import find_pgbouncer, pgbouncer

CONNECTIONS = 4
CLIENTS = 12
ROUNDS = 12  # a driver prepares what it has sent five times


@pytest.fixture(scope="module")
def bounced_url(postgres_server_url: str) -> Iterator[str]:
    """A database with the present schema, made through PgBouncer too."""
    program = find_pgbouncer()
    if program is None:
        problem = "no pgbouncer program on this machine: apt-get install pgbouncer"
        if os.environ.get("CI"):
            pytest.fail(problem, pytrace=False)
        pytest.skip(problem)
    with (
        a_database(postgres_server_url) as url,
        pgbouncer(program, url, connections=CONNECTIONS) as bounced,
    ):
        upgrade(bounced)
        yield bounced


@pytest.fixture
def store(bounced_url: str) -> Iterator[SqlStore]:
    engine = make_engine(bounced_url)
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE " + ", ".join(metadata.tables)))
    with closing(SqlStore(engine)) as store:
        yield store


class TestStoreBehindPgBouncer(StoreConformance):
    has_many_writers = True

    @pytest.fixture
    def store(self, store: SqlStore) -> Store:
        return store


def test_the_schema_is_made_and_found_through_it(bounced_url: str) -> None:
    assert is_up_to_date(bounced_url)


def test_more_clients_than_connections_all_get_their_turn(bounced_url: str) -> None:
    """Each process has a pool of its own, and a transaction may land on any connection."""
    with ExitStack() as stack:
        stores = [
            stack.enter_context(closing(SqlStore(make_engine(bounced_url)))) for _ in range(CLIENTS)
        ]

        def work(store: SqlStore) -> int:
            for _ in range(ROUNDS):
                job = a_job()
                with store.begin() as work:
                    work.jobs.add(job, [a_document(job)])
                    work.commit()
                with store.begin() as work:
                    work.jobs.save(work.jobs.lock(job.id))
                    work.commit()
                with store.snapshot() as work:
                    assert work.jobs.get(job.id).id == job.id
            return ROUNDS

        with ThreadPoolExecutor(CLIENTS) as pool:
            assert sum(pool.map(work, stores)) == CLIENTS * ROUNDS


@pytest.mark.parametrize(
    ("name", "seconds"), [("statement_timeout", STATEMENT_SECONDS), ("lock_timeout", 3)]
)
def test_every_transaction_is_bounded_and_leaves_no_setting_behind(
    bounced_url: str, name: str, seconds: int
) -> None:
    """The next transaction on the connection is somebody else's, maybe another program's."""
    engine = make_engine(bounced_url, wait_seconds=3)
    with engine.connect() as connection:
        ours = connection.execute(text(f"SHOW {name}")).scalar_one()
    engine.dispose()

    other = make_engine(bounced_url.replace("postgresql+psycopg", "postgresql"), wait_seconds=7)
    with other.connect() as connection:
        connection.exec_driver_sql(f"SET LOCAL {name} TO DEFAULT")
        theirs = connection.execute(
            text(f"SELECT reset_val FROM pg_settings WHERE name = '{name}'")
        )
        assert theirs.scalar_one() == "0"
    other.dispose()

    assert ours == f"{seconds}s"


def test_no_statement_stays_prepared_on_the_server(bounced_url: str) -> None:
    """The next client that prepares one of that name would be refused."""
    engine = make_engine(bounced_url)
    with engine.connect() as connection:
        for number in range(ROUNDS):
            connection.execute(text("SELECT :number + 1"), {"number": number})
        left = connection.execute(text("SELECT count(*) FROM pg_prepared_statements"))

        assert left.scalar_one() == 0
    engine.dispose()
