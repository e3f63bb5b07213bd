"""One upload while it arrives: files are written, named and told apart, or all of it goes."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Self

from contractsai.adapters.uploads.archive import unpacked
from contractsai.adapters.uploads.limits import Limits
from contractsai.domain.errors import UploadsUnavailable
from contractsai.domain.files import is_system_file
from contractsai.domain.upload_names import Names, safe_name

ARCHIVE: Final = ".zip"
FILES: Final = "files"
_PART: Final = "part"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file that is kept under another name than it was sent with."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not kept; *same_as* is the one with the same bytes, if that is why."""

    name: str
    same_as: str | None = None


@dataclass
class Arrival:
    """The files of one upload, in a folder of their own that is not yet where others look.

    Attributes:
        folder: that folder; whoever leaves the context without `taken` leaves nothing.
        limits: what may come.
        renamed: what was given another name.
        left_out: what is not kept.
    """

    folder: Path
    limits: Limits
    renamed: list[Renamed] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    size_bytes: int = 0
    _sent_bytes: int = 0
    _names: Names = field(default_factory=Names)
    _by_content: dict[str, str] = field(default_factory=dict)
    _part: BinaryIO | None = None
    _part_name: str = ""

    def __enter__(self) -> Self:
        """Make the folder."""
        with writing():
            (self.folder / FILES).mkdir(parents=True, mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        """Remove it, unless it was put elsewhere."""
        if self._part is not None:
            self._part.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def files(self) -> int:
        """How many files are kept."""
        return len(self._by_content)

    @property
    def digest(self) -> str:
        """What the names and contents of all files come to: the same files have the same."""
        told = hashlib.sha256()
        for content, path in sorted(self._by_content.items(), key=lambda item: item[1]):
            told.update(f"{path}\0{content}\n".encode())
        return told.hexdigest()

    def receive(self, size_bytes: int) -> None:
        """Count what was sent, names and borders included.

        Raises:
            UploadTooLarge: it is too much.
        """
        self._sent_bytes += size_bytes
        self.limits.check_sent(self._sent_bytes)

    def begin(self, name: str) -> None:
        """Begin a file of this name."""
        self._part_name = name
        with writing():
            self._part = (self.folder / _PART).open("w+b")

    def write(self, data: bytes) -> None:
        """Write more of the file that was begun."""
        assert self._part is not None, "no file was begun"  # noqa: S101 - a defect of the caller
        with writing():
            self._part.write(data)

    def end(self) -> None:
        """Keep the file that was begun; an archive is taken apart.

        Raises:
            UploadRefused: an archive is broken, or made to harm.
            UploadTooLarge: there is too much of it.
        """
        assert self._part is not None, "no file was begun"  # noqa: S101 - likewise
        part, self._part = self._part, None
        with writing(), part:
            if self._part_name.lower().endswith(ARCHIVE):
                for name, pieces in unpacked(part, self.limits):
                    self._keep(name, pieces)
            else:
                part.seek(0)
                self._keep(self._part_name, iter(lambda: part.read(1 << 20), b""))
        (self.folder / _PART).unlink()

    def _keep(self, name: str, pieces: Iterable[bytes]) -> None:
        if is_system_file(safe_name(name)):
            self.left_out.append(LeftOut(name))
            self.limits.check_files(self.files + len(self.left_out))
            return
        arriving = self.folder / "file"
        digest = hashlib.sha256()
        size_bytes = 0
        with arriving.open("wb") as file:
            for piece in pieces:
                size_bytes += len(piece)
                self.limits.check_bytes(self.size_bytes + size_bytes)
                digest.update(piece)
                file.write(piece)
        content = digest.hexdigest()
        if content in self._by_content:
            self.left_out.append(LeftOut(name, same_as=self._by_content[content]))
            arriving.unlink()
        else:
            path = self._names.give(name)
            self._by_content[content] = path
            self.size_bytes += size_bytes
            place = self.folder / FILES / path
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            arriving.rename(place)
            if path != name:
                self.renamed.append(Renamed(name, path))
        self.limits.check_files(self.files + len(self.left_out))


@contextmanager
def writing() -> Iterator[None]:
    """Say what it means if a file cannot be written.

    Raises:
        UploadsUnavailable: there is no room, or no right to write there.
    """
    try:
        yield
    except OSError as error:
        raise UploadsUnavailable(error.strerror or type(error).__name__) from error
