"""`ReviewStore` in memory."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.errors import StaleRow
from contractsai.domain.ids import SubjectId
from contractsai.domain.review import Review

ReviewKey: TypeAlias = tuple[SubjectId, int]


class MemoryReviews:
    """`ReviewStore` on a table."""

    def __init__(self, rows: Callable[[], Table[ReviewKey, Review]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def add(self, review: Review) -> None:
        """Append the review."""
        key = (review.subject.id, review.number)
        if self._rows().get(key) is not None:
            raise StaleRow(review.subject.id)
        self._rows().put(key, review)

    def of_subject(self, subject_id: SubjectId) -> Sequence[Review]:
        """Return all reviews of a subject, the oldest first."""
        return _ordered(row for row in self._rows().values() if row.subject.id == subject_id)

    def of_contents(self, sha256s: Collection[str]) -> Sequence[Review]:
        """Return all reviews of what some files hold."""
        return _ordered(row for row in self._rows().values() if row.subject.sha256 in sha256s)

    def page(self, *, limit: int, after: ReviewKey | None = None) -> Sequence[Review]:
        """Return a page of reviews by subject, then by number."""
        ordered = _ordered(self._rows().values())
        return [row for row in ordered if after is None or _key(row) > after][:limit]

    def delete(self, sha256: str) -> int:
        """Delete all reviews of what a file holds."""
        found = self.of_contents({sha256})
        for review in found:
            self._rows().put(_key(review), None)
        return len(found)


def _key(review: Review) -> ReviewKey:
    return review.subject.id, review.number


def _ordered(reviews: Iterable[Review]) -> list[Review]:
    return sorted(reviews, key=_key)
