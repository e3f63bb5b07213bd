"""What a column gives back is what was put in, and sorts as it did."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.types import Compressed, Instant, escaped, unescaped

DIALECTS = [sqlite.dialect(), postgresql.dialect()]
EDGES = "\x00\x01\x02/a\ud7fe\ud7ff\ud800\udcff\udfff\ue000\U0010ffff0"

names = st.text(st.one_of(st.sampled_from(EDGES), st.characters(codec=None)), max_size=12)


@given(names)
@example(EDGES)
def test_any_name_comes_back_and_was_fit_to_be_stored(name: str) -> None:
    """PostgreSQL takes no NUL, and UTF-8 no lone surrogate."""
    stored = escaped(name)

    assert unescaped(stored) == name
    assert "\x00" not in stored
    stored.encode()


@given(names, names)
def test_stored_names_sort_as_the_names_do(one: str, other: str) -> None:
    """Pages are read in the database's order, and compared with Python's."""
    assert (escaped(one).encode() < escaped(other).encode()) == (one < other)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(instant=st.datetimes(timezones=st.just(timezone(timedelta(hours=5, minutes=45)))))
def test_any_instant_comes_back_in_utc(dialect: sqlite.dialect, instant: datetime) -> None:
    column = Instant()
    if instant.year in {1, 9999}:
        return  # no such instant in UTC

    back = column.process_result_value(column.process_bind_param(instant, dialect), dialect)

    assert back == instant
    assert back.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused() -> None:
    """Nobody knows which instant it is, so nobody could say when a lease runs out."""
    with pytest.raises(ValueError, match="zone"):
        Instant().process_bind_param(datetime(2026, 3, 3), DIALECTS[0])  # noqa: DTZ001 - the point


@given(st.binary())
def test_bytes_come_back_and_the_same_bytes_are_stored_the_same(content: bytes) -> None:
    column, dialect = Compressed(), DIALECTS[0]
    stored = column.process_bind_param(content, dialect)

    assert column.process_result_value(stored, dialect) == content
    assert column.process_bind_param(bytes(content), dialect) == stored
