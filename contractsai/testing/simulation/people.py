"""What people write, in a database that is concurrent and now and then away."""

from collections.abc import Callable, Sequence
from typing import Protocol

from contractsai.adapters.stores.memory_annotations import MemoryAnnotations
from contractsai.adapters.stores.memory_reviews import MemoryReviews, ReviewKey
from contractsai.adapters.stores.memory_table import Table
from contractsai.adapters.stores.memory_uploads import MemoryUploads
from contractsai.domain.annotation import Annotation
from contractsai.domain.ids import AnnotationId, SubjectId, UploadId
from contractsai.domain.review import Review
from contractsai.domain.upload import Upload


class Work(Protocol):
    """A transaction, as those see it that write in it."""

    def statement(self, what: str) -> None:
        """Begin a statement."""
        ...

    def lock(self, table: str, key: str) -> None:
        """Hold a row until the transaction ends."""
        ...


class SimulatedReviews(MemoryReviews):
    """`ReviewStore` whose statements take their time."""

    def __init__(self, rows: Callable[[], Table[ReviewKey, Review]], work: Work) -> None:
        super().__init__(rows)
        self._work = work

    def add(self, review: Review) -> None:
        """Append the review."""
        self._work.statement("reviews.add")
        self._work.lock("reviews", review.subject.id)
        super().add(review)

    def of_subject(self, subject_id: SubjectId) -> Sequence[Review]:
        """Return all reviews of a subject, the oldest first."""
        self._work.statement("reviews.of_subject")
        return super().of_subject(subject_id)


class SimulatedAnnotations(MemoryAnnotations):
    """`AnnotationStore` whose statements take their time."""

    def __init__(self, rows: Callable[[], Table[AnnotationId, Annotation]], work: Work) -> None:
        super().__init__(rows)
        self._work = work

    def save(self, annotation: Annotation) -> None:
        """Write the row, raising its version."""
        self._work.statement("annotations.save")
        self._work.lock("annotations", annotation.id)
        super().save(annotation)


class SimulatedUploads(MemoryUploads):
    """`UploadStore` whose statements take their time."""

    def __init__(self, rows: Callable[[], Table[UploadId, Upload]], work: Work) -> None:
        super().__init__(rows)
        self._work = work

    def lock(self, upload_id: UploadId) -> Upload:
        """Return the row, held until the transaction ends."""
        self._work.statement("uploads.lock")
        self._work.lock("uploads", upload_id)
        return super().lock(upload_id)
