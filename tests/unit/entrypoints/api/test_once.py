"""Idempotency-Key: one of several equal requests is carried out, and all are answered the same."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from support.api_world import Api, BrokenStore

from contractsai.domain.reply import ABANDONED
from contractsai.entrypoints.api import once as middleware
from contractsai.entrypoints.api.once import REPLAYED, Once
from contractsai.testing.clock import FakeClock

MANY = 50


def analyze(api: Api, folder: str, key: str = "key-1", **headers: str) -> Any:
    return api.client.post(
        "/analyze", json={"folder_path": folder}, headers={"Idempotency-Key": key, **headers}
    )


def job_count(api: Api) -> int:
    return len(api.client.get("/jobs").json()["jobs"])


def test_many_that_submit_at_once_make_one_job_and_get_one_answer(api: Api) -> None:
    """A client that retries on a timeout must not pay twice."""
    folder = api.write("nda.txt")

    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(lambda _: analyze(api, folder), range(MANY)))

    assert {(it.status_code, it.content, it.headers["location"]) for it in answers} == {
        (202, answers[0].content, answers[0].headers["location"])
    }
    assert [it.headers.get(REPLAYED) for it in answers].count(None) == 1
    assert job_count(api) == 1


def test_a_repeat_is_answered_as_the_first_whatever_has_happened_since(api: Api) -> None:
    folder = api.write("nda.txt")
    first = analyze(api, folder)
    api.complete(first.json()["id"])

    assert analyze(api, folder).json() == first.json()


def test_another_body_under_the_same_key_is_a_mistake(api: Api) -> None:
    analyze(api, api.write("nda.txt"))

    answer = analyze(api, api.write("lease.txt", folder="other"))

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/idempotency-key-reused"


def test_a_key_is_one_callers_and_one_addresses(api: Api) -> None:
    """Keys are chosen by strangers to each other."""
    folder = api.write("nda.txt")
    first = analyze(api, folder)

    assert analyze(api, folder, **{"X-API-Key": "of-somebody-else"}).json() != first.json()
    cancelled = api.client.post(
        f"/jobs/{first.json()['id']}/cancel", headers={"Idempotency-Key": "key-1"}
    )
    assert cancelled.status_code == 200
    assert job_count(api) == 2


def test_a_refusal_is_an_answer_too(api: Api) -> None:
    job_id = api.submit("nda.txt")
    asked = {"headers": {"Idempotency-Key": "key-1"}}
    first = api.client.post(f"/jobs/{job_id}/retry", **asked)
    api.client.post(f"/jobs/{job_id}/cancel")

    assert first.status_code == 409
    assert api.client.post(f"/jobs/{job_id}/retry", **asked).json() == first.json()


@pytest.mark.parametrize("key", ["", "a b", "é", "k" * 256])
def test_a_key_is_a_short_word(api: Api, key: str) -> None:
    answer = api.client.post(
        "/analyze", json={}, headers={"Idempotency-Key": key.encode("latin-1")}
    )

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["idempotency-key"]


def test_a_failure_of_ours_may_be_tried_again(api: Api) -> None:
    folder = api.write("nda.txt")
    store = api.services.store
    api.services.store = BrokenStore()
    assert analyze(api, folder).status_code == 503
    api.services.store = store

    assert analyze(api, folder).status_code == 202


def test_what_a_dead_process_stored_is_found_by_the_repeat(api: Api) -> None:
    """It lived to store the job, and not to say so."""
    folder = api.write("nda.txt")
    first = analyze(api, folder)
    clock = api.services.clock = FakeClock(api.services.clock.now())
    with api.services.store.begin() as work:
        [reply] = work.reply_rows.values()  # type: ignore[attr-defined]  # the memory store's
        work.reply_rows.put(reply.id, replace(reply, answer=None))  # type: ignore[attr-defined]  # likewise
        work.commit()
    clock.advance(ABANDONED)

    again = analyze(api, folder)

    assert again.json() == first.json()
    assert REPLAYED not in again.headers
    assert job_count(api) == 1


async def asked(layer: Once, body: bytes = b"{}") -> Response:
    """Return what the layer answers to a POST under a key."""
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/analyze",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"idempotency-key", b"key")],
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await layer(scope, receive, send)
    start, *parts = sent
    return Response(b"".join(part.get("body", b"") for part in parts), start["status"])


def test_what_stays_under_way_is_told_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "LOOKS", 2)

    async def run() -> None:
        begun, may_end = asyncio.Event(), asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            begun.set()
            await may_end.wait()
            assert await Request(scope, receive).body() == b"{}"
            await Response(b"done", 201)(scope, receive, send)

        layer = Once(slow, services=api.services, pause=lambda: asyncio.sleep(0))
        first = asyncio.create_task(asked(layer))
        await begun.wait()

        assert (await asked(layer)).status_code == 409
        may_end.set()
        assert (await first).status_code == 201
        assert (await asked(layer)).body == b"done"

    asyncio.run(run())


def test_who_waits_for_one_that_broke_carries_it_out(api: Api) -> None:
    async def run() -> None:
        begun, may_break, has_looked = asyncio.Event(), asyncio.Event(), asyncio.Event()
        calls = 0

        async def breaks_once(scope: Scope, receive: Receive, send: Send) -> None:
            nonlocal calls
            calls += 1
            if calls == 1:
                begun.set()
                await may_break.wait()
                raise ZeroDivisionError
            await Response(b"done")(scope, receive, send)

        async def pause() -> None:
            has_looked.set()
            await asyncio.sleep(0)

        layer = Once(breaks_once, services=api.services, pause=pause)
        first = asyncio.create_task(asked(layer))
        await begun.wait()
        second = asyncio.create_task(asked(layer))
        await has_looked.wait()
        may_break.set()

        with pytest.raises(ZeroDivisionError):
            await first
        assert (await second).body == b"done"

    asyncio.run(run())


def test_an_answer_that_cannot_be_kept_is_sent_all_the_same(api: Api) -> None:
    """What was done was done."""

    async def run() -> None:
        async def breaks_the_store(scope: Scope, receive: Receive, send: Send) -> None:
            api.break_store()
            await Response(b"done")(scope, receive, send)

        layer = Once(breaks_the_store, services=api.services)
        assert (await asked(layer)).body == b"done"

    asyncio.run(run())
