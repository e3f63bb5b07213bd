"""What an API process writes to its log, as people start it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from api_server import Server

from contractsai.testing.eventually import eventually

SECRET = "hunter2"


def test_the_reference_of_a_500_leads_to_where_it_came_from(
    serve: Callable[..., Server], refusing: str
) -> None:
    """Class, place and way, without the words of the error: they may quote anything."""
    server = serve(refusing)
    server.submit()
    with closing(sqlite3.connect(server.folder.parent / "data" / "contractsai.db")) as database:
        database.execute("PRAGMA ignore_check_constraints = 1")
        database.execute("UPDATE jobs SET reason = ?", (SECRET,))
        database.commit()

    status, problem = server.request("GET", "/jobs")

    assert (status, problem["type"]) == (500, "/problems/internal")
    log = server.log.read_text()
    _before, found, after = log.partition(f"reference={problem['reference']}")
    assert found, log
    told = after.partition("uvicorn.access")[0]
    assert "ValueError" in told
    assert "contractsai/entrypoints/api/routes/jobs.py" in told
    assert SECRET not in log
    assert log.count("\nValueError") == 1


def test_our_own_records_are_in_the_log_with_time_and_event(
    serve: Callable[..., Server], refusing: str
) -> None:
    """The events are what operators are told to watch."""
    server = serve(refusing)
    server.submit()

    def told() -> str | None:
        lines = server.log.read_text().splitlines()
        return next((line for line in lines if "event=job.not_dispatched" in line), None)

    line = eventually(told, what="the record")

    assert line[:2] == "20"
    assert " contractsai.entrypoints.api.dispatcher: job not dispatched" in line
    assert "job_id=" in line
