"""OCR by a Tesseract program on this machine: a page's picture in, its text out.

The program is a child of the analysis process: it counts towards the document's time and memory,
and dies with it.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Final, Protocol

from contractsai.domain.errors import UnsafeConfiguration

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


@dataclass(frozen=True, slots=True)
class Tesseract:
    """`Ocr` by the program at *path*."""

    path: str
    version: str
    languages: str

    def read(self, picture: Picture) -> str | None:
        """Return the text, which may be empty; None if the program failed."""
        head = b"P5 %d %d 255\n" % (picture.width, picture.height)
        options = ("--dpi", str(picture.dots_per_inch), "-l", self.languages)
        try:
            ran = subprocess.run(  # noqa: S603 - a program that the owner installed, no shell
                [self.path, "stdin", "stdout", *options],
                input=head + picture.pixels,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_THREAD_LIMIT": _THREADS},
                check=False,
            )
        except OSError:  # it is gone, or there is no memory to start it
            return None
        return ran.stdout.decode(errors="replace") if ran.returncode == 0 else None


def find_tesseract(program: str, languages: str) -> Tesseract | None:
    """Return the program that reads *languages*, or None where none is wanted or there is none.

    Args:
        program: a path, or a name to look for; empty for no OCR.
        languages: as the program names them, such as ``eng+deu``.

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
    if path is None:
        if os.path.dirname(program):  # noqa: PTH120 - asks for a separator, a Path hides it
            raise UnsafeConfiguration(f"CONTRACTSAI_TESSERACT names no program: {program}")
        return None
    version = _VERSION.search(_said(path, "--version"))
    if version is None:
        raise UnsafeConfiguration(f"{path} is no Tesseract; set CONTRACTSAI_TESSERACT, or empty it")
    missing = set(languages.split("+")) - set(_said(path, "--list-langs").split())
    if missing:
        raise UnsafeConfiguration(
            f"{path} has no data for {', '.join(sorted(missing))}; "
            "install that, or set CONTRACTSAI_OCR_LANGUAGES"
        )
    return Tesseract(path, f"tesseract {version[1]} {languages}", languages)


def _said(path: str, question: str) -> str:
    """Return all that the program says; older ones say it on standard error."""
    try:
        ran = subprocess.run(  # noqa: S603 - a program that the owner installed, no shell
            [path, question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_ANSWER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.decode(errors="replace")
