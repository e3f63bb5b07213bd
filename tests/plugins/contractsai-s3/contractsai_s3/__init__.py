"""Documents for contractsai from S3, and whatever speaks its protocol.

Credentials, region and address are those of every program for S3: ``AWS_ACCESS_KEY_ID``,
``AWS_ENDPOINT_URL``, ``~/.aws`` and so on.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import s3fs
from botocore.exceptions import BotoCoreError, ClientError

from contractsai.application.ports import OpenDocument, SourceFile
from contractsai.domain.errors import (
    AnalysisFailed,
    FileMissing,
    FileOutsideRoots,
    FileTooLarge,
    FileUnreadable,
    FolderNotAllowed,
    FolderNotFound,
    FolderNotRead,
)

MAX_BYTES = 100_000_000  # of a document: it is fetched whole while its lease runs
BOUNDS = {"connect_timeout": 3, "read_timeout": 10, "retries": {"total_max_attempts": 2}}
FOREIGN = (OSError, BotoCoreError, ClientError)


class S3Source:
    """`Source` on buckets: a folder is whatever has the same beginning, up to a slash.

    There are no links in a bucket, no folder without a file, and ``..`` is a name like any other.
    A document is fetched when it is opened, so that it stays what was found.
    """

    def __init__(self, allowed_roots: Sequence[str]) -> None:
        """Take the roots, such as ``s3://bucket/contracts``; nothing is connected yet."""
        self._roots = [root.rstrip("/") for root in allowed_roots]

    def list(self, folder: str) -> Sequence[SourceFile]:
        """Return every object below *folder*, sorted by path."""
        if not self._is_allowed(folder):
            raise FolderNotAllowed(f"{folder} lies under none of the allowed roots")
        prefix = f"{_key(folder)}/"
        try:
            found = self._system().find(prefix, detail=True)
        except PermissionError as error:
            raise FolderNotAllowed(f"{folder} may not be listed with these credentials") from error
        except FOREIGN as error:
            raise FolderNotFound(f"{folder} cannot be listed: {type(error).__name__}") from error
        sizes = {key.removeprefix(prefix): item["size"] for key, item in found.items()}
        tags = {key.removeprefix(prefix): item.get("ETag", "") for key, item in found.items()}
        markers = {path for path, size in sizes.items() if path.endswith("/") and not size}
        if not sizes or set(sizes) == {_key(folder)}:
            raise FolderNotFound(f"there is no folder {folder}")
        files = (SourceFile(path, sizes[path], tags[path]) for path in set(sizes) - markers - {""})
        return sorted(files, key=lambda file: file.path)

    @contextmanager
    def open(self, folder: str, path: str) -> Iterator[OpenDocument]:
        """Fetch an object, and return it open until the block ends."""
        if not self._is_allowed(folder):
            raise FileOutsideRoots(path)
        if not path or "\0" in path:
            raise FileMissing(path)
        if path.endswith("/"):
            raise FolderNotRead(path)
        descriptor = self._fetched(f"{_key(folder)}/{path}")
        try:
            yield OpenDocument(f"{folder.rstrip('/')}/{path}", descriptor)
        finally:
            os.close(descriptor)

    def _fetched(self, key: str) -> int:
        """Return a descriptor of a file without a name that holds what the object held."""
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/document"
            try:
                if self._system().info(key)["size"] > MAX_BYTES:
                    raise FileTooLarge(key)
                self._system().get_file(key, file)
                return os.open(file, os.O_RDONLY)
            except (FileNotFoundError, IsADirectoryError) as error:
                raise FileMissing(key) from error
            except PermissionError as error:
                raise FileUnreadable(key) from error
            except FOREIGN as error:
                raise AnalysisFailed(type(error).__name__) from error

    def _is_allowed(self, folder: str) -> bool:
        plain = folder.rstrip("/")
        return "\0" not in folder and any(
            plain == root or plain.startswith(f"{root}/") for root in self._roots
        )

    def _system(self) -> s3fs.S3FileSystem:
        """Return this process' connection: fsspec keeps one, and makes another after a fork."""
        return s3fs.S3FileSystem(config_kwargs=BOUNDS, use_listings_cache=False)


def _key(folder: str) -> str:
    return folder.rstrip("/").removeprefix("s3://")
