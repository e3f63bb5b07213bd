"""Where a source's documents lie, seen by a test that puts them there; folders are such a place."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Protocol


class Place(Protocol):
    """What `SourceConformance` does to the folders that a source reads."""

    def folder(self, files: Mapping[str, bytes], *, name: str = "job") -> str:
        """Make a folder of these files below the allowed root, and return what to submit."""
        ...

    def outside(self, files: Mapping[str, bytes]) -> str:
        """Make a folder that lies under no allowed root."""
        ...

    def put(self, folder: str, path: str, content: bytes) -> None:
        """Write a file, in the place of whatever has its name."""
        ...

    def remove(self, folder: str, path: str) -> None:
        """Take a file away."""
        ...

    def link(self, folder: str, path: str, target: str) -> None:
        """Have a name lead to *target*: a folder, or a folder and a path, as one text.

        Asked of places with links only.
        """
        ...

    def forbid(self, folder: str, path: str) -> AbstractContextManager[None]:
        """Keep the source from reading a file until the block ends, as far as that can be."""
        ...


class LocalPlace:
    """`Place` in a folder of this machine, of which ``root`` is the allowed root."""

    def __init__(
        self,
        base: Path,
        *,
        obeying: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Take an empty folder.

        Args:
            base: where the root is made, and what lies outside of it.
            obeying: within it permissions hold, which do not for root.
        """
        self._base = base
        self._obeying = obeying
        self.root = base / "root"
        self.root.mkdir()

    def folder(self, files: Mapping[str, bytes], *, name: str = "job") -> str:
        return self._made(self.root / name, files)

    def outside(self, files: Mapping[str, bytes]) -> str:
        return self._made(
            self._base / "root-of-another", files
        )  # a name that begins like the root's

    def put(self, folder: str, path: str, content: bytes) -> None:
        file = Path(folder, path)
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name("being-written")
        new.write_bytes(content)
        new.replace(file)

    def remove(self, folder: str, path: str) -> None:
        Path(folder, path).unlink()

    def link(self, folder: str, path: str, target: str) -> None:
        Path(folder, path).symlink_to(target)

    @contextmanager
    def forbid(self, folder: str, path: str) -> Iterator[None]:
        file = Path(folder, path)
        file.chmod(0)
        try:
            with self._obeying():
                yield
        finally:
            file.chmod(0o600)

    def _made(self, folder: Path, files: Mapping[str, bytes]) -> str:
        folder.mkdir()
        for path, content in files.items():
            file = folder / path
            os.makedirs(file.parent, exist_ok=True)  # noqa: PTH103 - of a name with a dot at its end
            file.write_bytes(content)
        return str(folder)
