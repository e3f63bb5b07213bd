"""The worker's side of one analysis process."""

import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import BinaryIO, Final, TypeAlias, cast

from contractsai.adapters.analysis import door
from contractsai.adapters.analysis.environment import environment_for
from contractsai.adapters.analysis.frames import read_frame, write_frame
from contractsai.adapters.analysis.messages import (
    Analyse,
    Done,
    Message,
    Read,
    Start,
    decode,
    encode,
)
from contractsai.adapters.os import folders, platform
from contractsai.adapters.os import process_tree as processes
from contractsai.application.ports import OpenDocument
from contractsai.domain.errors import AnalysisCrashed

logger = logging.getLogger(__name__)

# Modules are found where the worker finds them, and nowhere else: the current folder may hold the
# documents, and a json.py among them.
_COMMAND: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from contractsai.adapters.analysis.main import main; main()"
)
_GUARD_SECONDS: Final = 1.0  # for the guard to kill, reap and sweep
_KERNEL_SECONDS: Final = 5.0  # for the kernel to let go of what was killed


@dataclass(frozen=True, slots=True)
class ProcessAnswer:
    """A message of the process, with its payload if it has one."""

    message: Message
    payload: bytes = b""


_Inbox: TypeAlias = SimpleQueue[ProcessAnswer | str]  # a string says why nothing more will come


class AnalysisChild:
    """A process that analyses documents, one at a time; used by one thread at a time.

    When this object is lost, so is the lifeline, and the process ends.

    Attributes:
        documents: how many it has been asked to analyse.
        idle_bytes: what it held when it last waited for a question.
    """

    def __init__(self, start: Start, *, playbook: bytes | None = None) -> None:
        """Start a process; *start* may leave its folder, lifeline and door open.

        Args:
            start: how to run it.
            playbook: what it is to be sent first; small enough for any pipe to take at once.

        Raises:
            AnalysisCrashed: this machine cannot start one now.
        """
        self.documents = 0
        self.idle_bytes = 0
        self._folder = Path(tempfile.gettempdir(), folders.new_name())
        start = replace(start, folder=str(self._folder), has_playbook=playbook is not None)
        self._popen, self._hang_up, self._door = self._start(start)
        self._questions = cast("BinaryIO", self._popen.stdin)
        self._answers = cast("BinaryIO", self._popen.stdout)
        self._inbox: _Inbox = SimpleQueue()
        self._reader = threading.Thread(
            target=_read_answers,
            args=(self._answers, self._inbox),
            name=f"analysis-{self.pid}",
            daemon=True,
        )
        self._reader.start()
        if playbook is not None:
            with contextlib.suppress(OSError):  # it died; whoever waits for it will be told how
                write_frame(self._questions, playbook)

    def _start(
        self, start: Start
    ) -> tuple[
        "subprocess.Popen[bytes]",
        "weakref.finalize[..., AnalysisChild]",
        socket.socket | None,
    ]:
        ours, theirs = _lifeline()
        hang_up = weakref.finalize(self, _close, ours)
        our_door = their_door = None
        try:
            our_door, their_door = door.pair()
            through = None if their_door is None else their_door.fileno()
            command = encode(replace(start, lifeline=theirs, door=through)).decode("ascii")
            popen = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
                [sys.executable, "-P", "-c", _COMMAND, json.dumps(sys.path), command],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=[each for each in (theirs, through) if each is not None],
                env=environment_for(self._folder, os.environ),
                **platform.popen_options(),
            )
        except OSError as error:
            hang_up()
            _close_door(our_door)
            raise AnalysisCrashed(f"no analysis process could be started: {error}") from error
        finally:
            _close(theirs)
            _close_door(their_door)
        return popen, hang_up, our_door

    @property
    def pid(self) -> int:
        """The process that was started: the guard, where there is one."""
        return self._popen.pid

    def is_well(self) -> bool:
        """Return whether it waits for a question, as far as anybody can tell."""
        return self._popen.poll() is None and self._inbox.empty()

    def held_bytes(self) -> int:
        """Return the memory that the process and all it started hold now."""
        return processes.resident_bytes(self.pid, with_root=not platform.HAS_GUARD)

    def read(self, document: OpenDocument) -> None:
        """Hand an open document over.

        Raises:
            AnalysisCrashed: the process is dead.
        """
        status = os.fstat(document.descriptor)
        if self._door is not None:
            try:
                door.hand_over(self._door, document.descriptor)
            except OSError as error:
                raise self._death() from error
        self.tell(Read(document.location, status.st_dev, status.st_ino))

    def tell(self, message: Message) -> None:
        """Send a message.

        Raises:
            AnalysisCrashed: the process is dead.
        """
        self.documents += isinstance(message, Analyse)
        try:
            write_frame(self._questions, encode(message))
        except (OSError, ValueError) as error:
            raise self._death() from error

    def receive(self, *, timeout_seconds: float) -> ProcessAnswer | None:
        """Return the next answer, or None if there was none in time.

        Raises:
            AnalysisCrashed: the process has ended, or says what makes no sense.
        """
        try:
            answer = self._inbox.get(timeout=max(timeout_seconds, 0.0))
        except Empty:
            return None
        if isinstance(answer, str):
            self._inbox.put(answer)  # it stays true
            raise AnalysisCrashed(f"the analysis process {answer or self._how_it_ended()}")
        return answer

    def _death(self) -> AnalysisCrashed:
        return AnalysisCrashed(f"the analysis process {self._how_it_ended()}")

    def _how_it_ended(self) -> str:
        try:
            code = self._popen.wait(_GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            return "hung up"
        return (
            f"was killed by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"
        )

    def hang_up(self) -> None:
        """Tell the guard to end everything; returns at once, safe from any thread."""
        self._hang_up()
        if not platform.HAS_GUARD:
            platform.kill_tree(self.pid)

    def kill(self) -> None:
        """End the process and all it started, and leave nothing behind; at most seconds long."""
        self.hang_up()
        try:
            self._popen.wait(_GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill_without_guard()
        self._questions.close()
        _close_door(self._door)
        self._reader.join(_GUARD_SECONDS)
        folders.discard(self._folder)

    def _kill_without_guard(self) -> None:
        platform.kill_tree(self.pid)
        try:
            self._popen.wait(_KERNEL_SECONDS)
        except subprocess.TimeoutExpired:
            logger.exception(
                "analysis process cannot be killed",
                extra={"event": "analysis_process.stuck", "pid": self.pid},
            )

    def disown(self) -> None:
        """Let go of descriptors that a fork copied; the process itself is somebody else's."""
        self._hang_up()
        self._questions.close()
        self._answers.close()
        _close_door(self._door)
        self._popen.returncode = 0  # so that it is neither waited for nor warned about


def _lifeline() -> tuple[int | None, int | None]:
    """Return the end that keeps a process alive, and the one that it watches."""
    if not platform.HAS_GUARD:
        return None, None
    theirs, ours = os.pipe()
    return ours, theirs


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)


def _close_door(side: socket.socket | None) -> None:
    if side is not None:
        side.close()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return f"signal {number}"


def _read_answers(stream: BinaryIO, inbox: _Inbox) -> None:
    """Pass answers on until they end; owns the stream, since it may be waiting in it."""
    with stream:
        try:
            while (frame := read_frame(stream)) is not None:
                message = decode(frame)
                payload = read_frame(stream) if isinstance(message, Done) else b""
                if payload is None:
                    break
                inbox.put(ProcessAnswer(message, payload))
        except EOFError:
            inbox.put("")
        except (OSError, ValueError):
            inbox.put("spoke out of turn")
        else:
            inbox.put("")
