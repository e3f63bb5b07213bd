"""`AnalysisHost` on supervised processes."""

import atexit
import logging
import os
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from contractsai.adapters.analysis.conversation import AnalysisChild, ProcessAnswer
from contractsai.adapters.analysis.limits import AnalysisLimits
from contractsai.adapters.analysis.messages import Ready, Refused, Start
from contractsai.adapters.analysis.reading import NO_FILE, Reading
from contractsai.adapters.analysis.waiting import TimeLimit, Waiting
from contractsai.application.ports import OpenDocument
from contractsai.domain.errors import (
    AnalysisCrashed,
    AnalysisError,
    AnalysisTimedOut,
    ShutdownRequested,
    UnsafeConfiguration,
)

logger = logging.getLogger(__name__)

_START_SECONDS: Final = 60.0  # to import the pipeline and load its model on a busy machine


class ProcessAnalysisHost:
    """`AnalysisHost` with a process for each document that runs at the same time.

    Processes are kept from document to document, so that only the first one waits for a start.
    Safe for threads; a forked copy starts processes of its own.
    """

    def __init__(
        self,
        pipeline: str,
        limits: AnalysisLimits,
        *,
        limit_errors: Sequence[type[Exception]] = (),
        playbook: str | None = None,
        tesseract: str = "",
        ocr_languages: str = "eng",
    ) -> None:
        """Take the limits; no process is started before the first use.

        Args:
            pipeline: a plug-in's name, see `contractsai.plugins`.
            limits: of a document and of a process.
            limit_errors: what whoever runs this thread raises in it at a time limit of his own.
            playbook: the text of the user's own; all processes of this host have the same.
            tesseract: a path, or a name to look for; empty for no OCR.
            ocr_languages: as Tesseract names them.
        """
        self._limits = limits
        self._start = Start(
            pipeline,
            limits.memory_bytes,
            limits.max_bytes,
            folder="",
            lifeline=None,
            tesseract=tesseract,
            ocr_languages=ocr_languages,
        )
        self._playbook = None if playbook is None else playbook.encode()
        self._limit_errors = tuple(limit_errors)
        self._pipeline: str | None = None
        self._is_closed = False
        self._own_nothing()
        _hosts.add(self)

    def _own_nothing(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[AnalysisChild] = []
        # Weak, so that a child whose thread lost it to an ill-timed exception dies of that.
        self._children: weakref.WeakSet[AnalysisChild] = weakref.WeakSet()

    @property
    def pipeline(self) -> str:
        """Name and version of the pipeline, as the process that was started last has it."""
        if self._pipeline is None:
            child = self._take(self._watch(lambda: None))
            with self._lock:
                self._idle.append(child)
        if self._pipeline is None:
            raise AssertionError("a child that is ready has said its version")
        return self._pipeline

    @contextmanager
    def read(self, document: OpenDocument, *, heartbeat: Callable[[], None]) -> Iterator[Reading]:
        """Return what an open document holds; it is read, hashed and analysed in one process.

        Raises:
            AnalysisError: one of its kinds.
            ShutdownRequested: the host was closed meanwhile.
        """
        child: AnalysisChild | None = None
        try:
            watch = self._watch(heartbeat)
            child = self._take(watch)
            memory_bytes = self._start.memory_bytes
            reading = Reading(child, watch, seconds=self._limits.seconds, memory_bytes=memory_bytes)
            reading.begin(document)
            yield reading
        except NO_FILE:
            self._give_back(child)
            raise
        except AnalysisError as error:
            self._lose(child, error)
            raise
        except self._limit_errors as error:
            _kill(child)
            raise AnalysisTimedOut("stopped by the limit of whoever runs the worker") from error
        except BaseException:  # also what a signal handler raises in the midst of it
            _kill(child)
            raise
        reading.end()
        self._give_back(child)

    def close(self) -> None:
        """Stop all processes, also those in use: their documents end with `ShutdownRequested`."""
        self._is_closed = True
        with self._lock:
            children = list(self._children)
            self._idle.clear()
        for child in children:
            child.hang_up()
        for child in children:
            child.kill()

    def forget_children(self) -> None:
        """Own nothing that a fork has copied."""
        children = list(self._children)
        self._own_nothing()
        for child in children:
            child.disown()

    def _watch(self, heartbeat: Callable[[], None]) -> Waiting:
        return Waiting(heartbeat, every_seconds=self._limits.heartbeat_seconds)

    def _take(self, watch: Waiting) -> AnalysisChild:
        """Return a child that waits for a question."""
        while True:
            with self._lock:
                self._refuse_if_closed()
                if not self._idle:
                    break
                child = self._idle.pop()
            if child.is_well():
                return child
            child.kill()  # it died while nobody looked: no document's fault
        return self._new_child(watch)

    def _new_child(self, watch: Waiting) -> AnalysisChild:
        child = AnalysisChild(self._start, playbook=self._playbook)
        try:
            with self._lock:
                self._children.add(child)
            ready = _ready(watch.wait(child, limit=TimeLimit(_START_SECONDS)))
        except BaseException:
            child.kill()
            raise
        child.idle_bytes = ready.resident_bytes
        self._pipeline = ready.pipeline
        return child

    def _give_back(self, child: AnalysisChild | None) -> None:
        """Keep the child for the next document unless it has served long enough."""
        if child is None:
            return
        is_spent = (
            child.documents >= self._limits.max_documents
            or child.idle_bytes > self._limits.max_idle_bytes
        )
        with self._lock:
            if not (is_spent or self._is_closed):
                self._idle.append(child)
                return
        child.kill()

    def _lose(self, child: AnalysisChild | None, error: AnalysisError) -> None:
        """Kill the child, and say why unless it was us who closed it."""
        _kill(child)
        self._refuse_if_closed()
        logger.warning(
            "analysis process lost",
            extra={
                "event": "analysis_process.lost",
                "pid": child.pid if child else None,
                "reason": error.reason.value,
                "detail": str(error),
            },
        )

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise ShutdownRequested("the analysis host is closed")


def _kill(child: AnalysisChild | None) -> None:
    if child is not None:
        child.kill()


def _ready(answer: ProcessAnswer) -> Ready:
    """Return the first answer of a child, or raise what it reports."""
    match answer.message:
        case Ready() as ready:
            return ready
        case Refused(detail=detail):
            raise UnsafeConfiguration(detail)
        case _:
            raise AnalysisCrashed("the analysis process spoke out of turn")


_hosts: weakref.WeakSet[ProcessAnalysisHost] = weakref.WeakSet()


def _forget_all() -> None:
    for host in list(_hosts):
        host.forget_children()


@atexit.register
def _close_all() -> None:
    for host in list(_hosts):
        host.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
