"""The memory and SQLite stores pass the suite that every store passes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from contractsai.adapters.stores.memory import MemoryStore
from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.application.ports import Store
from contractsai.domain.errors import StoreUnavailable
from contractsai.testing.conformance.costs import CostConformance
from contractsai.testing.conformance.stores import StoreConformance


class TestMemoryStore(StoreConformance):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()


def test_a_unit_of_work_inside_another_is_unavailable() -> None:
    """On a database the inner one would wait for its own caller; a test must not pass where
    production hangs.
    """
    store = MemoryStore(wait_seconds=0)

    with store.begin(), pytest.raises(StoreUnavailable), store.begin():
        pass


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty, migrated database, so that each test only copies a file."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(f"sqlite:///{file}")
    return file.read_bytes()


class TestSqliteStore(StoreConformance):
    @pytest.fixture
    def store(self, tmp_path: Path, template: bytes) -> Iterator[Store]:
        file = tmp_path / "test.db"
        file.write_bytes(template)
        store = SqlStore(make_engine(f"sqlite:///{file}"))
        yield store
        store.close()


class TestSqliteCosts(CostConformance):
    @pytest.fixture
    def engine(self, tmp_path: Path, template: bytes) -> Iterator[Engine]:
        file = tmp_path / "test.db"
        file.write_bytes(template)
        engine = make_engine(f"sqlite:///{file}")
        yield engine
        engine.dispose()

    @pytest.fixture
    def store(self, engine: Engine) -> SqlStore:
        return SqlStore(engine)
