"""`SearchIndex` on SQLAlchemy Core: FTS5 on SQLite, tsvector and GIN on PostgreSQL."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    cast,
    column,
    exists,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from contractsai.adapters.stores.sql.reviews import SqlReviews
from contractsai.adapters.stores.sql.rows import analysis_of, document_of
from contractsai.adapters.stores.sql.searchable import add_searchable, unpacked
from contractsai.adapters.stores.sql.tables import analyses, documents, searchable
from contractsai.domain.document import Document
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.search import Found, SearchQuery, Sketched, Term

_WORDS: Final = table("searchable_words", column("rowid"), column("searchable_words"))
_OTHER: Final = searchable.alias("other")
_IN_A_JOB: Final = exists().where(documents.c.analysis_id == searchable.c.analysis_id)
_HAS_LATER: Final = exists().where(
    _OTHER.c.sha256 == searchable.c.sha256,
    _OTHER.c.id > searchable.c.id,
    _OTHER.c.analysis_id != searchable.c.analysis_id,
    exists().where(documents.c.analysis_id == _OTHER.c.analysis_id),
)


class SqlSearch:
    """`SearchIndex` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def find(self, query: SearchQuery, *, limit: int, after: int | None = None) -> Sequence[Found]:
        """Return documents that meet the query, the latest stored first."""
        own = searchable.c
        place: ColumnElement[int] = own.id
        rows: FromClause = searchable
        if self._connection.dialect.name == "postgresql":
            holds = [_stands_in_a_part(term) for term in query.terms]
        else:
            place = _WORDS.c.rowid  # by which SQLite's index is in order
            rows = _WORDS.join(searchable, own.id == _WORDS.c.rowid)
            holds = [_is_matched(query.terms)]
        if after is not None:
            holds.append(place < after)
        found = self._connection.execute(
            select(own.id, own.analysis_id, own.sha256, own.number)
            .select_from(rows)
            .where(*holds, own.part == 0, *_filters(query), _IN_A_JOB, ~_HAS_LATER)
            .order_by(place.desc())
            .limit(limit)
        )
        return [Found(row.id, AnalysisId(row.analysis_id), row.sha256, row.number) for row in found]

    def places(self, sha256: str, *, limit: int) -> Sequence[Document]:
        """Return the documents of a content, the latest first."""
        ids = select(searchable.c.analysis_id).where(searchable.c.sha256 == sha256)
        query = select(documents).where(documents.c.analysis_id.in_(ids))
        latest = query.order_by(documents.c.run_at.desc(), documents.c.id.desc()).limit(limit)
        return [document_of(row) for row in self._connection.execute(latest)]

    def sketches(self, job_id: JobId) -> Sequence[Sketched]:
        """Return the documents of a job that have a sketch."""
        own = searchable.c
        query = (
            select(documents.c.id, documents.c.path, own.analysis_id, own.sha256, own.number)
            .add_columns(own.sketch)
            .join_from(documents, searchable, own.analysis_id == documents.c.analysis_id)
            .where(documents.c.job_id == job_id, own.part == 0, own.sketch != b"")
            .order_by(documents.c.path_key, documents.c.path, own.number)
        )
        return [
            Sketched(
                document_id=DocumentId(row.id),
                path=row.path,
                analysis_id=AnalysisId(row.analysis_id),
                sha256=row.sha256,
                number=row.number,
                sketch=unpacked(row.sketch),
            )
            for row in self._connection.execute(query)
        ]

    def catch_up(self, *, limit: int) -> int:
        """Fill in analyses that have no row here."""
        unknown = ~exists().where(searchable.c.analysis_id == analyses.c.id)
        query = select(analyses).where(unknown).order_by(analyses.c.id).limit(limit)
        found = self._connection.execute(query.with_for_update(skip_locked=True)).all()
        reviews = SqlReviews(self._connection)
        for row in found:
            verdicts = reviews.of_contents({row.sha256})
            add_searchable(self._connection, analysis_of(row), verdicts)
        return len(found)


def _filters(query: SearchQuery) -> Iterator[ColumnElement[bool]]:
    own = searchable.c
    if query.law is not None:
        yield or_(own.laws.contains(f" {query.law} "), own.laws.contains(f" {query.law}-"))
    if query.type is not None:
        yield own.types.contains(f" {query.type} ", autoescape=True)
    if query.party:
        yield own.parties.contains(f" {' '.join(query.party)} ")
    if query.ends_before is not None:
        yield own.ends < query.ends_before.isoformat()


def _is_matched(terms: Sequence[Term]) -> ColumnElement[bool]:
    """Return what FTS5 is asked; a word between quotes is never one of its own."""
    quoted = " AND ".join(f'"{" ".join(it.words)}"{" *" if it.is_open else ""}' for it in terms)
    return _WORDS.c.searchable_words.op("MATCH", is_comparison=True)(quoted)


def _stands_in_a_part(term: Term) -> ColumnElement[bool]:
    """Return whether some part of the document holds the words, one behind the other."""
    quoted = [f"'{word}'" for word in term.words]
    sought = " <-> ".join(quoted) + (":*" if term.is_open else "")
    part = searchable.alias()
    return exists().where(
        part.c.analysis_id == searchable.c.analysis_id,
        part.c.number == searchable.c.number,
        part.c.words.op("@@", is_comparison=True)(cast(sought, TSQUERY)),
    )
