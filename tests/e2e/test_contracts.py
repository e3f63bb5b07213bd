"""The stack as a new user meets it: contracts in, a report out, and the guide's commands."""

from typing import Any

import httpx2
from deployment import APP_SERVICES, FLOWER, Deployment

from contractsai.samples import FOLDER
from contractsai.testing.eventually import eventually


def test_a_folder_of_contracts_becomes_a_report(stack: Deployment) -> None:
    """The reason for all the rest: through HTTP alone, with the analysis that users get."""
    samples = {
        file.relative_to(FOLDER).as_posix(): file.read_bytes()
        for file in FOLDER.rglob("*")
        if file.is_file()
    }

    job = stack.wait_for_end(stack.submit(samples))

    assert job["state"] == "COMPLETED"
    assert job["documents"]["completed"] == job["documents"]["total"] == len(samples)
    lines = stack.report(job["id"])
    assert {line["path"] for line in lines} == set(samples)
    outcomes = {line["path"]: line["outcome"] for line in lines if line["member"] is None}
    assert outcomes == dict.fromkeys(samples, "analysed") | {
        "letterhead.png": "skipped",
        "scanned-nda.pdf": "needs_ocr",
        "to-file/supply-agreement.pdf": "duplicate",
    }
    agreements = [line for line in lines if line["path"].endswith(("agreement.pdf", ".docx"))]
    assert all(line["findings"] for line in agreements if line["outcome"] == "analysed")


def test_the_same_contracts_give_the_same_report(stack: Deployment) -> None:
    """One analysis is stored for a content: who asks again gets the same answer to the byte."""
    text = "MUTUAL NON-DISCLOSURE AGREEMENT\n\nThis Agreement is governed by the laws of Delaware."
    files = {f"nda-{number}.txt": f"{text}\n\nNumber {number}." for number in range(6)}

    first, second = (stack.wait_for_end(stack.submit(files))["id"] for _attempt in range(2))

    assert stack.report(first) == stack.report(second) != []


def test_the_guides_commands_reach_the_workers(stack: Deployment) -> None:
    """`celery inspect` is what people type when something seems stuck."""
    command = ["celery", "-A", "contractsai.celery_app", "inspect", "ping"]

    eventually(
        lambda: "2 nodes online" in stack.execute("celery-worker", *command).stdout,
        what="an answer from both workers",
    )


def test_the_logs_of_a_service_are_shown(stack: Deployment) -> None:
    """What people look at first: `docker compose logs celery-worker`, and without a name, all."""
    assert "ready." in stack.compose("logs", "celery-worker")
    assert "beat: Starting" in stack.compose("logs")


def test_flower_shows_every_worker(stack: Deployment) -> None:
    """The monitor of the guide is part of the stack and sees what runs, for those who may look."""
    address = stack.url("flower", 5555) + "/workers"
    names = [f"celery@{container[:12]}" for container in stack.containers("celery-worker")]

    eventually(
        lambda: all(name in httpx2.get(address, auth=FLOWER, timeout=10).text for name in names),
        what=f"{names} at {address}",
    )
    assert httpx2.get(address, timeout=10).status_code == 401


def test_every_service_is_nobody_special(stack: Deployment) -> None:
    """Documents come from strangers: their reader is no root, and cannot change a contract."""
    attempt = "import os, pathlib; print(os.getuid()); pathlib.Path('/contracts/x').write_text('')"

    refused = {name: stack.execute(name, "python", "-c", attempt) for name in APP_SERVICES}

    assert {name: done.stdout.strip() for name, done in refused.items()} == dict.fromkeys(
        APP_SERVICES, "10001"
    )
    assert all(done.returncode for done in refused.values())


def test_no_service_of_ours_can_change_its_own_programs(stack: Deployment) -> None:
    """Whoever breaks out of a document's reader finds nothing to leave himself in."""
    attempt = "import pathlib; pathlib.Path('/opt/contractsai/x').write_text('')"

    said = {name: stack.execute(name, "python", "-c", attempt).stderr for name in APP_SERVICES}

    assert all("Read-only file system" in text for text in said.values()), said


def test_every_service_knows_whether_it_is_well(stack: Deployment) -> None:
    """As `up --wait` asked; the check is the command of the image."""
    checks = {"backend": "api", "celery-worker": "worker", "celery-beat": "beat"}

    said = {
        name: stack.execute(name, "contractsai", "healthcheck", process).stdout
        for name, process in checks.items()
    }

    assert all(text.startswith("well: ") for text in said.values()), said


def test_what_is_put_into_a_watched_folder_becomes_a_job(stack: Deployment) -> None:
    """The watcher is a service of its own, which is named to be started."""
    inbox = stack.contracts / "inbox"
    inbox.mkdir(mode=0o755)
    (inbox / "nda.txt").write_text("This Agreement is governed by the laws of Ireland.")
    stack.compose("up", "--detach", "--no-build", "--no-deps", "--wait", "watcher")

    eventually(lambda: [job["state"] for job in jobs_of_inbox(stack)] == ["COMPLETED"])
    (inbox / "lease.txt").write_text("This lease is governed by the laws of France.")

    eventually(lambda: [job["state"] for job in jobs_of_inbox(stack)] == ["COMPLETED"] * 2)
    assert [job["documents"]["total"] for job in jobs_of_inbox(stack)] == [1, 1]


def jobs_of_inbox(stack: Deployment) -> list[dict[str, Any]]:
    return [job for job in stack.get("/jobs")["jobs"] if job["folder"] == "/contracts/inbox"]
