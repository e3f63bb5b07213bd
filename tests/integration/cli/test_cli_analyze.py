"""`contractsai analyze` in one process: the same promises without any service."""

import csv
import io
import json
import os
import signal
import zipfile
from pathlib import Path

import pytest
from cli_bench import Bench, all_gone
from support.privileges import can_obey_permissions, obeying_permissions

from contractsai.testing.eventually import eventually
from contractsai.testing.leaks import LeakKind


def lines_of(file: Path) -> dict[str, dict[str, object]]:
    return {line["path"]: line for line in map(json.loads, file.read_text().splitlines())}


def test_a_folder_is_analysed_and_reported_in_every_form(bench: Bench) -> None:
    folder = bench.folder_of(a="ok", b="ok too")
    files = {ending: bench.folder / f"report.{ending}" for ending in ("jsonl", "csv", "xlsx")}
    files["html"] = bench.folder / "report.html"

    done = bench.run(
        "analyze", str(folder), *(word for file in files.values() for word in ("--report", file))
    )

    assert done.returncode == 0, done.stderr
    assert "a.txt" in done.stdout
    assert set(lines_of(files["jsonl"])) == {"a.txt", "b.txt"}
    assert len(list(csv.reader(io.StringIO(files["csv"].read_text("utf-8-sig"))))) >= 3
    assert "xl/workbook.xml" in zipfile.ZipFile(files["xlsx"]).namelist()
    assert files["html"].read_text().lstrip().lower().startswith("<!doctype html>")
    assert bench.related() == []


def test_machines_get_the_job_alone_on_standard_output(bench: Bench) -> None:
    done = bench.run("analyze", str(bench.folder_of(a="ok")), "--json")

    job = json.loads(done.stdout)
    assert (job["state"], job["documents"]["completed"]) == ("COMPLETED", 1)
    assert job["id"] in done.stderr


def test_a_relative_folder_is_the_callers(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows outlive the process, and its working directory with it."""
    folder = bench.folder_of(a="ok")
    monkeypatch.chdir(folder.parent)

    done = bench.run("analyze", folder.name, "--json", "--quiet")

    assert json.loads(done.stdout)["folder"] == str(folder)
    assert done.stderr == ""


def test_a_folder_needs_no_permission_of_a_setting(bench: Bench) -> None:
    """Whoever names it on their own command line may read it."""
    folder = bench.folder_of(a="ok")

    done = bench.run("analyze", str(folder), CONTRACTSAI_ALLOWED_ROOTS="/nowhere")

    assert done.returncode == 0, done.stderr


def test_text_and_candidates_are_in_the_report_when_asked_for(bench: Bench) -> None:
    folder, file = bench.folder_of(a="ok\nWHEREAS"), bench.folder / "r.jsonl"

    bench.run("analyze", str(folder), "--report", str(file), "--with-text", "--with-candidates")

    assert lines_of(file)["a.txt"]["text"] == "ok\nWHEREAS"


@pytest.mark.skipif(not can_obey_permissions(), reason="this user may open everything")
def test_what_cannot_be_read_has_a_line_with_its_reason(bench: Bench) -> None:
    """A folder of 4,000 contracts with one closed subfolder must not look like one of 3,900."""
    folder, file = bench.folder_of(good="ok"), bench.folder / "r.jsonl"
    (folder / "closed").mkdir(mode=0)
    (folder / "locked.txt").write_text("ok")
    (folder / "locked.txt").chmod(0)
    (folder / "out.txt").symlink_to("/etc/passwd")
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    (folder / "door").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe")

    with obeying_permissions():  # holds for the processes that are started here too
        done = bench.run("analyze", str(folder), "--report", str(file))

    assert done.returncode == 3
    assert "Not read whole: closed (folder_not_read)" in done.stderr
    assert {path: (line["outcome"], line["reason"]) for path, line in lines_of(file).items()} == {
        "closed": ("failed", "folder_not_read"),
        "door": ("failed", "folder_not_read"),
        "good.txt": ("analysed", None),
        "locked.txt": ("failed", "unreadable"),
        "nowhere.txt": ("failed", "missing"),
        "out.txt": ("failed", "outside_roots"),
        "pipe": ("failed", "not_a_file"),
    }


def test_one_bad_document_makes_the_outcome_partial(bench: Bench) -> None:
    folder, file = bench.folder_of(good="ok", bad="raise"), bench.folder / "r.jsonl"

    done = bench.run("analyze", str(folder), "--report", str(file))

    assert done.returncode == 3
    lines = lines_of(file)
    assert (lines["good.txt"]["outcome"], lines["bad.txt"]["outcome"]) == ("analysed", "failed")
    assert "contractsai jobs show " in done.stderr.splitlines()[-1]


def test_if_every_document_fails_so_does_the_command(bench: Bench) -> None:
    done = bench.run("analyze", str(bench.folder_of(bad="raise")))

    assert done.returncode == 1


def test_hostile_documents_hurt_themselves_alone(bench: Bench) -> None:
    """I7: each ends with its reason, and its neighbours complete."""
    hostile = {"crash": "crashed", "exit": "crashed", "hang": "timeout", "raise": "internal"}
    texts = {f"bad_{order}": order for order in hostile}
    folder = bench.folder_of(first="ok", **texts, zlast="ok")

    done = bench.run("analyze", str(folder), "--json", CONTRACTSAI_DOCUMENT_SECONDS="2")

    job = json.loads(done.stdout)
    documents = bench.documents(job["id"])
    assert done.returncode == 3
    assert (job["documents"]["completed"], job["documents"]["failed"]) == (2, len(hostile))
    assert {order: documents[f"bad_{order}"]["reason"] for order in hostile} == hostile


def test_ctrl_c_cancels_the_job(bench: Bench) -> None:
    """Whoever stops it does not want it to go on in a later service."""
    command = bench.start("analyze", str(bench.folder_of(a="sleep:600", b="sleep:600", c="ok")))
    job_id = bench.wait_running("a")
    tree = command.tree()

    command.popen.send_signal(signal.SIGINT)

    assert command.wait() == 130
    assert all_gone(tree)
    [job] = bench.jobs()
    assert (job["id"], job["state"]) == (job_id, "CANCELLED")
    assert "is CANCELLED" in command.err
    assert "Traceback" not in command.err


@pytest.mark.leaves(LeakKind.LEASE, reason="at once means that nothing is given back")
def test_a_second_ctrl_c_ends_it_at_once(bench: Bench) -> None:
    """Workers that never confirm must not hold up the terminal."""
    env = {"CONTRACTSAI_HEARTBEAT_SECONDS": "600", "CONTRACTSAI_LEASE_SECONDS": "6000"}
    command = bench.start("analyze", str(bench.folder_of(a="sleep:600")), **env)
    job_id = bench.wait_running("a")
    tree = command.tree()

    def is_cancelled() -> bool:
        [job] = bench.jobs()
        return job["cancel_requested_at"] is not None

    command.popen.send_signal(signal.SIGINT)
    eventually(is_cancelled, what=f"the cancel of {job_id}")
    command.popen.send_signal(signal.SIGINT)

    assert command.wait() == 130
    eventually(lambda: all_gone(tree), what="the end of its processes")


def test_two_runs_share_a_data_directory(bench: Bench) -> None:
    """Neither takes the other's documents, and SQLite serves both."""
    texts = {f"d{number}": f"ok {number}" for number in range(20)}
    commands = [
        bench.start("analyze", "--json", str(bench.folder_of(**texts, **{name: name})))
        for name in ("one", "two")
    ]

    assert [command.wait() for command in commands] == [0, 0]
    jobs = [json.loads(command.out) for command in commands]
    assert [job["documents"]["completed"] for job in jobs] == [21, 21]
    for job in jobs:
        attempts = [document["attempt"] for document in bench.documents(job["id"]).values()]
        assert attempts == [1] * 21


def test_what_a_killed_run_left_is_finished_by_a_service(bench: Bench) -> None:
    """I1: the rows are the truth, and every process may die."""
    command = bench.start("analyze", "--workers", "1", str(bench.folder_of(a="sleep:2", b="ok")))
    job_id = bench.wait_running("a")
    tree = command.tree()
    command.popen.send_signal(signal.SIGKILL)
    eventually(lambda: all_gone(tree), what="the end of its processes")

    bench.up()

    watched = bench.run("jobs", "watch", job_id, "--json")
    assert watched.returncode == 0, watched.stderr
    assert json.loads(watched.stdout)["documents"]["completed"] == 2
