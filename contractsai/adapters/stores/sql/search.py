"""`SearchIndex` on SQLAlchemy Core: FTS5 on SQLite, tsvector and GIN on PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Text,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import BIT, TSQUERY

from contractsai.adapters.stores.sql.phrases import BLOCK, Run, runs_of
from contractsai.adapters.stores.sql.reviews import SqlReviews
from contractsai.adapters.stores.sql.rows import analysis_of, document_of
from contractsai.adapters.stores.sql.searchable import add_searchable, unpacked
from contractsai.adapters.stores.sql.tables import analyses, documents, searchable
from contractsai.domain.document import Document
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.search import Found, SearchQuery, Sketched

_WORDS: Final = table("searchable_words", column("rowid"), column("searchable_words"))


class SqlSearch:
    """`SearchIndex` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection

    def find(self, query: SearchQuery, *, limit: int, after: int | None = None) -> Sequence[Found]:
        """Return documents that meet the query, the latest stored first."""
        if self._connection.dialect.name != "postgresql":
            rows = self._connection.execute(_in_file(query, after).limit(limit)).all()
        elif not _is_picky(query):
            rows = self._connection.execute(_on_server(query, after).limit(limit)).all()
        else:
            with _by_words_first(self._connection):
                rows = self._connection.execute(_on_server(query, after).limit(limit)).all()
        return [Found(row.id, AnalysisId(row.analysis_id), row.sha256, row.number) for row in rows]

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
            .where(documents.c.job_id == job_id, own.sketch != b"")
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


def _in_file(query: SearchQuery, after: int | None) -> Select[Any]:
    """Return the question to FTS5, which reads its index from the end until there are enough."""
    place = _WORDS.c.rowid
    words = " AND ".join(
        f'"{" ".join(it.words)}"{" *" if it.is_open else ""}' for it in query.terms
    )
    asked = (
        _columns(searchable)
        .select_from(_WORDS.join(searchable, searchable.c.id == place))
        .where(_WORDS.c.searchable_words.op("MATCH", is_comparison=True)(words))
        .where(*_filters(query), _is_in_a_job(searchable), ~_has_later(searchable))
        .order_by(place.desc())
    )
    return asked if after is None else asked.where(place < after)


def _on_server(query: SearchQuery, after: int | None) -> Select[Any]:
    """Return the question to PostgreSQL, in two steps that its planner cannot turn round.

    First the documents that hold all words and meet the filters, by what lies beside their texts.
    Of those, the latest first and one at a time until there are enough, whether phrases stand in
    the text, and whether they count.
    """
    own = searchable.c
    # A sum, so that the order is not taken for a reason to read all rows by their key.
    place = own.id + 0 if _is_picky(query) else own.id
    words = dict.fromkeys(
        f"'{word}'{':*' if term.is_open and at == len(term.words) else ''}"
        for term in query.terms
        for at, word in enumerate(term.words, 1)
    )
    held = (
        _columns(searchable)
        .add_columns(own.words, place.label("place"))
        .where(*_filters(query))
        .where(own.vector.op("@@", is_comparison=True)(cast(" & ".join(words), TSQUERY)))
        .where(*(_may_hold(run) for term in query.terms for run in runs_of(term)))
        .order_by(place.desc())
    )
    latest = (held if after is None else held.where(place < after)).offset(0).subquery("held")
    phrases = (
        func.strpos(latest.c.words, f" {' '.join(term.words)}{'' if term.is_open else ' '}") > 0
        for term in query.terms
        if len(term.words) > 1
    )
    return (
        _columns(latest)
        .where(*phrases, _is_in_a_job(latest), ~_has_later(latest))
        .order_by(latest.c.place.desc())
    )


def _is_picky(query: SearchQuery) -> bool:
    """Return whether many documents may hold the words, of which few are found."""
    return any(True for _ in _filters(query)) or any(len(term.words) > 1 for term in query.terms)


@contextmanager
def _by_words_first(connection: Connection) -> Iterator[None]:
    """Have the planner begin with the index of words.

    It counts a look at a `tsvector` as nothing, and would fetch all that there are: kilobytes each.
    """
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    yield
    connection.exec_driver_sql(
        "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_indexscan TO DEFAULT"
    )


def _may_hold(run: Run) -> ColumnElement[bool]:
    """Return whether a run of words may stand in a document, by one block of its filter."""
    of = searchable.c.phrases
    last = func.octet_length(of, type_=Integer).bitwise_rshift(3) - 1  # no need to read it
    first = literal(run.place).bitwise_and(last) * BLOCK + 1
    block = cast("x" + func.encode(func.substr(of, first, BLOCK), "hex", type_=Text), BIT(64))
    bits = cast(f"{run.bits:064b}", BIT(64))
    return func.coalesce(block.bitwise_and(bits) == bits, of.is_(None))


def _is_in_a_job(of: FromClause) -> ColumnElement[bool]:
    """Return whether some document refers to the analysis."""
    return _lazily(select(documents.c.id).where(documents.c.analysis_id == of.c.analysis_id))


def _has_later(of: FromClause) -> ColumnElement[bool]:
    """Return whether a later analysis of the content is in a job."""
    later = searchable.alias("later")
    return _lazily(
        select(later.c.id).where(
            *(later.c.sha256 == of.c.sha256, later.c.id > of.c.id),
            *(later.c.analysis_id != of.c.analysis_id, _is_in_a_job(later)),
        )
    )


def _lazily(asked: Select[Any]) -> ColumnElement[bool]:
    """Return whether there is any, asked of one row at a time.

    A planner turns what exists into a join, of all rows, unless it is told where to begin.
    """
    return exists(asked.offset(0))


def _columns(of: FromClause) -> Select[Any]:
    return select(of.c.id, of.c.analysis_id, of.c.sha256, of.c.number)


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
