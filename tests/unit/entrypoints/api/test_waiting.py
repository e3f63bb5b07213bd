"""Prefer: wait=N."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.api_world import Api

from contractsai.domain.ids import JobId
from contractsai.entrypoints.api.feed import Feed
from contractsai.entrypoints.api.waiting import LONGEST_SECONDS, ended


def test_an_answer_comes_with_the_end_of_the_job(api: Api) -> None:
    """One request in the place of many; nobody waits longer than need be."""
    job_id = api.submit("nda.txt")

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(api.client.get, f"/jobs/{job_id}", headers={"Prefer": "wait=30"})
        api.complete(job_id)
        answer = asked.result()

    assert answer.json()["state"] == "COMPLETED"
    assert answer.headers["preference-applied"] == "wait=30"
    assert "retry-after" not in answer.headers


def test_an_answer_comes_when_the_time_is_over(api: Api) -> None:
    job_id = api.submit("nda.txt")

    answer = api.client.get(f"/jobs/{job_id}", headers={"Prefer": "respond-async, wait=0"})

    assert answer.json()["state"] == "PENDING"
    assert answer.headers["preference-applied"] == "wait=0"
    assert answer.headers["retry-after"] == "1"


def test_a_submit_can_wait_for_the_end_too(api: Api) -> None:
    """The broker is told before anybody waits: the job would not run otherwise."""
    folder = api.write("nda.txt")

    def work() -> None:
        document_id = api.services.messages.wait()
        job = api.services.store.ask(lambda work: work.documents.get(document_id)).job_id
        api.complete(job)

    with ThreadPoolExecutor(1) as pool:
        worked = pool.submit(work)
        headers = {"Prefer": "wait=30"}
        answer = api.client.post("/analyze", json={"folder_path": folder}, headers=headers)
        worked.result()

    assert (answer.status_code, answer.json()["state"]) == (200, "COMPLETED")
    assert answer.headers["operation-location"] == answer.headers["location"]
    assert "retry-after" not in answer.headers


def test_a_submit_whose_time_is_over_is_accepted(api: Api) -> None:
    headers = {"Prefer": "wait=0"}

    answer = api.client.post(
        "/analyze", json={"folder_path": api.write("nda.txt")}, headers=headers
    )

    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "wait=0"
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize("prefer", ["", "respond-async", "wait", "wait=", "wait=x", "await=1"])
def test_what_is_no_wait_is_none(api: Api, prefer: str) -> None:
    """A preference that is not understood is ignored, says RFC 7240."""
    answer = api.client.get(f"/jobs/{api.submit('a.txt')}", headers={"Prefer": prefer})

    assert answer.status_code == 200
    assert "preference-applied" not in answer.headers


def test_nobody_waits_longer_than_half_a_minute(api: Api) -> None:
    job_id = api.submit("nda.txt")
    api.complete(job_id)

    answer = api.client.get(f"/jobs/{job_id}", headers={"Prefer": "wait=99999"})

    assert answer.headers["preference-applied"] == f"wait={LONGEST_SECONDS}"


def test_where_nobody_more_may_listen_the_answer_comes_at_once(api: Api) -> None:
    job = api.services.read_job(JobId(api.submit("nda.txt")))
    full = Feed(api.services, capacity=0)

    assert asyncio.run(ended(job, 30, feed=full, services=api.services)) == job
