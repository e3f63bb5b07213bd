"""`AnalysisStore` on SQLAlchemy Core."""

from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.reviews import SqlReviews
from contractsai.adapters.stores.sql.rows import analysis_of, analysis_row
from contractsai.adapters.stores.sql.searchable import add_searchable
from contractsai.adapters.stores.sql.tables import analyses, documents, reviews
from contractsai.domain.ids import AnalysisId
from contractsai.domain.stored_analysis import StoredAnalysis


class SqlAnalyses:
    """`AnalysisStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def get(self, analysis_id: AnalysisId) -> StoredAnalysis | None:
        """Return the analysis, if it is stored."""
        query = select(analyses).where(analyses.c.id == analysis_id)
        row = self._connection.execute(query).first()
        return analysis_of(row) if row is not None else None

    def add(self, analysis: StoredAnalysis) -> None:
        """Insert the analysis; one that is there already stays, and is held against the purge.

        The purge may delete the row that was in the way before it can be held: then the insert
        is due once more. Whoever inserts makes it findable too; that there are reviews of its
        content is learned on the way, so that it costs no question where there are none.
        """
        statement = self._insert(analyses).values(analysis_row(analysis)).on_conflict_do_nothing()
        is_reviewed = exists().where(reviews.c.sha256 == analysis.sha256)
        held = select(is_reviewed).select_from(analyses).where(analyses.c.id == analysis.id)
        while True:
            is_new = bool(self._connection.execute(statement).rowcount)
            row = self._connection.execute(held.with_for_update(read=True, key_share=True)).first()
            if row is not None:
                break
        if is_new:
            verdicts = SqlReviews(self._connection).of_contents({analysis.sha256}) if row[0] else ()
            add_searchable(self._connection, analysis, verdicts)

    def delete_unreferenced(self, *, limit: int) -> int:
        """Delete analyses that no document refers to, but for those that somebody is adding."""
        unused = ~exists().where(documents.c.analysis_id == analyses.c.id)
        query = select(analyses.c.id).where(unused).order_by(analyses.c.id).limit(limit)
        found = self._connection.scalars(query.with_for_update(skip_locked=True)).all()
        if not found:
            return 0
        # Asked again, since a document may have been saved before the row was locked.
        gone = delete(analyses).where(analyses.c.id.in_(found), unused)
        return self._connection.execute(gone).rowcount
