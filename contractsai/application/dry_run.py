"""Dry run: what a job of a folder would hold and find known already, without making one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from contractsai.application.ports import OpenDocument, Source, SourceFile, Store, UnitOfWork
from contractsai.application.submit import files_of
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisError
from contractsai.domain.files import is_system_file
from contractsai.domain.reasons import Reason

MOST_FILES: Final = 2_000
MOST_BYTES: Final = 1_000_000_000
"""What is read of a folder to compare it, so that the answer comes within seconds."""
SYSTEM_FILE: Final = "system_file"

Digest = Callable[[OpenDocument], str]
"""Returns the SHA-256 of an open file, or raises an `AnalysisError`."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of which nothing would be read.

    Attributes:
        reason: as the report would say it.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """A file whose bytes are known.

    Attributes:
        of: an earlier file of the folder with the same bytes.
        stored: a document of an earlier job with the same bytes, or with them inside.
    """

    path: str
    of: str | None
    stored: Document | None


@dataclass(frozen=True, slots=True)
class Ending:
    """Files whose names end alike; what they are is told by their content, once it is read.

    Attributes:
        ending: in small letters, with its dot; empty for none.
    """

    ending: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a job would hold.

    Attributes:
        files: names that a job of it would list, each a document.
        readable: those of which workers would read the content.
        size_bytes: of those that are readable.
        endings: of those that are readable, most files first.
        skipped: those that are not, by path.
        known: those whose bytes are known, by path.
        compared: of how many that are readable the bytes were compared.
    """

    files: int
    readable: int
    size_bytes: int
    endings: Sequence[Ending]
    skipped: Sequence[Skipped]
    known: Sequence[Known]
    compared: int

    @property
    def is_whole(self) -> bool:
        """Return whether all that is readable was compared."""
        return self.compared == self.readable


def dry_run(
    folder: str,
    *,
    source: Source,
    store: Store,
    digest: Digest,
    max_bytes: int,
    most_files: int = MOST_FILES,
    most_bytes: int = MOST_BYTES,
) -> DryRun:
    """Return what a job of *folder* would hold; nothing is written, and nobody is told.

    Files are read for their digests until one of the two bounds is met; those behind it are told by
    name and size alone.

    Args:
        folder: as for `submit_job`.
        source: lists it, and opens its files.
        store: the rows, in which contents are looked for.
        digest: of an open file.
        max_bytes: above which a file is not read.
        most_files: to be compared.
        most_bytes: to be read for it.

    Raises:
        FolderError: what a job of the folder would be refused for.
    """
    files = files_of(folder, source=source)
    skipped: dict[str, str] = {}
    digests: dict[str, str] = {}
    files_left, bytes_left = most_files, most_bytes
    for file in files:
        reason = _reason_by_name(file, max_bytes)
        if reason is None and files_left and file.size_bytes <= bytes_left:
            files_left, bytes_left = files_left - 1, bytes_left - file.size_bytes
            try:
                with source.open(folder, file.path) as document:
                    digests[file.path] = digest(document)
            except AnalysisError as error:
                reason = error.reason.value
            if reason is None and not file.size_bytes:
                reason = Reason.EMPTY.value
                del digests[file.path]
        if reason is not None:
            skipped[file.path] = reason
    readable = [file for file in files if file.path not in skipped]
    return DryRun(
        files=len(files),
        size_bytes=sum(file.size_bytes for file in readable),
        endings=_endings(readable),
        readable=len(readable),
        skipped=[Skipped(*item) for item in skipped.items()],
        known=list(_known(digests, store)),
        compared=len(digests),
    )


def _reason_by_name(file: SourceFile, max_bytes: int) -> str | None:
    """Return why nothing of a file would be read, as far as that is known without opening it."""
    if is_system_file(file.path):
        return SYSTEM_FILE
    return Reason.TOO_LARGE.value if file.size_bytes > max_bytes else None


def _known(digests: Mapping[str, str], store: Store) -> Iterator[Known]:
    first_with: dict[str, str] = {}
    for path, digest in digests.items():
        of = first_with.setdefault(digest, path)
        found = store.ask(partial(_place, digest))
        if of != path or found:
            yield Known(path, None if of == path else of, next(iter(found), None))


def _place(digest: str, work: UnitOfWork) -> Sequence[Document]:
    return work.search.places(digest, limit=1)


def _endings(files: Iterable[SourceFile]) -> list[Ending]:
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for file in files:
        ending = PurePosixPath(file.path).suffix.lower()
        counts[ending] += 1
        sizes[ending] += file.size_bytes
    most_first = sorted(counts, key=lambda it: (-counts[it], it))
    return [Ending(it, counts[it], sizes[it]) for it in most_first]
