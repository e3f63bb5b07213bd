"""The stack as a new user meets it: contracts in, a report out, and the guide's commands."""

from importlib import resources

import httpx
import pytest
from deployment import APP_SERVICES, Deployment

pytestmark = pytest.mark.docker


def test_a_folder_of_contracts_becomes_a_report(stack: Deployment) -> None:
    """The reason for all the rest: through HTTP alone, with the analysis that users get."""
    samples = {
        entry.name: entry.read_bytes()
        for entry in resources.files("contractsai.samples").iterdir()
        if entry.is_file() and not entry.name.endswith(".py")
    }
    assert samples

    job = stack.wait_for_end(stack.submit(samples), within=60)

    assert job["state"] == "COMPLETED"
    assert job["documents"]["completed"] == job["documents"]["total"] == len(samples)
    lines = stack.report(job["id"])
    assert {line["path"] for line in lines} == set(samples)
    assert {line["outcome"] for line in lines} == {"analysed"}
    assert all(line["findings"] for line in lines)


def test_the_same_folder_gives_the_same_report(stack: Deployment) -> None:
    """Two workers, two attempts, one answer: nothing but the figures of the run may differ."""
    text = "MUTUAL NON-DISCLOSURE AGREEMENT\n\nThis Agreement is governed by the laws of Delaware."
    files = {f"nda-{number}.txt": f"{text}\n\nNumber {number}." for number in range(6)}
    first, second = (stack.submit(files), stack.submit(files))

    for job_id in (first, second):
        assert stack.wait_for_end(job_id, within=60)["state"] == "COMPLETED"

    once, again = ([line | {"run": None} for line in stack.report(job)] for job in (first, second))
    assert once == again


def test_the_guides_commands_reach_the_workers(stack: Deployment) -> None:
    """`celery inspect` is what people type when something seems stuck."""
    command = ["celery", "-A", "contractsai.celery_app", "inspect", "ping"]

    assert "2 nodes online" in stack.execute("celery-worker", *command).stdout


def test_flower_shows_every_worker(stack: Deployment) -> None:
    """The monitor of the guide is part of the stack and sees what runs."""
    page = httpx.get(stack.url("flower", 5555) + "/workers", timeout=10)

    assert page.is_success
    for container in stack.containers("celery-worker"):
        assert f"celery@{container[:12]}" in page.text


def test_every_service_is_nobody_special(stack: Deployment) -> None:
    """Documents come from strangers: their reader is no root, and cannot change a contract."""
    attempt = "import os, pathlib; print(os.getuid()); pathlib.Path('/contracts/x').write_text('')"

    refused = {name: stack.execute(name, "python", "-c", attempt) for name in APP_SERVICES}

    assert {name: done.stdout.strip() for name, done in refused.items()} == dict.fromkeys(
        APP_SERVICES, "10001"
    )
    assert all(done.returncode for done in refused.values())
