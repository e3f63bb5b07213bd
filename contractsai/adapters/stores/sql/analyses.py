"""`AnalysisStore` on SQLAlchemy Core."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.reviews import SqlReviews
from contractsai.adapters.stores.sql.rows import analysis_of, analysis_row
from contractsai.adapters.stores.sql.searchable import add_searchable
from contractsai.adapters.stores.sql.tables import analyses, documents
from contractsai.domain.ids import AnalysisId
from contractsai.domain.stored_analysis import StoredAnalysis

IS_ASKED_FOR: Final = analyses.c.id == bindparam("analysis")
GET: Final = select(analyses).where(IS_ASKED_FOR)
HOLD: Final = select(analyses.c.id).where(IS_ASKED_FOR).with_for_update(read=True, key_share=True)


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
        row = self._connection.execute(GET, {"analysis": analysis_id}).first()
        return analysis_of(row) if row is not None else None

    def add(self, analysis: StoredAnalysis) -> None:
        """Insert the analysis; one that is there already stays, and is held against the purge.

        It is looked for first: mostly it is there, and what it holds need not travel. The purge may
        delete a row that is in the way of the insert before it can be held: then all starts anew.
        Whoever inserts makes it findable too.
        """
        statement = self._insert(analyses).on_conflict_do_nothing()
        while self._connection.execute(HOLD, {"analysis": analysis.id}).first() is None:
            if self._connection.execute(statement, analysis_row(analysis)).rowcount:
                # A row that is not committed yet is nobody's to delete.
                verdicts = SqlReviews(self._connection).of_contents({analysis.sha256})
                add_searchable(self._connection, analysis, verdicts)
                return

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
