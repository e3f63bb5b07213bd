"""PostgreSQL backed up and restored as docs/operations.md says, and a job that goes on there."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from contractsai.bootstrap.services import Services, build_services
from contractsai.domain.errors import JobNotFound
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.settings import Settings
from contractsai.testing.eventually import PATIENCE_SECONDS
from contractsai.testing.fakes import ScriptedHost
from contractsai.testing.providers import a_database


class NoQueue:
    """A queue that tells nobody."""

    def enqueue(self, _: object) -> None:
        """Tell nobody."""


@pytest.fixture
def program(postgres_server_url: str) -> Callable[..., None]:
    """Return a function that runs one of PostgreSQL's programs, if they are no older."""
    if shutil.which("pg_dump") is None or shutil.which("pg_restore") is None:
        pytest.skip("no pg_dump and pg_restore on this machine")
    said = subprocess.run(["pg_dump", "--version"], check=True, capture_output=True, text=True)
    with psycopg.connect(plain(postgres_server_url)) as connection:
        server = connection.info.server_version // 10000
    if int(re.findall(r"\) (\d+)", said.stdout)[0]) < server:
        pytest.skip(f"pg_dump is older than the server, {server}, and refuses it")

    def program(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)

    return program


def services_on(url: str, root: Path) -> Services:
    services = build_services(
        Settings(database_url=url, allowed_roots=str(root), data_dir=root / "data")  # type: ignore[arg-type]  # pydantic reads them
    )
    services.__dict__["host"] = ScriptedHost()
    services.__dict__["queue"] = NoQueue()
    return services


def run_to_the_end(services: Services, job_id: JobId) -> None:
    [document] = services.read_documents(job_id, limit=10)
    services.deliver_document(document.id)
    assert services.read_job(job_id).state is State.COMPLETED


def test_a_job_goes_on_from_what_was_restored_elsewhere(
    postgres_server_url: str,
    postgres_database: str,
    program: Callable[..., None],
    tmp_path: Path,
) -> None:
    """What had ended is there, what waited is run; what came after the copy is lost."""
    folder, dump = tmp_path / "contracts", tmp_path / "contractsai.dump"
    folder.mkdir()
    (folder / "nda.txt").write_text("ok")
    with contextlib.closing(services_on(postgres_database, tmp_path)) as services:
        services.upgrade_database()
        ended = services.submit_job(str(folder)).job.id
        run_to_the_end(services, ended)
        waiting = services.submit_job(str(folder)).job.id

        program("pg_dump", "--format=custom", f"--file={dump}", plain(postgres_database))

        run_to_the_end(services, waiting)
        lost = services.submit_job(str(folder)).job.id

    with a_database(postgres_server_url) as elsewhere:
        dbname = f"--dbname={plain(elsewhere)}"
        program("pg_restore", "--exit-on-error", "--no-owner", dbname, str(dump))
        with contextlib.closing(services_on(elsewhere, tmp_path)) as services:
            services.upgrade_database()
            assert services.read_job(ended).state is State.COMPLETED
            assert services.read_job(waiting).state is State.PENDING
            with pytest.raises(JobNotFound):
                services.read_job(lost)
            run_to_the_end(services, waiting)


def plain(url: str) -> str:
    """Return a URL as PostgreSQL's own programs read it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
