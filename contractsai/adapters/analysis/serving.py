"""What the analysis process does: load the pipeline once, then answer for each document."""

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Final, NoReturn

from contractsai.adapters.analysis import platform
from contractsai.adapters.analysis.content import read_content
from contractsai.adapters.analysis.frames import read_frame, write_frame
from contractsai.adapters.analysis.messages import (
    Ask,
    Broken,
    Done,
    Message,
    NoFile,
    Ready,
    Refused,
    Stage,
    Start,
    decode,
    encode,
)
from contractsai.application.ports import Pipeline
from contractsai.domain.analysis import StoredAnalysis
from contractsai.domain.errors import FileMissing, FileUnreadable, UnsafeConfiguration
from contractsai.domain.findings import Analysis, Outcome, Versions
from contractsai.domain.reasons import Reason
from contractsai.plugins import load_pipeline, with_ocr

_MEGABYTE: Final = 1_000_000
_MAX_PLACES: Final = 30  # of a traceback
_MAX_STAGE: Final = 80  # characters of a stage's name that are passed on


def serve(start: Start) -> NoReturn:
    """Answer until the questions end, or until the pipeline raises.

    While the pipeline is loaded, standard error is the worker's, for what goes wrong then; later
    there is none, since what a library prints about a document may quote it.
    """
    line = Line()
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
    for question in line.questions(is_guarded=start.lifeline is not None):
        _answer(question, pipeline, start, line)
    os._exit(0)


class Line:
    """The two pipes to the worker, out of reach of whatever prints or reads by itself."""

    def __init__(self) -> None:
        """Take descriptors 0 and 1 and put others in their place."""
        self._questions: BinaryIO = os.fdopen(os.dup(0), "rb", buffering=0)
        self._answers: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        self._nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(self._nothing, 0)
        os.dup2(2, 1)

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

    def questions(self, *, is_guarded: bool) -> Iterator[Ask]:
        """Yield what is asked until the worker is gone."""
        frames = self._frames() if is_guarded else _or_exit(self._frames())
        for frame in frames:
            question = decode(frame)
            if isinstance(question, Ask):
                yield question

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


def _answer(question: Ask, pipeline: Pipeline, start: Start, line: Line) -> None:
    with _LastWords(line):
        platform.forget_peak()
        platform.limit_memory(start.memory_bytes)
        try:
            stored = _analyse(Path(question.path), pipeline, start, line)
        except (FileMissing, FileUnreadable) as error:
            line.say(NoFile(is_refused=isinstance(error, FileUnreadable)))
            return
        finally:
            platform.limit_memory(None)
        done = Done.of(stored, resident_bytes=platform.resident_bytes())
        line.say(done, stored.payload)


def _analyse(path: Path, pipeline: Pipeline, start: Start, line: Line) -> StoredAnalysis:
    max_bytes = getattr(pipeline, "max_bytes", start.max_bytes)
    content = read_content(path, max_bytes=max_bytes)
    if content.data is None:
        found: tuple[Analysis, ...] = (_too_large(content.sha256, pipeline),)
    else:
        found = pipeline.analyse(
            content.data, checkpoint=lambda stage: line.say(Stage(stage[:_MAX_STAGE]))
        )
    peak = round(platform.peak_bytes() / _MEGABYTE, 1)
    first = replace(found[0], run=replace(found[0].run, peak_memory_mb=peak))
    return StoredAnalysis.of((first, *found[1:]), sha256=content.sha256, pipeline=pipeline.version)


def _too_large(sha256: str, pipeline: Pipeline) -> Analysis:
    """Return what a pipeline would say of a file that is not even loaded."""
    unknown = Versions(pipeline=pipeline.version, model="none", playbook="none")
    return Analysis(
        member=None,
        sha256=sha256,
        media_type=None,
        outcome=Outcome.FAILED,
        reason=Reason.TOO_LARGE,
        versions=getattr(pipeline, "versions", unknown),
    )


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
