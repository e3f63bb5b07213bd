"""Has pages drawn: each by a process that is given nothing but the file, and little time."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contractsai.adapters.analysis.environment import environment_for
from contractsai.adapters.analysis.limits import MAX_BYTES
from contractsai.adapters.drawing.main import CHANGED, NO_SUCH_PAGE, TOO_LARGE, Task
from contractsai.adapters.drawing.places import Quote
from contractsai.adapters.os import platform
from contractsai.domain.errors import PageNotDrawn

AT_ONCE: Final = 2  # a page costs a third of a second of a core
SECONDS: Final = 15.0
MEMORY_BYTES: Final = 512 * 1024**2
MOST_LETTERS: Final = 12_000  # of quotes: a command line has 128 KiB, and a letter six signs
_MODULE: Final = "contractsai.adapters.drawing.main"
_WHY: Final[Mapping[int, str]] = {
    CHANGED: "the file is another one since it was analysed",
    NO_SUCH_PAGE: "the file has no such page, or none that can be drawn",
    TOO_LARGE: "the file is too large to be drawn",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of a page in points, and where words stand on it, by whose they are.

    Attributes:
        boxes: left, top, width and height of each line of the words.
    """

    width: float
    height: float
    boxes: Mapping[str, Sequence[tuple[float, float, float, float]]]


class Artist:
    """Has pages of PDFs drawn, a few at a time."""

    def __init__(self, *, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        """Take what a page may cost."""
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._free = threading.BoundedSemaphore(AT_ONCE)

    def picture(self, descriptor: int, *, sha256: str, page: int) -> bytes:
        """Return a page of the file that is open as *descriptor*, as PNG.

        Args:
            descriptor: open at the beginning.
            sha256: of the file that was analysed.
            page: counted from 1.

        Raises:
            PageNotDrawn: it cannot be; the message says why.
        """
        return self._ask(descriptor, sha256, page, None)

    def layout(self, descriptor: int, *, sha256: str, page: int, quotes: Sequence[Quote]) -> Layout:
        """Return where words stand on a page; the rest is as for `picture`.

        Raises:
            PageNotDrawn: nobody can tell; the message says why.
        """
        told = json.loads(self._ask(descriptor, sha256, page, _fitting(quotes)))
        return Layout(told["width"], told["height"], told["boxes"])

    def _ask(
        self, descriptor: int, sha256: str, page: int, quotes: tuple[Quote, ...] | None
    ) -> bytes:
        task = Task(sha256, page, quotes, MAX_BYTES, self._memory_bytes).to_json()
        if not self._free.acquire(timeout=self._seconds):
            raise PageNotDrawn("too many pages are being drawn: try again in a moment")
        try:
            done = subprocess.run(  # noqa: S603 - our own module, our own arguments
                [sys.executable, "-P", "-m", _MODULE, task],
                stdin=descriptor,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment_for(Path(tempfile.gettempdir()), os.environ),
                timeout=self._seconds,
                check=False,
                **platform.popen_options(),
            )
        except subprocess.TimeoutExpired as error:
            raise PageNotDrawn("it took too long") from error
        except OSError as error:
            raise PageNotDrawn("no process could be started for it") from error
        finally:
            self._free.release()
        if done.returncode:
            raise PageNotDrawn(_WHY.get(done.returncode, "the process that drew it died"))
        return bytes(done.stdout)


def _fitting(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return as many of the first quotes as a command line holds."""
    taken: list[Quote] = []
    left = MOST_LETTERS
    for quote in quotes:
        left -= len(quote.text) + len(quote.of) + 10
        if left < 0:
            break
        taken.append(quote)
    return tuple(taken)
