"""What a check finds, and what it is given to look at."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from contractsai.bootstrap.services import Services
from contractsai.settings import Settings


class Grade(StrEnum):
    """How bad it is."""

    PROBLEM = "problem"
    """It does not work, or a promise does not hold."""
    WARNING = "warning"
    """It works, and may be meant."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that is wrong.

    Attributes:
        check: which check found it; stable, for programs.
        says: what is wrong, a sentence without secrets.
        mend: the line to run, or to put into the environment.
    """

    check: str
    grade: Grade
    says: str
    mend: str


def _now() -> datetime:
    return datetime.now(UTC)


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at, and the machine around it, as far as tests have to stand in for it."""

    settings: Settings
    services: Services
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    now: Callable[[], datetime] = _now
    free_bytes: Callable[[Path], int] = _free_bytes


Check = Callable[[Patient], Iterator[Diagnosis]]


def problem(check: str, says: str, mend: str) -> Diagnosis:
    """Return what has to be mended."""
    return Diagnosis(check, Grade.PROBLEM, says, mend)


def warning(check: str, says: str, mend: str) -> Diagnosis:
    """Return what is odd."""
    return Diagnosis(check, Grade.WARNING, says, mend)


def shortened(error: Exception) -> str:
    """Return an error's words as a sentence."""
    text = str(error).strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
