"""`ReviewStore` on SQLAlchemy Core."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.searchable import refile
from contractsai.adapters.stores.sql.tables import reviews
from contractsai.domain.errors import StaleRow
from contractsai.domain.ids import SubjectId
from contractsai.domain.review import Review
from contractsai.domain.searchable import FILTERS


class SqlReviews:
    """`ReviewStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def add(self, review: Review) -> None:
        """Append the review; of two with one number the index lets the first pass."""
        row = {
            "id": review.id,
            "subject": review.subject.id,
            "number": review.number,
            "sha256": review.subject.sha256,
            "name": review.subject.name,
            "verdict": review.verdict.value,
            "at": review.at,
            "payload": json.dumps(review.to_json()).encode(),  # ASCII: any text is welcome
        }
        statement = self._insert(reviews).values(row).on_conflict_do_nothing()
        added = self._connection.execute(statement.returning(reviews.c.id)).first()
        if added is None:
            raise StaleRow(review.subject.id)
        if review.subject.name in FILTERS:
            self._refile(review.subject.sha256)

    def of_subject(self, subject_id: SubjectId) -> Sequence[Review]:
        """Return all reviews of a subject, the oldest first."""
        query = select(reviews).where(reviews.c.subject == subject_id)
        return self._found(query.order_by(reviews.c.number))

    def of_contents(self, sha256s: Collection[str]) -> Sequence[Review]:
        """Return all reviews of what some files hold."""
        query = select(reviews).where(reviews.c.sha256.in_(sorted(sha256s)))
        return self._found(query.order_by(reviews.c.subject, reviews.c.number))

    def page(self, *, limit: int, after: tuple[SubjectId, int] | None = None) -> Sequence[Review]:
        """Return a page of reviews by subject, then by number."""
        query = select(reviews).order_by(reviews.c.subject, reviews.c.number).limit(limit)
        if after is not None:
            query = query.where(tuple_(reviews.c.subject, reviews.c.number) > tuple_(*after))
        return self._found(query)

    def delete(self, sha256: str) -> int:
        """Delete all reviews of what a file holds."""
        gone = self._connection.execute(delete(reviews).where(reviews.c.sha256 == sha256)).rowcount
        self._refile(sha256)
        return gone

    def _refile(self, sha256: str) -> None:
        refile(self._connection, sha256, lambda: self.of_contents({sha256}))

    def _found(self, query: Select[Any]) -> list[Review]:
        rows = self._connection.execute(query)
        return [Review.from_json(json.loads(row.payload)) for row in rows]
