"""What may die, dies: every accepted job still reaches its end."""

import uuid
from collections.abc import Mapping

import pytest
from deployment import Deployment

from contractsai.testing.eventually import eventually

HOSTILE = "contractsai.testing.pipelines:HostilePipeline"


@pytest.fixture(scope="module", autouse=True)
def _documents_that_misbehave(stack: Deployment) -> None:
    """A document's text is what it does from here on: sleep, crash, or nothing special."""
    stack.change("celery-worker", CONTRACTSAI_PIPELINE=HOSTILE)


def slow(count: int, *, seconds: float) -> Mapping[str, str]:
    """Return *count* documents whose analysis takes *seconds*; none was analysed before."""
    return {f"slow-{number}.txt": f"sleep:{seconds}\n{uuid.uuid4()}" for number in range(count)}


def test_a_killed_worker_loses_no_document_and_comes_back(stack: Deployment) -> None:
    """SIGKILL leaves nobody to tell: the lease runs out, and somebody else takes over."""
    job_id = stack.submit(slow(1, seconds=3))
    stack.wait_for_running(job_id)

    stack.kill(stack.worker_of(job_id))

    job = stack.wait_for_end(job_id)
    [document] = stack.documents(job_id).values()
    assert job["state"] == "COMPLETED"
    assert (document["attempt"], document["crashes"]) == (2, 1)
    eventually(lambda: len(stack.containers("celery-worker")) == 2, what="the second worker")


def test_a_document_that_kills_its_reader_fails_alone(stack: Deployment) -> None:
    """A poison document ends FAILED within its budget; its neighbours finish."""
    job_id = stack.submit({"poison.txt": "crash", "fine.txt": "ok"})

    job = stack.wait_for_end(job_id)

    documents = stack.documents(job_id)
    assert job["state"] == "COMPLETED"
    assert documents["fine.txt"]["state"] == "COMPLETED"
    assert (documents["poison.txt"]["state"], documents["poison.txt"]["reason"]) == (
        "FAILED",
        "crashed",
    )


@pytest.mark.parametrize("restart", [False, True], ids=["emptied", "emptied-and-restarted"])
def test_an_emptied_broker_costs_time_only(stack: Deployment, *, restart: bool) -> None:
    """The rows are the truth: what the broker forgot is sent again."""
    job_id = stack.submit(slow(8, seconds=2))
    stack.wait_for_running(job_id)

    stack.execute("redis", "redis-cli", "FLUSHALL")
    if restart:
        stack.restart("redis")

    job = stack.wait_for_end(job_id)
    assert (job["state"], job["documents"]["completed"]) == ("COMPLETED", 8)


def test_a_running_job_is_cancelled_long_before_its_documents_are_through(
    stack: Deployment,
) -> None:
    """Running documents stop too, and nothing of the job happens afterwards."""
    job_id = stack.submit(slow(6, seconds=600))
    stack.wait_for_running(job_id)

    stack.request("POST", f"/jobs/{job_id}/cancel").raise_for_status()

    job = stack.wait_for_end(job_id)
    assert job["state"] == "CANCELLED"
    assert job["documents"]["cancelled"] == 6


def test_a_restart_of_api_and_workers_counts_against_no_document(stack: Deployment) -> None:
    """A deployment is no failure: what ran is given back, and runs again."""
    job_id = stack.submit(slow(6, seconds=4))
    stack.wait_for_running(job_id)

    stack.restart("backend", "celery-worker")

    job = stack.wait_for_end(job_id)
    assert (job["state"], job["documents"]["completed"]) == ("COMPLETED", 6)
    for document in stack.documents(job_id).values():
        assert (document["failures"], document["crashes"]) == (0, 0)


def test_a_restarted_database_costs_time_only(stack: Deployment) -> None:
    """Nobody can write while the truth is away; afterwards work goes on."""
    job_id = stack.submit(slow(6, seconds=2))
    stack.wait_for_running(job_id)

    stack.restart("postgres")

    job = stack.wait_for_end(job_id)
    assert (job["state"], job["documents"]["completed"]) == ("COMPLETED", 6)
