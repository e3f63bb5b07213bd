"""The SQL store on a real PostgreSQL, and its schema."""

from collections.abc import Iterator

import pytest

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.application.ports import Store
from contractsai.testing.conformance.stores import StoreConformance


class TestPostgresStore(StoreConformance):
    @pytest.fixture
    def store(self, postgres_database: str) -> Iterator[Store]:
        upgrade(postgres_database)
        store = SqlStore(make_engine(postgres_database))
        yield store
        store.close()
