"""Uploads: keep what was sent, once for the same files, and purge what no job is made of."""

from collections.abc import Callable
from datetime import datetime, timedelta

from contractsai.application.ports import Clock, JobFilter, Store, UploadShelf
from contractsai.domain.errors import UploadNotFound
from contractsai.domain.ids import UploadId
from contractsai.domain.upload import Upload, folder_of

BATCH = 100


def keep_upload(
    upload: Upload, put: Callable[[UploadId], None], *, store: Store
) -> tuple[Upload, bool]:
    """Return the upload as it is kept, and whether it is new: the same files are kept once.

    Files come before the row, so that whoever finds the row finds them. Those without a row, of a
    process that died in between, go with a purge.

    Args:
        upload: what was sent, under an id of its own.
        put: puts the files where they are looked for under an id.
        store: the rows.
    """
    with store.begin() as work:
        known = work.uploads.sent_again(upload.digest, upload.sent_at)
        if known is not None:
            work.commit()
            return known, False
    put(upload.id)
    with store.begin() as work:
        work.uploads.add(upload)
        work.commit()
    return upload, True


def purge_uploads(
    *, store: Store, shelf: UploadShelf, clock: Clock, keep: timedelta, batch: int = BATCH
) -> int:
    """Delete what was sent longer than *keep* ago and belongs to no job; return how many it was.

    Each goes in a transaction of its own, its files after that. Files without a row go, too.
    """
    instant = clock.now() - keep
    purged = 0
    after: UploadId | None = None
    while True:
        with store.snapshot() as work:
            old = work.uploads.sent_before(instant, limit=batch, after=after)
        for upload_id in old:
            if _delete_unused(upload_id, instant, store):
                shelf.remove(upload_id)
                purged += 1
        if len(old) < batch:
            break
        after = old[-1]
    for upload_id in shelf.put_before(instant):
        if not _is_known(upload_id, store):
            shelf.remove(upload_id)
    return purged


def _delete_unused(upload_id: UploadId, instant: datetime, store: Store) -> bool:
    """Delete the row unless it is young again, or a job is made of it; return whether it went."""
    wanted = JobFilter(folder=folder_of(upload_id))
    with store.begin() as work:
        try:
            is_old = work.uploads.lock(upload_id).sent_at < instant
        except UploadNotFound:  # another purge was quicker
            return False
        if not is_old or work.jobs.page(limit=1, wanted=wanted):
            return False
        work.uploads.delete(upload_id)
        work.commit()
    return True


def _is_known(upload_id: UploadId, store: Store) -> bool:
    try:
        store.ask(lambda work: work.uploads.get(upload_id))
    except UploadNotFound:
        return False
    return True
