"""Rows of what can be looked for, written in the transaction that stores or reviews it."""

import struct
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.rows import analysis_of
from contractsai.adapters.stores.sql.tables import analyses, searchable
from contractsai.domain.review import Review
from contractsai.domain.searchable import Searchable, searchables
from contractsai.domain.sketch import Sketch
from contractsai.domain.stored_analysis import StoredAnalysis


def add_searchable(
    connection: Connection, stored: StoredAnalysis, reviews: Sequence[Review]
) -> None:
    """Insert what can be looked for of an analysis that is stored: one statement.

    Args:
        connection: of the transaction that the analysis is stored in.
        stored: the analysis.
        reviews: all of the file's content.
    """
    rows = [
        {
            "analysis_id": stored.id,
            "sha256": stored.sha256,
            "number": one.number,
            **facts_row(one),
            "sketch": packed(one.sketch),
            "vector": (words := f" {' '.join(one.words)} "),
            "words": words,
            "phrases": words,
        }
        for one in searchables(stored, reviews)
    ]
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(make(searchable).on_conflict_do_nothing(), rows)


def refile(connection: Connection, sha256: str, reviews: Callable[[], Sequence[Review]]) -> None:
    """Write the facts of a content again, as people's verdicts leave them.

    Args:
        connection: of the transaction that a review is stored in.
        sha256: of the file.
        reviews: all of its content, asked when nobody else can refile it any more.
    """
    own = searchable.c
    rows = select(own.analysis_id).where(own.sha256 == sha256).order_by(own.id)
    ids = set(connection.scalars(rows.with_for_update()))
    if not ids:
        return
    verdicts = reviews()
    for row in connection.execute(select(analyses).where(analyses.c.id.in_(ids))).all():
        for one in searchables(analysis_of(row), verdicts):
            connection.execute(
                update(searchable)
                .where(own.analysis_id == row.id, own.number == one.number)
                .values(facts_row(one))
            )


def facts_row(one: Searchable) -> dict[str, str | None]:
    """Return the columns that a search filters by; each value stands between two blanks."""
    return {
        "laws": f" {' '.join(one.laws)} ",
        "types": f" {' '.join(one.types)} ",
        "parties": f" {' | '.join(one.parties)} ",
        "ends": one.ends,
    }


def packed(sketch: Sketch) -> bytes:
    """Return a sketch as bytes: four a number."""
    return struct.pack(f">{len(sketch)}I", *sketch)


def unpacked(row: bytes) -> Sketch:
    """Return the sketch that `packed` gave."""
    return struct.unpack(f">{len(row) // 4}I", row)
