"""`UploadShelf` on a folder that API and workers share."""

import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from contractsai.adapters.uploads.arrival import FILES, Arrival, writing
from contractsai.adapters.uploads.limits import Limits
from contractsai.domain.ids import UploadId

_ARRIVING: Final = "arriving-"
_NAME: Final = re.compile(rf"({_ARRIVING})?[0-9a-f]{{32}}", re.ASCII)


class FolderShelf:
    """A folder with a folder for each upload."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """Take the folder, made when first needed, and what an upload may hold."""
        self._folder = folder
        self._limits = limits

    def arrival(self, upload_id: UploadId) -> Arrival:
        """Return a place for files that are about to come."""
        with writing():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Arrival(self._folder / f"{_ARRIVING}{upload_id}", self._limits)

    def put(self, arrival: Arrival, upload_id: UploadId) -> None:
        """Put what has arrived where it is looked for, all at once."""
        with writing():
            (arrival.folder / FILES).rename(self._folder / upload_id)

    def remove(self, upload_id: UploadId) -> None:
        """Remove the files."""
        shutil.rmtree(self._folder / upload_id, ignore_errors=True)

    def put_before(self, instant: datetime) -> Sequence[UploadId]:
        """Return the uploads that were put there before *instant*."""
        found = []
        for folder in self._older(instant):
            if folder.name.startswith(_ARRIVING):
                shutil.rmtree(folder, ignore_errors=True)
            else:
                found.append(UploadId(folder.name))
        return sorted(found)

    def _older(self, instant: datetime) -> Iterator[Path]:
        """Yield the folders of ours that nobody has written in since *instant*."""
        if not self._folder.is_dir():
            return
        for folder in self._folder.iterdir():
            if not _NAME.fullmatch(folder.name):
                continue
            try:
                changed_at = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            except FileNotFoundError:  # another purge was quicker
                continue
            if changed_at < instant:
                yield folder
