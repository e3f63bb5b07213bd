"""An upload: files that somebody sent, kept for a job that is still to be made of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contractsai.domain.ids import UploadId

SCHEME: Final = "upload"
_FOLDER: Final = re.compile(rf"{SCHEME}://([0-9a-f]{{32}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that were sent together.

    Attributes:
        id: 32 hexadecimal digits.
        digest: of the names and contents of all its files: the same files have the same.
        sent_at: when they were sent, last.
        files: how many are kept.
        size_bytes: how large they are together.
    """

    id: UploadId
    digest: str
    sent_at: datetime
    files: int
    size_bytes: int

    @property
    def folder(self) -> str:
        """What a job of it has for its folder."""
        return folder_of(self.id)


def folder_of(upload_id: UploadId) -> str:
    """Return what a job of an upload has for its folder."""
    return f"{SCHEME}://{upload_id}"


def upload_of(folder: str) -> UploadId | None:
    """Return the upload that *folder* names, or None if it is a folder of another kind."""
    found = _FOLDER.fullmatch(folder)
    return UploadId(found[1]) if found else None
