"""`contractsai watch`: jobs of what is new in a folder."""

import contextlib
import logging
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contractsai.application.submit import Submission
from contractsai.bootstrap.services import build_services
from contractsai.domain.errors import FolderNotFound, StoreUnavailable
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts, Job
from contractsai.entrypoints.cli.watch_folder import Round, rest
from contractsai.settings import Settings
from contractsai.testing.builders import NOW

Run = Callable[..., Any]
ONCE = ("--once", "--settle=0", "--every=0.01")
JOB = Job(id=JobId("j1"), folder="/inbox", created_at=NOW, counts=Counts(pending=2))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The broker is away: what is new has to become a job all the same."""
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:9/0")
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before[0], before[1]


def paths() -> list[list[str]]:
    """Return the documents of each job, the oldest job first."""
    with contextlib.closing(build_services(Settings())) as services:
        return [
            [document.path for document in services.read_documents(job.id, limit=10)]
            for job in reversed(services.read_jobs(limit=10))
        ]


def test_each_time_only_what_is_new_is_taken(run: Run, inbox: Path) -> None:
    (inbox / "a.txt").write_text("ok")
    first = run("watch", str(inbox), *ONCE, "--label", "inbox")
    (inbox / "b.txt").write_text("ok")

    second = run("watch", f"{inbox}/", *ONCE)

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert "1 new files" in first.out
    assert paths() == [["a.txt"], ["b.txt"]]
    assert "a.txt" not in run("jobs", "list").out
    assert run("jobs", "list", "--label", "inbox").out.count(str(inbox)) == 1


def test_in_a_container_the_log_says_it(
    run: Run, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACTSAI_LOG_FORMAT", "json")
    (inbox / "a.txt").write_text("ok")

    ended = run("watch", str(inbox), *ONCE)

    assert (ended.code, ended.out) == (0, "")
    assert '"watch.submitted"' in ended.err


def test_a_folder_that_is_not_there_or_not_allowed_is_told_at_once(
    run: Run, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = run("watch", str(inbox / "none"))
    monkeypatch.setenv("CONTRACTSAI_ALLOWED_ROOTS", str(inbox / "elsewhere"))
    refused = run("watch", str(inbox))

    assert (missing.code, refused.code) == (1, 1)
    assert "contractsai watch FOLDER" in missing.err
    assert "CONTRACTSAI_ALLOWED_ROOTS" in refused.err


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_signal_ends_it_well(
    run: Run, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGTERM, as a container gets it, right after a job; the pulse was there by then."""
    pulse = tmp_path / "pulse"
    monkeypatch.setenv("CONTRACTSAI_PULSE_FILE", str(pulse))
    (inbox / "a.txt").write_text("ok")
    signalled = contextlib.ExitStack()

    class Tell(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if getattr(record, "event", "") == "watch.submitted":
                os.kill(os.getpid(), signal.SIGTERM)

    teller = Tell()
    source = logging.getLogger("contractsai.application.watch")
    source.addHandler(teller)
    signalled.callback(source.removeHandler, teller)
    source.setLevel(logging.INFO)
    signalled.callback(source.setLevel, logging.NOTSET)
    with signalled:
        ended = run("watch", str(inbox), "--settle=0", "--every=3600")

    assert ended.code == 0, ended.err
    assert paths() == [["a.txt"]]
    assert pulse.exists()


class Looks:
    """What each look comes to."""

    def __init__(self, *endings: Submission | Exception | None) -> None:
        self._endings = iter(endings)

    def __call__(self) -> Submission | None:
        ending = next(self._endings)
        if isinstance(ending, Exception):
            raise ending
        return ending


def test_what_is_away_for_a_while_is_told_once_and_waited_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    away = StoreUnavailable("postgresql://user:secret@db")
    gone = FolderNotFound("there is no folder /inbox")
    looks = Looks(None, away, away, gone, Submission(JOB, ()))
    round_ = Round(looks, "/inbox", is_quiet=False, is_patient=True)

    for _ in range(5):
        round_.go()

    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == ["Waiting.", "Waiting.", "It", "Job"]
    assert "secret" not in told[0]
    assert "/inbox" in told[1]
    assert told[3] == "Job j1: 2 new files in /inbox"


@pytest.mark.parametrize("is_patient", [True, False])
def test_who_begins_or_looks_once_is_told_what_is_wrong(*, is_patient: bool) -> None:
    looks = Looks(*([] if is_patient else [None]), FolderNotFound("/inbox"))
    round_ = Round(looks, "/inbox", is_quiet=True, is_patient=is_patient)
    if not is_patient:
        round_.go()

    with pytest.raises(FolderNotFound):
        round_.go()


def test_a_rest_ends_with_a_request_to_stop() -> None:
    rest(3600, [signal.SIGTERM])
    rest(0.001, [])
