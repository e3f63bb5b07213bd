"""Counting what is said to a database."""

from pathlib import Path

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.migrate import upgrade
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.testing.builders import a_job
from contractsai.testing.statements import counted


def test_what_is_said_is_counted_and_nothing_else(tmp_path: Path) -> None:
    """A read is one statement; a transaction begins with one more, and ends with a commit."""
    upgrade(f"sqlite:///{tmp_path}/test.db")
    engine = make_engine(f"sqlite:///{tmp_path}/test.db")
    store = SqlStore(engine)
    store.ask(lambda work: work.jobs.page(limit=1))

    with counted(engine) as cost:
        store.ask(lambda work: work.jobs.page(limit=1))
        with store.begin() as work:
            work.jobs.add(a_job(), [])
            work.commit()
    store.ask(lambda work: work.jobs.page(limit=1))

    assert [said.split()[0] for said in cost.said] == ["SELECT", "BEGIN", "INSERT"]
    assert cost.commits == 1
    store.close()
