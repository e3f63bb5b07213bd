"""`UploadStore` and `TombstoneStore` in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.errors import UploadNotFound
from contractsai.domain.ids import JobId, UploadId
from contractsai.domain.upload import Upload


class MemoryUploads:
    """`UploadStore` on a table."""

    def __init__(self, rows: Callable[[], Table[UploadId, Upload]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def add(self, upload: Upload) -> None:
        """Insert the row."""
        self._rows().put(upload.id, upload)

    def get(self, upload_id: UploadId) -> Upload:
        """Return the row."""
        found = self._rows().get(upload_id)
        if found is None:
            raise UploadNotFound(upload_id)
        return found

    def lock(self, upload_id: UploadId) -> Upload:
        """Return the row; nobody else writes meanwhile."""
        return self.get(upload_id)

    def sent_again(self, digest: str, at: datetime) -> Upload | None:
        """Return an upload of the same files with its new instant."""
        same = sorted((it for it in self._rows().values() if it.digest == digest), key=_id)
        if not same:
            return None
        again = replace(same[0], sent_at=at)
        self._rows().put(again.id, again)
        return again

    def sent_before(
        self, instant: datetime, *, limit: int, after: UploadId | None = None
    ) -> Sequence[UploadId]:
        """Return those that were sent before *instant*, by id."""
        old = sorted(it.id for it in self._rows().values() if it.sent_at < instant)
        return [it for it in old if after is None or it > after][:limit]

    def delete(self, upload_id: UploadId) -> None:
        """Delete the row."""
        self._rows().put(upload_id, None)


class MemoryTombstones:
    """`TombstoneStore` on a table."""

    def __init__(self, rows: Callable[[], Table[JobId, tuple[JobId, datetime]]]) -> None:
        self._rows = rows

    def add(self, job_id: JobId, at: datetime) -> None:
        """Remember that the job was deleted."""
        if not self.has(job_id):
            self._rows().put(job_id, (job_id, at))

    def has(self, job_id: JobId) -> bool:
        """Return whether a job of this id was deleted."""
        return self._rows().get(job_id) is not None

    def forget(self, before: datetime, *, limit: int) -> int:
        """Forget those that were deleted before an instant."""
        old = [job_id for job_id, at in self._rows().values() if at < before][:limit]
        for job_id in old:
            self._rows().put(job_id, None)
        return len(old)


def _id(upload: Upload) -> str:
    return upload.id
