"""One document in the hands of one child: it is read, and then analysed or forgotten."""

import contextlib
from typing import Final

from contractsai.adapters.analysis.conversation import AnalysisChild, ProcessAnswer
from contractsai.adapters.analysis.messages import (
    Analyse,
    Broken,
    Digest,
    Done,
    Forget,
    Message,
    NoFile,
)
from contractsai.adapters.analysis.waiting import TimeLimit, Waiting
from contractsai.application.ports import OpenDocument
from contractsai.domain.errors import (
    AnalysisCrashed,
    AnalysisError,
    AnalysisFailed,
    AnalysisOutOfMemory,
    FileMissing,
    FileTooLarge,
    FileUnreadable,
)
from contractsai.domain.stored_analysis import StoredAnalysis

NO_FILE: Final = (FileMissing, FileUnreadable, FileTooLarge)
"""What is the file's fault and nobody else's: the child is as good as before."""

_BY_REASON: Final = {kind.reason.value: kind for kind in NO_FILE}


class Reading:
    """`Content` that the child holds.

    Attributes:
        sha256: of the bytes that it holds.
    """

    def __init__(
        self, child: AnalysisChild, watch: Waiting, *, seconds: float, memory_bytes: int
    ) -> None:
        """Take the child and the limits; nothing is read yet.

        Args:
            child: one that waits.
            watch: what is done meanwhile.
            seconds: wall-clock time of reading and analysis together. What the worker does between
                the two is not the document's doing, and does not count.
            memory_bytes: what each of them may take above the child's idle size.
        """
        self.sha256 = ""
        self._child = child
        self._watch = watch
        self._limit = TimeLimit(seconds)
        self._memory_bytes = memory_bytes
        self._is_held = False

    def begin(self, document: OpenDocument) -> None:
        """Have the document read.

        Raises:
            AnalysisError: one of its kinds.
        """
        self._child.read(document)
        message = self._answer("read").message
        if not isinstance(message, Digest):
            raise _error(message)
        self.sha256 = message.sha256
        self._is_held = True

    def analyse(self) -> StoredAnalysis:
        """Return what the pipeline makes of it."""
        self._is_held = False
        self._child.tell(Analyse())
        answer = self._answer("start")
        if not isinstance(answer.message, Done):
            raise _error(answer.message)
        try:
            stored = answer.message.stored(answer.payload)
        except ValueError as error:
            raise _out_of_turn() from error
        if stored.sha256 != self.sha256:
            raise _out_of_turn()
        return stored

    def end(self) -> None:
        """Have it forgotten if it was not analysed; whoever is dead has forgotten it already."""
        if self._is_held:
            self._is_held = False
            with contextlib.suppress(AnalysisCrashed):
                self._child.tell(Forget())

    def _answer(self, stage: str) -> ProcessAnswer:
        return self._watch.wait(
            self._child, limit=self._limit, memory_bytes=self._memory_bytes, stage=stage
        )


def _error(message: Message) -> AnalysisError:
    """Return what an answer reports instead of a result."""
    match message:
        case NoFile(reason=reason):
            kind = _BY_REASON.get(reason)
            return kind(reason) if kind is not None else AnalysisFailed(reason)
        case Broken(is_memory=True, detail=detail):
            return AnalysisOutOfMemory(detail)
        case Broken(detail=detail):
            return AnalysisFailed(detail)
        case _:
            return _out_of_turn()


def _out_of_turn() -> AnalysisCrashed:
    return AnalysisCrashed("the analysis process spoke out of turn")
