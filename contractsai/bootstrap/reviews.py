"""The use cases of reviews with their ports filled in."""

from collections.abc import Collection, Iterator, Sequence

from contractsai.application import review
from contractsai.application.ports import Clock, Store
from contractsai.application.review import Opinion, Place
from contractsai.bootstrap.ids import new_id
from contractsai.domain.review import Review


class Reviews:
    """What people said of findings."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take the rows and the clock."""
        self._store = store
        self._clock = clock

    def add(
        self, place: Place, opinion: Opinion, *, expected: Collection[int] | None = None
    ) -> Review:
        """Append a verdict on a finding."""
        return review.review_finding(
            place,
            opinion,
            store=self._store,
            clock=self._clock,
            new_id=new_id,
            expected=expected,
        )

    def of(self, place: Place) -> Sequence[Review]:
        """Return all verdicts on a finding, the oldest first."""
        return review.read_reviews(place, store=self._store)

    def export(self, *, with_history: bool = False) -> Iterator[Review]:
        """Yield the verdicts that hold, or all there ever were."""
        return review.export_reviews(store=self._store, with_history=with_history)

    def delete(self, sha256: str) -> int:
        """Delete all verdicts on what a file holds, and return how many there were."""
        return review.delete_reviews(sha256, store=self._store)
