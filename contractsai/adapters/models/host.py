"""`AnalysisHost` that has a language model look at what another host leaves open.

The model is asked here, in the worker: the process that reads hostile documents has neither key
nor network.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Final

from contractsai.application.ports import (
    AnalysisHost,
    Closeable,
    Content,
    LanguageModel,
    OpenDocument,
)
from contractsai.application.second_opinion import Inquiry, inquiries, with_opinions
from contractsai.domain.errors import ModelUnavailable
from contractsai.domain.findings import Analysis
from contractsai.domain.judgement import Answer
from contractsai.domain.stored_analysis import StoredAnalysis

logger = logging.getLogger(__name__)

_SECONDS: Final = 120.0  # of all questions about one document


class SecondOpinionHost:
    """`AnalysisHost` around another one."""

    def __init__(
        self,
        host: AnalysisHost,
        model: LanguageModel,
        *,
        heartbeat_seconds: float,
        seconds: float = _SECONDS,
    ) -> None:
        """Take both.

        Args:
            host: whose analyses are looked at; it is closed with this one.
            model: who looks.
            heartbeat_seconds: between two heartbeats while the model thinks.
            seconds: for all questions about one document.
        """
        self._host = host
        self._model = model
        self._heartbeat_seconds = heartbeat_seconds
        self._seconds = seconds

    @property
    def pipeline(self) -> str:
        """The other host's pipeline, and the model: with another one, another analysis."""
        return f"{self._host.pipeline}+llm.{self._model.name}"

    @contextmanager
    def read(
        self, document: OpenDocument, *, heartbeat: Callable[[], None]
    ) -> Iterator["_LookedAt"]:
        """Return the other host's content; its analysis has the model's answers beside it."""
        with self._host.read(document, heartbeat=heartbeat) as content:
            yield _LookedAt(content, lambda stored: self._look_at(stored, heartbeat))

    def _look_at(self, stored: StoredAnalysis, heartbeat: Callable[[], None]) -> StoredAnalysis:
        """Return an analysis with the model's answers beside it.

        When the model is away, what the other host found is returned as its own: the document is
        analysed, and asked about when it is submitted again.
        """
        deadline = time.monotonic() + self._seconds
        try:
            looked_at = [
                self._look(analysis, heartbeat, deadline) for analysis in stored.analyses()
            ]
        except ModelUnavailable as error:
            logger.warning(
                "language model unavailable, its opinion is left out",
                extra={
                    "event": "model.unavailable",
                    "model": self._model.name,
                    "detail": str(error),
                },
            )
            return stored
        pipeline = f"{stored.pipeline}+llm.{self._model.name}"
        return StoredAnalysis.of(looked_at, sha256=stored.sha256, pipeline=pipeline)

    def _look(self, analysis: Analysis, heartbeat: Callable[[], None], deadline: float) -> Analysis:
        answers = [
            (inquiry, self._ask(inquiry, heartbeat, deadline)) for inquiry in inquiries(analysis)
        ]
        return with_opinions(analysis, answers, model=self._model.name)

    def _ask(self, inquiry: Inquiry, heartbeat: Callable[[], None], deadline: float) -> Answer:
        """Return the answer; heartbeats go on, and may end the waiting with what they raise."""
        inbox: SimpleQueue[Answer | ModelUnavailable] = SimpleQueue()

        def ask() -> None:
            try:
                inbox.put(self._model.judge(inquiry.question, inquiry.passages))
            except ModelUnavailable as error:
                inbox.put(error)

        # The thread is left to its own time limit when nobody waits for it any more.
        threading.Thread(target=ask, name="language-model", daemon=True).start()
        while True:
            rest = deadline - time.monotonic()
            try:
                answer = inbox.get(timeout=max(min(self._heartbeat_seconds, rest), 0.0))
            except Empty:
                if time.monotonic() >= deadline:
                    raise ModelUnavailable(
                        "the questions about one document took too long"
                    ) from None
                heartbeat()
                continue
            if isinstance(answer, ModelUnavailable):
                raise answer
            return answer

    def close(self) -> None:
        """Close the other host."""
        if isinstance(self._host, Closeable):
            self._host.close()


class _LookedAt:
    """`Content` of another host, whose analysis somebody looks at."""

    def __init__(self, content: Content, look: Callable[[StoredAnalysis], StoredAnalysis]) -> None:
        self._content = content
        self._look = look

    @property
    def sha256(self) -> str:
        return self._content.sha256

    def analyse(self) -> StoredAnalysis:
        return self._look(self._content.analyse())
