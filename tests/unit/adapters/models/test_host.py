"""A model looks at what another host leaves open."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from contractsai.adapters.models.host import SecondOpinionHost
from contractsai.application.ports import AnalysisHost, OpenDocument
from contractsai.bootstrap.analysis import build_host
from contractsai.domain.errors import CancelRequested, ModelUnavailable
from contractsai.domain.findings import (
    Analysis,
    Band,
    Evidence,
    Finding,
    Kind,
    Outcome,
    Versions,
)
from contractsai.domain.judgement import Answer
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.settings import Settings
from contractsai.testing.fakes import NO_DESCRIPTOR, ScriptedContent

TEXT = "This Agreement is governed by the laws of Ohio."
SHA256 = "ab" * 32


def an_analysis() -> Analysis:
    place = (Evidence(None, 40, 46, TEXT[40:46]),)
    law = ("governing_law", "Ohio", {"code": "US-OH", "name": "Ohio"})
    return Analysis(
        member=None,
        sha256=SHA256,
        media_type="text/plain",
        outcome=Outcome.ANALYSED,
        reason=None,
        versions=Versions("1", "none", "none"),
        text=TEXT,
        findings=(
            Finding("f1", Kind.FACT, *law, 0.6, Band.LOOK_HERE, "rule:law", place),
            Finding("f2", Kind.FACT, *law, 0.9, Band.SURE, "rule:law", place),
        ),
    )


class Host:
    pipeline = "inner 1"
    is_closed = False

    @contextmanager
    def read(
        self, document: OpenDocument, *, heartbeat: Callable[[], None]
    ) -> Iterator[ScriptedContent]:
        found = StoredAnalysis.of([an_analysis()], sha256=SHA256, pipeline=self.pipeline)
        yield ScriptedContent(SHA256, lambda: found)

    def close(self) -> None:
        self.is_closed = True


class Model:
    name = "small"

    def __init__(self, answer: Answer | ModelUnavailable | threading.Event) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Sequence[str]]] = []

    def judge(self, question: str, passages: Sequence[str]) -> Answer:
        self.asked.append((question, passages))
        if isinstance(self.answer, ModelUnavailable):
            raise self.answer
        if isinstance(self.answer, threading.Event):
            self.answer.wait(30)
            return Answer.UNCLEAR
        return self.answer


def never() -> None:
    """Take a heartbeat."""


def analyse(host: AnalysisHost, heartbeat: Callable[[], None] = never) -> StoredAnalysis:
    with host.read(OpenDocument("x", NO_DESCRIPTOR), heartbeat=heartbeat) as content:
        assert content.sha256 == SHA256
        return content.analyse()


def test_an_answer_stands_beside_ours_and_names_the_model() -> None:
    model = Model(Answer.NO)

    stored = analyse(SecondOpinionHost(Host(), model, heartbeat_seconds=1))

    [analysis] = stored.analyses()
    ours = an_analysis().findings
    assert analysis.findings[: len(ours)] == ours
    [opinion] = analysis.findings[len(ours) :]
    assert (opinion.id, opinion.method, opinion.normal) == ("f3", "llm:small", "no")
    assert opinion.because == ({"finding": "f1"},)
    assert len(model.asked) == 1


def test_what_a_model_had_a_word_in_is_another_analysis() -> None:
    """Otherwise whoever asks first would decide whether everybody sees its words."""
    host = SecondOpinionHost(Host(), Model(Answer.YES), heartbeat_seconds=1)

    stored = analyse(host)

    assert host.pipeline == stored.pipeline == "inner 1+llm.small"
    assert stored.id != analyse(Host()).id


def test_a_model_that_is_away_costs_nothing_but_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What is stored then is ours alone, under our name, so that it is asked the next time."""
    host = SecondOpinionHost(Host(), Model(ModelUnavailable("gone")), heartbeat_seconds=1)

    stored = analyse(host)

    assert stored == analyse(Host())
    assert [record.event for record in caplog.records] == ["model.unavailable"]


def test_heartbeats_go_on_while_the_model_thinks() -> None:
    """Or the document would be rescued from a worker that is well."""
    thinking = threading.Event()
    beats = []

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            thinking.set()

    host = SecondOpinionHost(Host(), Model(thinking), heartbeat_seconds=0.01)

    assert analyse(host, beat).pipeline == "inner 1+llm.small"
    assert len(beats) >= 3


def test_a_cancel_does_not_wait_for_the_model() -> None:
    thinking = threading.Event()

    def cancel() -> None:
        raise CancelRequested("document")

    host = SecondOpinionHost(Host(), Model(thinking), heartbeat_seconds=0.01)

    with pytest.raises(CancelRequested):
        analyse(host, cancel)
    thinking.set()


def test_all_questions_together_have_a_limit() -> None:
    thinking = threading.Event()
    host = SecondOpinionHost(Host(), Model(thinking), heartbeat_seconds=0.01, seconds=0.05)

    assert analyse(host).pipeline == "inner 1"
    thinking.set()


def test_both_are_closed_together() -> None:
    inner = Host()

    SecondOpinionHost(inner, Model(Answer.YES), heartbeat_seconds=1).close()

    assert inner.is_closed


def test_it_is_off_unless_it_is_configured(tmp_path: Path) -> None:
    plain = build_host(Settings(data_dir=tmp_path))
    asked = build_host(
        Settings(data_dir=tmp_path, llm_url="http://localhost:1/v1", llm_model="small")
    )

    assert not isinstance(plain, SecondOpinionHost)
    assert isinstance(asked, SecondOpinionHost)


def test_the_offline_path_imports_no_model() -> None:
    """A machine without network must not even hold the code that could use one."""
    code = (
        "import sys; from pathlib import Path; from contractsai.settings import Settings;"
        "from contractsai.bootstrap.services import build_services;"
        "build_services(Settings(data_dir=Path('x'))).host;"
        "print([name for name in sys.modules if name.startswith('contractsai.adapters.models')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
