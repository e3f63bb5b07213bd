"""`contractsai workers` on a database, without any service."""

import contextlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap.services import build_services
from contractsai.domain.worker import Worker, WorkerState
from contractsai.entrypoints.cli import workers as command
from contractsai.settings import Settings
from contractsai.testing.builders import a_worker
from contractsai.testing.eventually import eventually

Run = Callable[..., Any]
Tell = Callable[..., Worker]


@pytest.fixture
def tell(data_dir: Path) -> Tell:
    """Return how a worker tells of itself now."""

    def tell(worker: Worker | None = None, **values: object) -> Worker:
        with contextlib.closing(build_services(Settings())) as services:
            services.upgrade_database()
            now = services.clock.now()
            later = now.replace(year=now.year + 1)
            told = worker or a_worker(seen_at=now, lease_expires_at=later, **values)
            with services.store.begin() as work:
                work.workers.save(told)
                work.commit()
        return told

    return tell


def test_each_worker_has_a_line(run: Run, tell: Tell) -> None:
    tell(name="celery@one")
    tell(name="celery@two", state=WorkerState.DRAINING)

    ended = run("workers", "list")

    lines = [line.split() for line in ended.out.splitlines() if "celery@" in line]
    assert (ended.code, ended.err) == (0, "")
    assert [line[:3] for line in lines] == [
        ["celery@one", "active", "2"],
        ["celery@two", "draining", "2"],
    ]


def test_where_no_worker_takes_documents_that_is_said(run: Run, tell: Tell) -> None:
    tell(state=WorkerState.STOPPED)

    assert run("workers", "list").err.endswith("contractsai worker\n")


def test_for_programs_all_is_there(run: Run, tell: Tell) -> None:
    worker = tell()

    [told] = json.loads(run("workers", "list", "--json").out)

    assert (told["id"], told["documents"]) == (worker.id, [])


def test_a_drain_ends_when_the_worker_has_answered(run: Run, tell: Tell) -> None:
    worker = tell(name="celery@w")

    def answer() -> None:
        with contextlib.closing(build_services(Settings())) as services:
            eventually(
                lambda: (
                    services.store.ask(lambda work: work.workers.get(worker.id)).drain_requested_at
                ),
                what="the request",
            )
            tell(a_worker(**{**_fields(worker), "state": WorkerState.DRAINING}))

    answering = threading.Thread(target=answer)
    answering.start()
    ended = run("workers", "drain", "celery@w")
    answering.join()

    assert ended.code == 0
    assert "celery@w is draining and claims no more; it runs 0 documents." in ended.err


def test_a_worker_that_does_not_answer_is_told_of(
    run: Run, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "PATIENCE_SECONDS", 0.0)
    tell(name="celery@w")

    ended = run("workers", "drain", "celery@w")

    assert ended.code == 1
    assert ended.err.endswith("contractsai workers list\n")


def test_a_worker_that_is_not_there_is_told_of(run: Run, tell: Tell) -> None:
    tell(state=WorkerState.STOPPED)

    ended = run("workers", "drain", "nobody")

    assert ended.code == 1
    assert "contractsai workers list" in ended.err


def _fields(worker: Worker) -> dict[str, Any]:
    return {name: getattr(worker, name) for name in worker.__slots__}
