"""What the worker and the analysis process say to each other; JSON, never pickle.

If `Start` says so, the first frame is the text of a playbook, UTF-8. Then the worker asks with
`Ask`. The process says `Ready` or `Refused` once, then answers every question with any number of
`Stage` and one `Done` (its frame is followed by one with the payload), `NoFile` or `Broken`; after
`Broken` it ends.
"""

import dataclasses
import json
from dataclasses import dataclass
from typing import Final, TypeAlias

from contractsai.domain.analysis import StoredAnalysis, analysis_id
from contractsai.domain.findings import Outcome
from contractsai.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class Start:
    """How to run an analysis process; the one argument of its command line.

    Attributes:
        pipeline: name of the plug-in.
        memory_bytes: what one document may take above the size of the waiting process.
        max_bytes: a larger file is hashed but not analysed, unless the pipeline has a limit.
        folder: private temporary directory, to be made first and removed last.
        lifeline: descriptor that ends when the worker does; None where there is no guard.
        has_playbook: whether the first frame is one; arguments are for everybody to read.
        tesseract: the program for OCR, see `contractsai.plugins.with_ocr`.
        ocr_languages: what it is to read.
    """

    pipeline: str
    memory_bytes: int
    max_bytes: int
    folder: str
    lifeline: int | None
    has_playbook: bool = False
    tesseract: str = ""
    ocr_languages: str = "eng"


@dataclass(frozen=True, slots=True)
class Ask:
    """Analyse the file at this path."""

    path: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The pipeline is loaded; *resident_bytes* is what that takes."""

    pipeline: str
    resident_bytes: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The pipeline cannot be loaded."""

    detail: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage begins; *name* is for the log."""

    name: str


@dataclass(frozen=True, slots=True)
class Done:
    """The document is analysed; *resident_bytes* is what the process holds afterwards."""

    sha256: str
    pipeline: str
    outcome: str
    reason: str | None
    resident_bytes: int

    @classmethod
    def of(cls, analysis: StoredAnalysis, *, resident_bytes: int) -> "Done":
        """Return all of *analysis* but its payload."""
        return cls(
            sha256=analysis.sha256,
            pipeline=analysis.pipeline,
            outcome=analysis.outcome.value,
            reason=None if analysis.reason is None else analysis.reason.value,
            resident_bytes=resident_bytes,
        )

    def stored(self, payload: bytes) -> StoredAnalysis:
        """Return the analysis.

        Raises:
            ValueError: there is no such outcome or reason.
        """
        return StoredAnalysis(
            id=analysis_id(self.sha256, pipeline=self.pipeline),
            sha256=self.sha256,
            pipeline=self.pipeline,
            outcome=Outcome(self.outcome),
            reason=None if self.reason is None else Reason(self.reason),
            payload=payload,
        )


@dataclass(frozen=True, slots=True)
class NoFile:
    """The file is gone, or (*is_refused*) the operating system does not let us read it."""

    is_refused: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """The pipeline raised; *detail* names the class and the line, and holds no document text."""

    detail: str
    is_memory: bool


Message: TypeAlias = Start | Ask | Ready | Refused | Stage | Done | NoFile | Broken
_KINDS: Final = {
    kind.__name__: kind for kind in (Start, Ask, Ready, Refused, Stage, Done, NoFile, Broken)
}


def encode(message: Message) -> bytes:
    """Return *message* as JSON; pure ASCII, so that undecodable file names travel too."""
    return json.dumps([type(message).__name__, dataclasses.asdict(message)]).encode("ascii")


def decode(frame: bytes) -> Message:
    """Return what `encode` was given.

    Raises:
        ValueError: it is no message of ours.
    """
    try:
        kind, fields = json.loads(frame)
        return _KINDS[kind](**fields)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a message: {frame[:40]!r}") from error
