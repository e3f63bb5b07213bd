"""What was done stays done: a kill and a retry recompute what did not complete, and no more."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from service import Api
from stack import QUICK, UNHURRIED, Stack

from contractsai.domain.document import Document
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually
from contractsai.testing.leaks import LeakKind

DOCUMENTS = 40
IN_FLIGHT = 2
CONTRACTSAI = (sys.executable, "-m", "contractsai.entrypoints.cli")


class Journal:
    """A line for each run of each document's pipeline."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def text(self, name: str, *, seconds: float = 0) -> str:
        """Return a document that notes each of its runs."""
        return f"journal:{self._folder / name}:{seconds}"

    def runs(self) -> dict[str, int]:
        return {file.name: len(file.read_text().splitlines()) for file in self._folder.iterdir()}

    def total(self) -> int:
        return sum(self.runs().values())


@pytest.fixture
def journal(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    return Journal(tmp_path_factory.mktemp("journal"))


@pytest.mark.parametrize("done_before", [1, 20, 39])
def test_a_kill_recomputes_at_most_what_was_in_flight(
    make_stack: Callable[..., Stack], journal: Journal, tell: Callable[..., None], done_before: int
) -> None:
    """SIGKILL for everything that runs, beat too, when k of n documents have completed.

    Only the kill may repeat a run, so the test itself says when the leases of the killed are over.
    """
    stack = make_stack(**UNHURRIED, CONTRACTSAI_TICK_SECONDS="0.5")
    processes = [stack.beat(), stack.worker(concurrency=IN_FLIGHT)]
    names = [f"d{number:02}" for number in range(DOCUMENTS)]
    job_id = stack.submit(**{name: journal.text(name, seconds=0.05) for name in names})
    eventually(
        lambda: stack.services.read_job(job_id).counts.completed >= done_before,
        what=f"{done_before} completed documents",
    )

    for process in processes:
        process.kill_group()
    end_leases(stack, job_id)
    completed = stack.services.read_job(job_id).counts.completed
    stack.beat()
    stack.worker(concurrency=IN_FLIGHT)
    job = stack.wait(job_id)

    recomputed = journal.total() - DOCUMENTS
    tell(documents=DOCUMENTS, completed_before_the_kill=completed, recomputed=recomputed)
    assert job.counts == Counts(completed=DOCUMENTS)
    assert sorted(journal.runs()) == names
    assert recomputed <= IN_FLIGHT
    assert sum(document.attempt - 1 for document in rows(stack, job_id)) <= IN_FLIGHT


def test_a_retry_over_http_runs_only_what_did_not_complete(
    make_stack: Callable[..., Stack], journal: Journal, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """FAILED documents have fresh budgets; COMPLETED ones are not even looked at."""
    stack = make_stack(**UNHURRIED)
    counter = tmp_path_factory.mktemp("flaky") / "count"
    stack.beat()
    stack.worker()
    api = Api(stack)
    folder = stack.contracts / "some"
    folder.mkdir()
    good = {f"g{number}": journal.text(f"g{number}") for number in range(10)}
    for name, text in {**good, "bad": f"flaky:{counter}:3"}.items():
        (folder / f"{name}.txt").write_text(text)
    _, job_id = api.submit(folder)
    first = stack.wait(job_id).counts
    before = {row.path: row for row in rows(stack, job_id) if row.state is State.COMPLETED}

    status, _ = api.request("POST", f"/jobs/{job_id}/retry")
    again = stack.wait(job_id, State.COMPLETED).counts

    assert (status, first, again) == (202, Counts(completed=10, failed=1), Counts(completed=11))
    assert set(journal.runs().values()) == {1}
    after = {row.path: row for row in rows(stack, job_id)}
    assert after["bad.txt"].attempt == 4
    assert {path: after[path] for path in before} == before


def test_a_retry_after_a_cancel_runs_only_what_was_cancelled(
    make_stack: Callable[..., Stack], journal: Journal
) -> None:
    """A person who changed their mind twice pays for the rest of the job only."""
    stack = make_stack(**UNHURRIED)
    stack.beat()
    stack.worker()
    names = [f"d{number:02}" for number in range(20)]
    job_id = stack.submit(**{name: journal.text(name, seconds=0.1) for name in names})
    eventually(lambda: stack.services.read_job(job_id).counts.completed >= 5, what="five")
    stack.services.cancel_job(job_id)
    cancelled = stack.wait(job_id).counts

    stack.services.retry_job(job_id)
    job = stack.wait(job_id, State.COMPLETED)

    assert job.counts == Counts(completed=20)
    assert cancelled.completed >= 5
    assert journal.total() - 20 <= 1  # the one that ran when the cancel came
    assert sum(document.attempt - 1 for document in rows(stack, job_id)) <= 1


@pytest.mark.leaves(LeakKind.LEASE, reason="the process is killed, and nobody goes on with its job")
def test_a_run_in_one_process_goes_on_where_a_kill_ended_it(
    journal: Journal, tmp_path: Path
) -> None:
    """The same command again: analyses are stored by content, so a new job finds the old ones."""
    folder, data = tmp_path / "contracts", tmp_path / "data"
    folder.mkdir()
    for number in range(DOCUMENTS):
        name = f"d{number:02}"
        (folder / f"{name}.txt").write_text(journal.text(name, seconds=0.05))
    variables = {**QUICK, **UNHURRIED, "CONTRACTSAI_DATA_DIR": str(data)}
    env = {**variables, "PATH": "", "HOME": str(tmp_path)}
    command = [*CONTRACTSAI, "analyze", "--local", f"--workers={IN_FLIGHT}", "--json", str(folder)]
    with (tmp_path / "log").open("wb") as log:
        first = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    eventually(lambda: len(journal.runs()) >= 15, what="fifteen documents")
    first.kill()
    first.wait(PATIENCE_SECONDS)

    second = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )

    assert second.returncode == 0, second.stderr
    assert json.loads(second.stdout)["documents"]["completed"] == DOCUMENTS
    assert journal.total() - DOCUMENTS <= IN_FLIGHT


def end_leases(stack: Stack, job_id: JobId) -> None:
    """Have it be over with what the dead had claimed, as their leases' end would."""
    over = datetime.now(UTC) - timedelta(seconds=1)
    with stack.services.store.begin() as work:
        for document in rows(stack, job_id):
            if document.state is State.RUNNING:
                work.documents.renew(document.id, fence=document.fence, lease_expires_at=over)
        work.commit()


def rows(stack: Stack, job_id: str) -> list[Document]:
    return list(stack.services.read_documents(JobId(job_id), limit=100))
