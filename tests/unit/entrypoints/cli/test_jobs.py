"""`contractsai jobs` and `db` on a database, without any service."""

import contextlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from contractsai.adapters.local_service.record import ServiceRecord
from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.entrypoints.cli.backends.database import DatabaseJobs
from contractsai.settings import Settings

Run = Callable[..., object]


@pytest.fixture
def job_id(tmp_path: Path, data_dir: Path) -> JobId:
    """Return a job with two documents that nobody runs."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    (folder / "a.txt").write_text("ok")
    (folder / "[bold]b\x1b.txt").write_text("ok")
    with contextlib.closing(build_services(Settings())) as services:
        services.upgrade_database()
        return services.submit_job(str(folder)).job.id


def test_without_jobs_the_list_says_how_to_begin(run: Run) -> None:
    ended = run("jobs", "list")

    assert (ended.code, ended.out) == (0, "")
    assert ended.err.endswith("contractsai analyze FOLDER\n")


def test_jobs_are_listed(run: Run, job_id: JobId, tmp_path: Path) -> None:
    ended = run("jobs", "list")

    for told in (job_id, "PENDING", "0/2", str(tmp_path / "contracts")):
        assert told in ended.out


def test_jobs_are_listed_for_machines(run: Run, job_id: JobId) -> None:
    """In the API's own form."""
    [job] = json.loads(run("jobs", "list", "--json").out)

    assert (job["id"], job["state"], job["documents"]["total"]) == (job_id, "PENDING", 2)


def test_jobs_of_a_label_are_listed(run: Run, job_id: JobId, tmp_path: Path) -> None:
    with contextlib.closing(build_services(Settings())) as services:
        labelled = services.submit_job(str(tmp_path / "contracts"), labels=["q3"]).job

    [job] = json.loads(run("jobs", "list", "--json", "--label", "q3").out)

    assert (job["id"], job["labels"]) == (labelled.id, ["q3"])
    assert "No job has the label q4" in run("jobs", "list", "--label", "q4").err


@pytest.mark.parametrize("command", [("jobs", "list"), ("analyze", ".")])
def test_what_is_no_label_is_a_wrong_command_line(run: Run, command: tuple[str, ...]) -> None:
    """Before anything runs."""
    ended = run(*command, "--label", "q 3")

    assert (ended.code, "is no label" in ended.err) == (2, True)


def test_a_job_is_shown_with_its_documents(run: Run, job_id: JobId) -> None:
    ended = run("jobs", "show", job_id)

    assert ended.code == 0
    assert "a.txt" in ended.out


def test_a_files_name_is_neither_markup_nor_a_terminal_command(run: Run, job_id: JobId) -> None:
    """Documents come from strangers, and so do their names."""
    ended = run("jobs", "show", job_id)

    assert "[bold]b" in ended.out
    assert "\x1b" not in ended.out


def test_a_job_is_shown_for_machines(run: Run, job_id: JobId) -> None:
    shown = json.loads(run("jobs", "show", job_id, "--json").out)

    assert shown["job"]["id"] == job_id
    assert [document["state"] for document in shown["documents"]] == ["PENDING", "PENDING"]


def test_a_job_is_cancelled_and_retried(run: Run, job_id: JobId) -> None:
    cancelled = json.loads(run("jobs", "cancel", job_id, "--json").out)
    retried = json.loads(run("jobs", "retry", job_id, "--json").out)

    assert (cancelled["state"], retried["state"]) == ("CANCELLED", "PENDING")


def test_a_job_is_deleted_once_it_has_ended(run: Run, job_id: JobId) -> None:
    early = run("jobs", "delete", job_id)
    run("jobs", "cancel", job_id)
    deleted = run("jobs", "delete", job_id)

    assert early.code != 0
    assert "cancel it first" in early.err
    assert (deleted.code, deleted.err) == (0, f"Deleted job {job_id}.\n")
    assert run("jobs", "show", job_id).code != 0


def test_watching_ends_as_the_job_did(run: Run, job_id: JobId) -> None:
    run("jobs", "cancel", job_id)

    ended = run("jobs", "watch", job_id)

    assert ended.code == 1
    assert ended.out == f"Job {job_id} is CANCELLED: 2 cancelled of 2 documents.\n"


def test_a_report_goes_to_standard_output_as_lines(run: Run, job_id: JobId) -> None:
    run("jobs", "cancel", job_id)

    ended = run("jobs", "report", job_id)

    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert {line["reason"] for line in lines} == {"cancelled"}
    assert ended.err == ""


def test_a_report_goes_to_files(run: Run, job_id: JobId, tmp_path: Path) -> None:
    run("jobs", "cancel", job_id)
    file = tmp_path / "out.jsonl"

    ended = run("jobs", "report", job_id, "--report", str(file))

    assert (ended.code, ended.out) == (0, "")
    assert len(file.read_text().splitlines()) == 2


@pytest.mark.parametrize("verb", ["show", "watch", "cancel", "retry", "delete", "report"])
def test_a_job_that_is_not_there_is_an_error_with_a_way_on(run: Run, verb: str) -> None:
    ended = run("jobs", verb, "nothing")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "No job has the id nothing. See which jobs there are: contractsai jobs list\n"
    )


def test_what_the_state_forbids_is_an_error_with_a_way_on(run: Run, job_id: JobId) -> None:
    ended = run("jobs", "retry", job_id)

    assert ended.code == 1
    assert ended.err.endswith("contractsai jobs show ID\n")


def test_the_database_is_upgraded(run: Run, data_dir: Path) -> None:
    ended = run("db", "upgrade")

    assert (ended.code, ended.out) == (0, "")
    assert (data_dir / "contractsai.db").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere"], 1, "does not exist"),
        (["file"], 1, "is not a folder"),
        (["empty"], 1, "No document in"),
        (["nowhere", "--report", "x.doc"], 2, "no report format"),
    ],
)
def test_what_cannot_be_analysed_is_refused(
    run: Run, tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    """The report's ending first: it needs no look at the folder."""
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()

    ended = run("analyze", str(tmp_path / arguments[0]), *arguments[1:])

    assert (ended.code, ended.out) == (code, "")
    assert told in ended.err


def test_a_service_that_is_starting_is_waited_for(run: Run, data_dir: Path) -> None:
    """Whoever types `up` in one terminal and goes on in the next should not be told to type it."""
    record = ServiceRecord(data_dir)
    with record.claimed():
        soon = threading.Timer(0.3, record.announce, ["http://127.0.0.1:1"])
        soon.start()

        ended = run("jobs", "list")

        soon.join()
    assert ended.err.startswith("No service answers at http://127.0.0.1:1.")


def test_what_keeps_workers_from_a_job_is_told_from_the_rows(job_id: JobId) -> None:
    """Nothing runs on this data directory: there is no broker either."""
    with contextlib.closing(DatabaseJobs(build_services(Settings()))) as jobs:
        assert jobs.trouble(jobs.get(job_id)) == (
            "The broker does not answer, so nobody hears of what waits. "
            "See what is wrong with it: contractsai doctor"
        )
