"""During an upgrade, processes of this version go on beside the next one's schema."""

import runpy
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from service import Api
from sqlalchemy import text
from stack import Process, Stack
from support.expansion import what_it_takes

from contractsai.adapters.stores.sql import migrate
from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

NEXT = Path(__file__).with_name("next_version")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'shared.db'}"


def upgrade_to_next(url: str) -> None:
    """Do what `contractsai db upgrade` of the next version does."""
    config = migrate._config()
    config.set_main_option("path_separator", "newline")
    folders = (migrate.FOLDER / "versions", NEXT)
    config.set_main_option("version_locations", "\n".join(map(str, folders)).replace("%", "%%"))

    def migration() -> None:
        with migrate._connected(url, read_only=False) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    migrate.until_no_deadlock(migration)
    assert migrate.current(url) == "9999"


def test_the_next_version_keeps_to_the_rule() -> None:
    """Else what follows would be no test of it."""
    [script] = NEXT.glob("*.py")

    assert what_it_takes(runpy.run_path(str(script))["upgrade"]) == []


def test_this_version_runs_before_during_and_after_the_upgrade_to_the_next(
    database_url: str, make_stack: Callable[..., Stack]
) -> None:
    """API, worker and beat; also those that start again on the newer schema."""
    stack = make_stack(CONTRACTSAI_DATABASE_URL=database_url, CONTRACTSAI_DOCUMENT_SECONDS="30")
    beat, worker, api = stack.beat(), stack.worker(concurrency=2), Api(stack)
    before = submit(api, stack, "before", seconds=0.4)
    eventually_one_is_done(stack, before)

    upgrade_to_next(database_url)
    write_as_the_next_version_does(database_url, before)
    during = submit(api, stack, "during", seconds=0.1)
    ended = [stack.wait(job_id).counts for job_id in (before, during)]
    stop(api.process, worker, beat)
    beat, worker, api = stack.beat(), stack.worker(), Api(stack)
    after = submit(api, stack, "after", seconds=0.1)
    ended.append(stack.wait(after).counts)

    assert ended == [Counts(completed=8)] * 3
    assert api.request("GET", "/readyz")[1]["database"] == "ready"
    assert what_the_next_version_finds(database_url, before) == {("kept", 7)}
    assert what_the_next_version_finds(database_url, after) == {(None, 7)}


def submit(api: Api, stack: Stack, name: str, *, seconds: float) -> JobId:
    folder = stack.contracts / name
    folder.mkdir()
    for number in range(8):
        (folder / f"d{number}.txt").write_text(f"sleep:{seconds}\n{name} {number}")
    status, job_id = api.submit(folder)
    assert status == 202
    return JobId(job_id)


def eventually_one_is_done(stack: Stack, job_id: JobId) -> None:
    """Wait until the job is in its middle."""
    eventually(
        lambda: stack.services.read_job(job_id).counts.completed > 0,
        what="the first document's end",
    )


def stop(*processes: Process) -> None:
    for process in processes:
        process.signal(signal.SIGTERM)
    for process in processes:
        process.popen.wait(PATIENCE_SECONDS)


def write_as_the_next_version_does(url: str, job_id: JobId) -> None:
    """Use what the migration added, on rows that this version has in hand."""
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO owners (id, name) VALUES ('o', 'somebody')"))
        connection.execute(
            text("UPDATE documents SET note = 'kept' WHERE job_id = :job"), {"job": job_id}
        )
    engine.dispose()


def what_the_next_version_finds(url: str, job_id: JobId) -> set[tuple[str | None, int]]:
    engine = make_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT d.note, j.priority FROM documents d JOIN jobs j ON j.id = d.job_id"
                " WHERE j.id = :job"
            ),
            {"job": job_id},
        )
        found = {(row.note, row.priority) for row in rows}
    engine.dispose()
    return found
