"""The suite is not blind: it sees what a service that trusts its broker does to its jobs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from chaos_run import Chaos, Report, Script, run
from chaos_site import Site, Slot
from chaos_work import Work

from contractsai.domain.document import Document
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import eventually
from contractsai.testing.servers.own import OwnServer

Attack = Callable[..., Report]


@pytest.fixture
def attack(tmp_path: Path, own_redis: OwnServer) -> Attack:
    """Runs a script against a double, and tells what the oracle found."""

    def attack(script: Script, *, app: str, recovery_seconds: float, **celery: object) -> Report:
        site = Site(
            tmp_path / "site",
            seconds=10,
            broker=own_redis,
            app=app,
            workers=[("prefork", 1), ("prefork", 1)],
            celery=celery,
            CONTRACTSAI_DOCUMENT_SECONDS="60",  # a frozen attempt ends as if nothing had been
        )
        try:
            return run(
                site,
                [],
                script,
                seed="0",
                recovery_seconds=recovery_seconds,
                is_compared=False,
            )
        finally:
            site.close()
            (site.folder / "chaos.db").unlink()  # a lease that is never taken over was the point

    return attack


def _document(site: Site, job_id: JobId) -> Document:
    [document] = site.direct.read_documents(job_id, limit=10)
    return document


def _holder(site: Site, job_id: JobId) -> Slot:
    """Wait until a worker runs the job's document, and return it."""

    def find() -> Slot | None:
        document = _document(site, job_id)
        holders = [slot for slot in site.workers if slot.process and slot.process.holds(document)]
        return holders[0] if document.state is State.RUNNING and holders else None

    return eventually(find, what="a worker with the document")


def _kill_the_holder(chaos: Chaos, work: Work) -> None:
    job_id = work.submit({"0-sleep": "sleep:2"})
    assert job_id
    _holder(chaos.site, job_id).kill(with_tree=True)


def _freeze_the_holder(chaos: Chaos, work: Work) -> None:
    job_id = work.submit({"0-sleep": "sleep:2"})
    assert job_id
    holder = _holder(chaos.site, job_id)
    holder.freeze(with_tree=True)
    eventually(lambda: _document(chaos.site, job_id).state.has_ended, what="a rescue")
    holder.thaw()
    second = work.submit({"0-sleep": "sleep:1.2"})  # while it ends, so does what woke up
    assert second
    eventually(lambda: _document(chaos.site, second).state.has_ended)


def test_a_service_that_acknowledges_early_and_looks_after_nothing_loses_jobs(
    attack: Attack,
) -> None:
    """The message is gone with the worker, and no row brings it back: that must not pass."""
    report = attack(
        _kill_the_holder,
        app="chaos_app",
        recovery_seconds=6,
        task_acks_late=False,
        beat_schedule={},  # neither relay nor rescue
    )

    assert report.verdict.lost == 1
    promises = {finding.partition(":")[0] for finding in report.verdict.broken}
    assert promises == {"I1", "I8"}, report.verdict.broken  # no end, and a lease for ever


def test_a_worker_without_a_fence_that_wakes_up_writes_twice(attack: Attack) -> None:
    """The document ended while it was frozen; what it writes then must not go unseen."""
    report = attack(_freeze_the_holder, app="chaos_double", recovery_seconds=30)

    assert report.verdict.duplicates > 0
    promises = {finding.partition(":")[0] for finding in report.verdict.broken}
    assert {"I2", "I3"} <= promises, report.verdict.broken
