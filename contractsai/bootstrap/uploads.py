"""The use cases of uploads with their ports filled in."""

import contextlib
from collections.abc import Iterator
from datetime import datetime

from contractsai.adapters.uploads.arrival import Arrival, LeftOut, Renamed
from contractsai.adapters.uploads.limits import MEBIBYTE, Limits
from contractsai.adapters.uploads.shelf import FolderShelf
from contractsai.application.ports import Clock, Store
from contractsai.application.uploads import keep_upload, purge_uploads
from contractsai.bootstrap.ids import new_id
from contractsai.domain.errors import NothingToAnalyse
from contractsai.domain.ids import UploadId
from contractsai.domain.upload import Upload
from contractsai.settings import Settings

__all__ = ["Arrival", "LeftOut", "Renamed", "Uploads"]


class Uploads:
    """What people send to be analysed."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        """Take the settings, the rows and the clock."""
        self._keep = settings.upload_keep
        self._store = store
        self._clock = clock
        self._shelf = FolderShelf(
            settings.upload_folder,
            Limits(
                sent_bytes=settings.upload_mb * MEBIBYTE,
                files=settings.upload_files,
                bytes=settings.upload_unpacked_mb * MEBIBYTE,
                ratio=settings.upload_ratio,
            ),
        )

    @contextlib.contextmanager
    def arriving(self) -> Iterator[Arrival]:
        """Return a place for files that come now; what is not kept in the end leaves nothing.

        Raises:
            UploadsUnavailable: nothing can be written there.
        """
        with self._shelf.arrival(UploadId(new_id())) as arrival:
            yield arrival

    def keep(self, arrival: Arrival) -> tuple[Upload, bool]:
        """Keep what has arrived, and return it, and whether it is new.

        Raises:
            NothingToAnalyse: no file is left of it.
        """
        if not arrival.files:
            raise NothingToAnalyse("no file was sent that could be a document")
        upload = Upload(
            id=UploadId(new_id()),
            digest=arrival.digest,
            sent_at=self._clock.now(),
            files=arrival.files,
            size_bytes=arrival.size_bytes,
        )
        return keep_upload(upload, lambda it: self._shelf.put(arrival, it), store=self._store)

    def read(self, upload_id: UploadId) -> Upload:
        """Return an upload.

        Raises:
            UploadNotFound: there is none.
        """
        return self._store.ask(lambda work: work.uploads.get(upload_id))

    def purge(self) -> int:
        """Delete what belongs to no job and is old."""
        return purge_uploads(
            store=self._store, shelf=self._shelf, clock=self._clock, keep=self._keep
        )

    def expires_at(self, upload: Upload) -> datetime:
        """Return when it may be deleted, if no job is made of it."""
        return upload.sent_at + self._keep
