"""What the analysis process does: load the pipeline once, then answer for each document."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Final, NoReturn

from contractsai.adapters.analysis import door
from contractsai.adapters.analysis.content import Bytes, read_content
from contractsai.adapters.analysis.frames import read_frame, write_frame
from contractsai.adapters.analysis.messages import (
    Analyse,
    Broken,
    Digest,
    Done,
    Message,
    NoFile,
    Read,
    Ready,
    Refused,
    Stage,
    Start,
    decode,
    encode,
)
from contractsai.adapters.os import platform
from contractsai.application.ports import LimitsSize, Pipeline
from contractsai.domain.errors import (
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    UnsafeConfiguration,
)
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.plugins import load_pipeline, with_ocr

_MEGABYTE: Final = 1_000_000
_MAX_PLACES: Final = 30  # of a traceback
_MAX_STAGE: Final = 80  # characters of a stage's name that are passed on


def serve(start: Start) -> NoReturn:
    """Answer until the questions end, or until the pipeline raises.

    While the pipeline is loaded, standard error is the worker's, for what goes wrong then; later
    there is none, since what a library prints about a document may quote it.
    """
    line = Line(start.door)
    try:
        playbook = line.playbook() if start.has_playbook else None
        pipeline = load_pipeline(start.pipeline, playbook=playbook)
        if start.tesseract:
            pipeline = with_ocr(pipeline, start.tesseract, languages=start.ocr_languages)
    except UnsafeConfiguration as error:
        line.say(Refused(str(error)))
        os._exit(2)
    line.mute()
    line.say(Ready(pipeline.version, platform.resident_bytes()))
    questions = line.questions(is_guarded=start.lifeline is not None)
    for question in questions:
        if isinstance(question, Read):
            _answer(question, questions, pipeline, start, line)
    os._exit(0)


class Line:
    """The two pipes to the worker, out of reach of whatever prints or reads by itself."""

    def __init__(self, through: int | None) -> None:
        """Take descriptors 0 and 1 and put others in their place.

        Args:
            through: the door that open files come through, or None where they cannot.
        """
        self._questions: BinaryIO = os.fdopen(os.dup(0), "rb", buffering=0)
        self._answers: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        self._nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(self._nothing, 0)
        os.dup2(2, 1)
        self._door: socket.socket | None = None
        if through is not None:
            os.set_inheritable(through, False)
            self._door = socket.socket(fileno=through)

    def mute(self) -> None:
        """Send what is printed from now on nowhere."""
        os.dup2(self._nothing, 1)
        os.dup2(self._nothing, 2)

    def playbook(self) -> str:
        """Return the playbook, which the worker sends before any question."""
        frame = read_frame(self._questions)
        if frame is None:  # the worker hung up
            os._exit(0)
        return frame.decode()

    def say(self, message: Message, payload: bytes | None = None) -> None:
        """Send *message*, and the payload behind it if there is one."""
        write_frame(self._answers, encode(message))
        if payload is not None:
            write_frame(self._answers, payload)

    def questions(self, *, is_guarded: bool) -> Iterator[Message]:
        """Yield what is asked until the worker is gone."""
        frames = self._frames() if is_guarded else _or_exit(self._frames())
        return map(decode, frames)

    def file(self, question: Read) -> AbstractContextManager[int]:
        """Return a descriptor of the file that is to be read, until the block ends."""
        if self._door is not None:
            return door.received(self._door)
        return door.opened_again(question.location, device=question.device, number=question.number)

    def _frames(self) -> Iterator[bytes]:
        while (frame := read_frame(self._questions)) is not None:
            yield frame


def _or_exit(frames: Iterator[bytes]) -> Iterator[bytes]:
    """Pass *frames* on, and end this process with them, whatever it is doing then.

    Takes the guard's place where there is none; a parser that is stuck in C and keeps the
    interpreter to itself can delay it.
    """
    waiting: SimpleQueue[bytes] = SimpleQueue()

    def pump() -> None:
        for frame in frames:
            waiting.put(frame)
        os._exit(0)

    threading.Thread(target=pump, name="end-with-worker", daemon=True).start()
    while True:
        yield waiting.get()


def _limit_of(pipeline: Pipeline, start: Start) -> int:
    return pipeline.max_bytes if isinstance(pipeline, LimitsSize) else start.max_bytes


def _answer(
    question: Read, decisions: Iterator[Message], pipeline: Pipeline, start: Start, line: Line
) -> None:
    """Read a file, and analyse what it holds if the worker wants that."""
    with _LastWords(line):
        platform.forget_peak()
        platform.limit_memory(start.memory_bytes)
        try:
            with line.file(question) as descriptor:
                content = read_content(descriptor, max_bytes=_limit_of(pipeline, start))
            line.say(Digest(content.sha256))
            if not isinstance(next(decisions, None), Analyse):
                return
            stored = _analyse(content, pipeline, line)
        except (FileMissing, FileUnreadable, FileTooLarge) as error:
            line.say(NoFile(error.reason.value))
            return
        finally:
            platform.limit_memory(None)
        line.say(Done.of(stored, resident_bytes=platform.resident_bytes()), stored.payload)


def _analyse(content: Bytes, pipeline: Pipeline, line: Line) -> StoredAnalysis:
    found = pipeline.analyse(
        content.data, checkpoint=lambda stage: line.say(Stage(stage[:_MAX_STAGE]))
    )
    peak = round(platform.peak_bytes() / _MEGABYTE, 1)
    first = replace(found[0], run=replace(found[0].run, peak_memory_mb=peak))
    return StoredAnalysis.of((first, *found[1:]), sha256=content.sha256, pipeline=pipeline.version)


@dataclass(frozen=True, slots=True)
class _LastWords:
    """Says what was raised and ends the process: nothing of a broken run is to be used again."""

    line: Line

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None or not issubclass(kind, Exception):
            return
        with contextlib.suppress(OSError):  # the worker hung up; it knows enough
            self.line.say(Broken(_place(kind, trace), is_memory=issubclass(kind, MemoryError)))
        os._exit(1)


def _place(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return the class and the lines, and nothing that the document could have put there.

    The innermost line comes first: it is the one to look at.
    """
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    innermost_first = reversed(places[-_MAX_PLACES:])
    return " at ".join(
        [kind.__name__, ", from ".join(innermost_first)] if places else [kind.__name__]
    )
