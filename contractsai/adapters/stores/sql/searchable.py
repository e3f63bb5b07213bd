"""Rows of what can be looked for, written in the transaction that stores or reviews it."""

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.rows import analysis_of
from contractsai.adapters.stores.sql.tables import analyses, searchable
from contractsai.domain.review import Review
from contractsai.domain.search import MAX_WORDS
from contractsai.domain.searchable import Searchable, searchables
from contractsai.domain.sketch import Sketch
from contractsai.domain.stored_analysis import StoredAnalysis

PART: Final = 160
"""Words of one tsvector with places: it keeps 255 of a word, and none behind the 16383rd."""
_NO_FACTS: Final = {"laws": "", "types": "", "parties": "", "ends": None}
_OVERLAP: Final = MAX_WORDS - 1  # so that no phrase is cut


def add_searchable(
    connection: Connection, stored: StoredAnalysis, reviews: Sequence[Review]
) -> None:
    """Insert what can be looked for of an analysis that is stored: one statement.

    Args:
        connection: of the transaction that the analysis is stored in.
        stored: the analysis.
        reviews: all of the file's content.
    """
    is_server = connection.dialect.name == "postgresql"
    rows = [
        {
            "analysis_id": stored.id,
            "sha256": stored.sha256,
            "number": one.number,
            "part": number,
            "sketch": b"" if number else packed(one.sketch),
            "words": words,
            **(_NO_FACTS if number else facts),
        }
        for one in searchables(stored, reviews)
        for facts in [facts_row(one)]
        for number, words in enumerate(_vectors(one.words) if is_server else [" ".join(one.words)])
    ]
    make = postgresql.insert if is_server else sqlite.insert
    connection.execute(make(searchable).on_conflict_do_nothing(), rows)


def refile(connection: Connection, sha256: str, reviews: Callable[[], Sequence[Review]]) -> None:
    """Write the facts of a content again, as people's verdicts leave them.

    Args:
        connection: of the transaction that a review is stored in.
        sha256: of the file.
        reviews: all of its content, asked when nobody else can refile it any more.
    """
    own = searchable.c
    is_document = own.part == literal_column("0")
    rows = select(own.analysis_id).where(own.sha256 == sha256, is_document).order_by(own.id)
    ids = set(connection.scalars(rows.with_for_update()))
    if not ids:
        return
    verdicts = reviews()
    for row in connection.execute(select(analyses).where(analyses.c.id.in_(ids))).all():
        for one in searchables(analysis_of(row), verdicts):
            connection.execute(
                update(searchable)
                .where(own.analysis_id == row.id, own.number == one.number, is_document)
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


def _vectors(words: Sequence[str]) -> Iterator[str]:
    """Yield the document's tsvectors: of all its words, then of each part with their places."""
    yield " ".join(f"'{word}'" for word in sorted(set(words)))
    for part in parts(words, PART):
        yield " ".join(f"'{word}':{at}" for at, word in enumerate(part, 1))


def packed(sketch: Sketch) -> bytes:
    """Return a sketch as bytes: four a number."""
    return struct.pack(f">{len(sketch)}I", *sketch)


def unpacked(row: bytes) -> Sketch:
    """Return the sketch that `packed` gave."""
    return struct.unpack(f">{len(row) // 4}I", row)


def parts(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield *words*, *size* at a time; what one part ends with, the next one begins with."""
    for start in range(0, max(1, len(words) - _OVERLAP), size - _OVERLAP):
        yield words[start : start + size]
