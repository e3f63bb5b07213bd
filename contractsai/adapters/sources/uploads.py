"""`Source` of what was sent: ``upload://ID`` is a folder below the one that uploads are kept in."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from contractsai.adapters.sources.folder import FolderSource
from contractsai.application.ports import OpenDocument, SourceFile
from contractsai.domain.errors import FolderError, UploadNotFound
from contractsai.domain.upload import upload_of


class UploadSource:
    """`Source` whose folders are uploads; where they lie is this machine's business alone."""

    def __init__(self, folder: Path) -> None:
        """Take where uploads are kept."""
        self._folder = folder
        self._files = FolderSource([folder])

    def list(self, folder: str) -> Sequence[SourceFile]:
        """Return every name of the upload, sorted by path."""
        try:
            return self._files.list(self._place(folder))
        except FolderError as error:
            raise UploadNotFound(folder) from error

    def open(self, folder: str, path: str) -> AbstractContextManager[OpenDocument]:
        """Return a listed file, open until the block ends."""
        return self._files.open(self._place(folder), path)

    def _place(self, folder: str) -> str:
        upload_id = upload_of(folder)
        if upload_id is None:
            raise UploadNotFound(folder)
        return str(self._folder / upload_id)
