"""The SQL store's index of words: what it costs, and that it holds neither more nor less than rows.

What is found, and what is not, the suite of every store says: `testing/conformance/search.py`.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, event, insert, select, text

from contractsai.adapters.stores.sql import migrate
from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.adapters.stores.sql.rows import analysis_row
from contractsai.adapters.stores.sql.search import SqlSearch
from contractsai.adapters.stores.sql.store import SqlStore
from contractsai.adapters.stores.sql.tables import analyses, searchable
from contractsai.domain.search import SearchQuery
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_contract
from contractsai.testing.conformance.searching import (
    ALL,
    OHIO,
    add_contract,
    add_review,
    an_analysis_of,
    correction,
    found,
    put,
)
from contractsai.testing.conformance.steps import delete_unreferenced

LAW = ("governing_law", {"code": "US-NY", "name": "New York"})


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    migrate.upgrade(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    return SqlStore(engine)


def statements(engine: Engine) -> list[str]:
    """Return a list that grows by each statement from now on, but for the transaction's own."""
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        if not arguments[2].startswith("BEGIN"):
            asked.append(" ".join(arguments[2].split()))

    event.listen(engine, "before_cursor_execute", note)
    return asked


def words(engine: Engine) -> list[str]:
    """Return every word that FTS5 holds."""
    with engine.connect() as connection:
        connection.execute(
            text("CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, searchable_words, row)")
        )
        held = [str(row[0]) for row in connection.execute(text("SELECT term FROM temp.held"))]
        connection.execute(text("DROP TABLE temp.held"))
    return held


# What it costs


def test_a_new_analysis_costs_one_insert_more(engine: Engine, store: SqlStore) -> None:
    """Before the two: is it there already; and between them: was its content reviewed before."""
    stored = an_analysis_of(a_contract("alpha", LAW), a_contract("beta", member="b.pdf"))
    asked = statements(engine)
    with store.begin() as work:
        work.analyses.add(stored)
        work.commit()

    assert [one.split(" (")[0] for one in asked if one.startswith("INSERT")] == [
        "INSERT INTO analyses",
        "INSERT INTO searchable",
    ]
    assert [one.split()[0] for one in asked] == ["SELECT", "INSERT", "SELECT", "INSERT"]


def test_an_analysis_that_is_there_costs_none(engine: Engine, store: SqlStore) -> None:
    stored = add_contract(store, a_contract("alpha"))
    asked = statements(engine)
    with store.begin() as work:
        work.analyses.add(stored)

    assert not [one for one in asked if "searchable" in one]
    assert len(asked) == 1


def test_hits_come_in_the_order_of_the_index(engine: Engine, store: SqlStore) -> None:
    """A word that ten thousand documents hold is not sorted, nor read to its end."""
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    query = SearchQuery.of("alpha beta", law="US-NY", party="acme", type="nda")
    with store.snapshot() as work:
        work.search.find(query, limit=1, after=9)

    [(statement, parameters)] = [pair for pair in asked if not pair[0].startswith("BEGIN")]
    with engine.connect() as connection:
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = "; ".join(str(step[-1]) for step in steps)
    assert plan.startswith("SCAN searchable_words VIRTUAL TABLE INDEX")
    assert "SEARCH searchable USING INTEGER PRIMARY KEY (rowid=?)" in plan
    assert "ix_searchable_content (sha256=? AND rowid>?)" in plan
    assert "TEMP B-TREE" not in plan


# Nothing is left behind


def test_no_word_outlives_its_analysis(engine: Engine, store: SqlStore) -> None:
    """Not as a row, and not in the index: what was purged is nobody's to find."""
    stored = an_analysis_of(a_contract("alpha secret"), a_contract("inside", member="b.pdf"))
    with store.begin() as work:
        work.analyses.add(stored)
        work.commit()
    assert words(engine) == ["alpha", "inside", "secret"]

    assert delete_unreferenced(store, limit=10) == 1

    assert words(engine) == []
    with engine.connect() as connection:
        assert connection.execute(select(searchable)).all() == []


def test_the_index_agrees_with_the_rows(engine: Engine, store: SqlStore) -> None:
    """By its own check, after all that happens to rows."""
    law = a_contract("alpha", LAW)
    stored = add_contract(store, law)
    add_review(store, correction(stored, law))
    put(store, stored)
    add_contract(store, a_contract("beta"))

    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO searchable_words (searchable_words, rank)"
                " VALUES ('integrity-check', 1)"
            )
        )


# Beside an older version, and after it


def stored_by_the_version_before(engine: Engine, count: int) -> list[StoredAnalysis]:
    """Store analyses as a version does that knows nothing of a search."""
    made = [an_analysis_of(a_contract(f"alpha {number}", LAW)) for number in range(count)]
    with engine.begin() as connection:
        connection.execute(insert(analyses), [analysis_row(one) for one in made])
    return made


def test_what_an_older_version_stored_is_found_after_catching_up(
    engine: Engine, store: SqlStore
) -> None:
    made = stored_by_the_version_before(engine, 3)
    law = a_contract("alpha 1", LAW)
    add_review(store, correction(made[1], law))
    for one in made:
        put(store, one)
    assert found(store, SearchQuery.of(ALL)) == []

    with store.begin() as work:
        assert [work.search.catch_up(limit=2) for _ in range(3)] == [2, 1, 0]
        work.commit()

    assert sorted(found(store, SearchQuery.of(ALL))) == sorted(one.sha256 for one in made)
    assert found(store, SearchQuery.of(ALL, law="US-OH")) == [made[1].sha256]
    assert correction(made[1], law).normal == OHIO


def test_an_upgrade_makes_all_findable_that_is_there(url: str, engine: Engine) -> None:
    """More than fit one transaction of it."""
    with migrate._connected(url, read_only=False) as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        connection.commit()
    made = stored_by_the_version_before(engine, 2 * migrate.BATCH + 1)

    migrate.upgrade(url)

    with closing(SqlStore(make_engine(url))) as store:
        for one in made:
            put(store, one)
        assert len(found(store, SearchQuery.of(ALL))) == len(made)


def test_a_question_has_no_words_of_the_databases_own(engine: Engine) -> None:
    """Each word stands between quotes, and holds none."""
    asked: list[Any] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[3]))
    with engine.connect() as connection:
        SqlSearch(connection).find(SearchQuery.of('a OR "b c" NEAR dog*'), limit=1)

    assert asked[-1][0] == '"a" AND "or" AND "b c" AND "near" AND "dog" *'
