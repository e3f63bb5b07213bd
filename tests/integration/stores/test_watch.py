"""Watchers of one folder on real databases: of many at the same moment, one takes what is new."""

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest

from contractsai.application.submit import Submission
from contractsai.bootstrap.services import Services, build_services
from contractsai.bootstrap.watch import build_watch
from contractsai.settings import Settings
from contractsai.testing.conformance.steps import THREADS, at_once


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Return the URL of an empty database; None for the file of the data directory."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgres_database"))


def test_of_many_watchers_one_makes_the_job(database_url: str | None, tmp_path: Path) -> None:
    """Each has a connection of its own, as if it were a process of its own."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    settings = Settings(
        database_url=database_url,  # type: ignore[arg-type]  # pydantic reads them
        allowed_roots=str(tmp_path),  # type: ignore[arg-type]  # likewise
        data_dir=tmp_path / "data",
    )
    with contextlib.ExitStack() as opened:
        services = [
            opened.enter_context(contextlib.closing(build_services(settings)))
            for _ in range(THREADS)
        ]
        services[0].upgrade_database()
        for name in ("a.txt", "b.txt", "c.txt"):
            (inbox / name).write_text("ok")

            made = at_once(lambda number: look(services[number], inbox))

            assert [job is not None for job in made].count(True) == 1

        paths = [
            [document.path for document in services[0].read_documents(job.id, limit=10)]
            for job in services[0].read_jobs(limit=10)
        ]
    assert paths == [["c.txt"], ["b.txt"], ["a.txt"]]


def look(services: Services, inbox: Path) -> Submission | None:
    return build_watch(services, str(inbox), settle=timedelta(0)).look()
