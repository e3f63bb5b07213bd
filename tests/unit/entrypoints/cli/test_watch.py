"""Watching a job, against a clock that is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from contractsai.domain.errors import StoreDamaged, StoreMissing, StoreUnavailable
from contractsai.entrypoints.cli.exit_codes import CommandFailed, ServiceUnreachable
from contractsai.entrypoints.cli.watch import (
    CANCEL_SECONDS,
    LINE_SECONDS,
    PATIENCE_SECONDS,
    Bar,
    Lines,
    Silence,
    cancel_job,
    watch_job,
)


def job(*, ended: int = 0, state: str = "RUNNING", failed: int = 0) -> dict[str, Any]:
    counts = dict.fromkeys(("pending", "running", "retrying", "cancelled"), 0)
    counts |= {"total": 3, "completed": ended - failed, "failed": failed}
    ended_at = "2026-03-03T12:00:00Z" if state != "RUNNING" else None
    return {"id": "j1", "state": state, "documents": counts, "ended_at": ended_at}


class FakeJobs:
    """`Jobs` with the answers of a script; an error is raised, the last answer stays."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers = list(answers)
        self.cancelled = False
        self.troubles: list[str | None] = [None]

    def get(self, _job_id: str) -> dict[str, Any]:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def trouble(self, _job: dict[str, Any]) -> str | None:
        return self.troubles.pop(0) if len(self.troubles) > 1 else self.troubles[0]

    def current(self, _job_id: str) -> str | None:
        return "lease.pdf"

    def cancel(self, job_id: str) -> dict[str, Any]:
        self.cancelled = True
        return self.get(job_id)


class Time:
    """A clock that moves when somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def wait(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> float:
        return self.seconds


class Seen(Silence):
    """`Progress` that remembers."""

    def __init__(self) -> None:
        self.news: list[tuple[int, str | None]] = []

    def show(self, job: Any, current: str | None) -> None:
        self.news.append((job["documents"]["completed"], current))


@pytest.fixture
def time() -> Iterator[Time]:
    return Time()


def test_a_job_is_watched_to_its_end(time: Time) -> None:
    done = job(ended=3, state="COMPLETED")
    jobs, seen = FakeJobs(job(), job(ended=1), done), Seen()

    ended = watch_job(jobs, "j1", seen, wait=time.wait, now=time.now)

    assert ended == done
    assert seen.news == [(0, "lease.pdf"), (1, "lease.pdf"), (3, "lease.pdf")]


@pytest.mark.parametrize("error", [ServiceUnreachable("gone"), StoreUnavailable("locked")])
def test_a_service_that_is_away_for_a_moment_is_waited_for(time: Time, error: Exception) -> None:
    """A deploy takes seconds, and the job does not notice it."""
    jobs = FakeJobs(job(), error, error, job(ended=3, state="COMPLETED"))

    ended = watch_job(jobs, "j1", Silence(), wait=time.wait, now=time.now)

    assert ended["state"] == "COMPLETED"


def test_a_service_that_stays_away_is_given_up_but_the_job_is_not(time: Time) -> None:
    jobs = FakeJobs(ServiceUnreachable("gone"))

    with pytest.raises(CommandFailed, match=r"contractsai jobs watch j1$"):
        watch_job(jobs, "j1", Silence(), wait=time.wait, now=time.now)

    assert PATIENCE_SECONDS < time.seconds < PATIENCE_SECONDS + 1


def test_what_keeps_a_job_from_getting_on_is_told_once_and_so_is_its_end(
    time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk: the service answers, the job waits, and nobody would know why."""
    jobs = FakeJobs(*[job()] * 50, job(ended=3, state="COMPLETED"))
    jobs.troubles = ["The disk is full.", "The disk is full.", None]

    watch_job(jobs, "j1", Silence(), wait=time.wait, now=time.now)

    assert capsys.readouterr().err == "The disk is full.\nIt goes on.\n"


@pytest.mark.parametrize("error", [StoreMissing("gone"), StoreDamaged("damaged")])
def test_a_database_that_stays_away_for_a_known_reason_is_told_as_that(
    time: Time, error: Exception
) -> None:
    """Nobody can promise that the job is kept."""
    with pytest.raises(type(error)):
        watch_job(FakeJobs(error), "j1", Silence(), wait=time.wait, now=time.now)


def test_cancelling_waits_for_the_workers_to_confirm(time: Time) -> None:
    jobs = FakeJobs(job(), job(), job(state="CANCELLED"))

    ended = cancel_job(jobs, "j1", wait=time.wait, now=time.now)

    assert jobs.cancelled
    assert ended["state"] == "CANCELLED"


def test_cancelling_does_not_wait_for_ever(time: Time) -> None:
    """The person who pressed Ctrl-C wants their terminal back."""
    left = cancel_job(FakeJobs(job()), "j1", wait=time.wait, now=time.now)

    assert left["state"] == "RUNNING"
    assert time.seconds < CANCEL_SECONDS + 1


def test_a_pipe_gets_a_line_now_and_then(time: Time, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(now=time.now)

    for ended in (0, 1, 2):
        lines.show(job(ended=ended), "a/\x1b[2Jb.pdf")
        time.wait(LINE_SECONDS)
    lines.show(job(ended=3, failed=1), None)
    time.wait(LINE_SECONDS)
    lines.show(job(ended=3, failed=1), None)

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "1 of 3 documents, at a/?[2Jb.pdf",
        "2 of 3 documents, at a/?[2Jb.pdf",
        "3 of 3 documents, 1 failed",
    ]


def test_a_terminal_gets_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On standard error, so that the result can still go to a file."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "200")

    with Bar() as bar:
        bar.show(job(ended=2, failed=1), "[red]lease\x1b.pdf")

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "2 of 3 documents, 1 failed" in printed.err
    assert "[red]lease?.pdf" in printed.err
