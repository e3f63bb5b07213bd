"""Watch a job until it ends, telling of its progress in a bar or in a line now and then."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self

from contractsai.domain.errors import StoreDamaged, StoreMissing, StoreUnavailable
from contractsai.entrypoints.cli.backends import Jobs
from contractsai.entrypoints.cli.exit_codes import CommandFailed, ServiceUnreachable
from contractsai.entrypoints.cli.output import View, say

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

POLL_SECONDS: Final = 0.3
PATIENCE_SECONDS: Final = 30.0
"""How long nobody may answer: a service that is being replaced is back by then."""

LINE_SECONDS: Final = 5.0
TROUBLE_SECONDS: Final = 3.0
"""Between two looks at whether the service could get on at all."""

CANCEL_SECONDS: Final = 5.0
_LONGEST_NAME: Final = 40


class Progress(Protocol):
    """Shows how far a job has come, while it is entered."""

    def __enter__(self) -> Self:
        """Begin to show."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Show no more."""
        ...

    def show(self, job: View, current: str | None) -> None:
        """Take the news."""
        ...


def watch_job(
    jobs: Jobs,
    job_id: str,
    progress: Progress,
    *,
    wait: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> View:
    """Return the job once it has ended.

    Raises:
        CommandFailed: nobody has answered for a while; the job goes on by itself.
    """
    answered_at = now()
    trouble = _Trouble(jobs, now)
    with progress:
        while True:
            try:
                job = jobs.get(job_id)
            except (ServiceUnreachable, StoreUnavailable) as error:
                if now() - answered_at > PATIENCE_SECONDS:
                    if type(error) in (StoreDamaged, StoreMissing):
                        raise  # what is known is told, and nothing is promised
                    raise CommandFailed(
                        f"Nobody answers any more, but job {job_id} is kept. "
                        f"Start the service again and watch on: contractsai jobs watch {job_id}"
                    ) from error
            else:
                answered_at = now()
                progress.show(job, jobs.current(job_id))
                if job["ended_at"]:
                    return job
                trouble.tell(job)
            wait(POLL_SECONDS)


class _Trouble:
    """Tells a person once why a job does not get on, and once that it does again."""

    def __init__(self, jobs: Jobs, now: Callable[[], float]) -> None:
        self._jobs = jobs
        self._now = now
        self._asked_at = now()
        self._told: str | None = None

    def tell(self, job: View) -> None:
        """Ask now and then, and tell what is new."""
        if self._now() - self._asked_at < TROUBLE_SECONDS:
            return
        self._asked_at = self._now()
        found = self._jobs.trouble(job)
        if found != self._told:
            say(found or "It goes on.")
        self._told = found


def cancel_job(
    jobs: Jobs,
    job_id: str,
    *,
    wait: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> View:
    """Cancel the job and return it once its workers have confirmed, or after some seconds."""
    job = jobs.cancel(job_id)
    deadline = now() + CANCEL_SECONDS
    while not job["ended_at"] and now() < deadline:
        wait(POLL_SECONDS)
        job = jobs.get(job_id)
    return job


def progress_for(*, is_quiet: bool) -> Progress:
    """Return what suits standard error."""
    if is_quiet:
        return Silence()
    return Bar() if sys.stderr.isatty() else Lines()


class Silence:
    """`Progress` that shows nothing."""

    def __enter__(self) -> Self:
        """Do nothing."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Do nothing."""

    def show(self, job: View, current: str | None) -> None:
        """Do nothing."""


class Lines(Silence):
    """`Progress` for a file or a pipe: a line now and then, if something has changed."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        """Take a clock of seconds that never goes back."""
        self._now = now
        self._told_at = now()
        self._told = ""

    def show(self, job: View, current: str | None) -> None:
        """Tell the counts if it is time."""
        line = _counts(job) + (f", at {_short(current)}" if current else "")
        if line != self._told and self._now() - self._told_at >= LINE_SECONDS:
            say(line)
            self._told, self._told_at = line, self._now()


class Bar(Silence):
    """`Progress` for a terminal."""

    def __init__(self) -> None:
        """Draw nothing yet."""
        self._bar, self._task = _make_bar()

    def __enter__(self) -> Self:
        """Draw."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the terminal as it was."""
        self._bar.stop()

    def show(self, job: View, current: str | None) -> None:
        """Draw anew."""
        self._bar.update(
            self._task,
            total=job["documents"]["total"],
            completed=_ended(job),
            counts=_counts(job),
            current=_short(current or ""),
        )


def _make_bar() -> "tuple[RichProgress, TaskID]":
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    bar = RichProgress(
        BarColumn(),
        TextColumn("{task.fields[counts]}", markup=False),
        TimeElapsedColumn(),
        TextColumn("{task.fields[current]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    return bar, bar.add_task("", total=None, counts="", current="")


def _counts(job: View) -> str:
    counts = job["documents"]
    failed = f", {counts['failed']} failed" if counts["failed"] else ""
    return f"{_ended(job)} of {counts['total']} documents{failed}"


def _ended(job: View) -> int:
    counts = job["documents"]
    return int(counts["completed"] + counts["failed"] + counts["cancelled"])


def _short(path: str) -> str:
    """Return the end of *path*, without what would speak to the terminal."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in path)
    return shown if len(shown) <= _LONGEST_NAME else f"…{shown[-_LONGEST_NAME + 1 :]}"
