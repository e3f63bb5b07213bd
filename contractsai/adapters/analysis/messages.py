"""What the worker and the analysis process say to each other; JSON, never pickle.

If `Start` says so, the first frame is the text of a playbook, UTF-8. The process says `Ready` or
`Refused` once. Then the worker hands over one document after the other with `Read`, each through
the `door` where there is one. The answer is its `Digest`, or `NoFile`. What has a digest the worker
has the process `Forget`, or `Analyse`; the answer to that is any number of `Stage` and one `Done`
(its frame is followed by one with the payload). Any answer may be `Broken`; after it the process
ends.
"""

import dataclasses
import json
from dataclasses import dataclass
from typing import Final, TypeAlias, cast, get_args

from contractsai.domain.findings import Outcome
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis, analysis_id


@dataclass(frozen=True, slots=True)
class Start:
    """How to run an analysis process; the one argument of its command line.

    Attributes:
        pipeline: name of the plug-in.
        memory_bytes: what one document may take above the size of the waiting process.
        max_bytes: a larger file is not read, unless the pipeline has a limit of its own.
        folder: private temporary directory, to be made first and removed last.
        lifeline: descriptor that ends when the worker does; None where there is no guard.
        door: descriptor that open files come through; None where they cannot.
        has_playbook: whether the first frame is one; arguments are for everybody to read.
        tesseract: the program for OCR, see `contractsai.plugins.with_ocr`.
        ocr_languages: what it is to read.
    """

    pipeline: str
    memory_bytes: int
    max_bytes: int
    folder: str
    lifeline: int | None
    door: int | None = None
    has_playbook: bool = False
    tesseract: str = ""
    ocr_languages: str = "eng"


@dataclass(frozen=True, slots=True)
class Read:
    """Read the file that comes through the door; without a door, the one at *location*.

    Attributes:
        location: where the worker found it.
        device: with *number*, which file that is.
        number: see `door.opened_again`.
    """

    location: str
    device: int
    number: int


@dataclass(frozen=True, slots=True)
class Analyse:
    """Analyse what was read."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget what was read: the worker knows its analysis."""


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
class Digest:
    """The file is read, and held until the worker decides; *sha256* is of what is held."""

    sha256: str


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
    """The file cannot be had; *reason* says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The pipeline raised; *detail* names the class and the line, and holds no document text."""

    detail: str
    is_memory: bool


Message: TypeAlias = (
    Start | Read | Analyse | Forget | Ready | Refused | Digest | Stage | Done | NoFile | Broken
)
_KINDS: Final = {kind.__name__: kind for kind in get_args(Message)}


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
        return cast("Message", _KINDS[kind](**fields))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a message: {frame[:40]!r}") from error
