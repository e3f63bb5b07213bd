"""What calls leave behind, and who may read it."""

import asyncio
from typing import Any

import pytest
from support.api_world import Api

from contractsai.application.ports import AuditFilter
from contractsai.entrypoints.api.audit import Audit
from contractsai.entrypoints.api.callers import ANYONE, CALLER


def entries(api: Api, **query: object) -> list[dict[str, Any]]:
    answer = api.client.get("/audit", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["entries"])


def test_a_change_is_told_with_who_what_before_and_after(api: Api) -> None:
    job_id = api.submit("nda.txt")
    api.client.post(f"/jobs/{job_id}/cancel", headers={"X-Request-ID": "mine"})

    cancelled, submitted = entries(api, subject=job_id)

    assert cancelled | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "who": "anyone",
        "action": "POST /jobs/{job_id}/cancel",
        "target": f"/jobs/{job_id}/cancel",
        "subject": job_id,
        "request_id": "mine",
        "outcome": "done",
        "changes": [{"what": f"job {job_id}", "before": "PENDING", "after": "CANCELLED"}],
    }
    assert submitted["action"] == "POST /analyze"
    assert [it["before"] for it in submitted["changes"]] == [None]


def test_what_changed_nothing_is_told_as_well(api: Api) -> None:
    job_id = api.submit("nda.txt")
    for _ in range(2):
        api.client.post(f"/jobs/{job_id}/cancel")
    api.client.post("/analyze", json={"folder_path": "/nowhere"})
    api.client.get(f"/jobs/{job_id}")

    assert [it["outcome"] for it in entries(api)] == ["refused", "unchanged", "done", "done"]


def test_what_is_sent_is_told_once(api: Api) -> None:
    """By the upload's id; the same files again have only made it young."""
    for _ in range(2):
        upload_id = api.client.post("/uploads", files=[("files", ("a.txt", b"x"))]).json()["id"]
    api.client.post("/uploads", files=[("no", ("a.txt", b"x"))])

    assert [(it["outcome"], it["subject"], it["changes"]) for it in entries(api)] == [
        ("refused", "", []),
        ("done", "", []),
        ("done", upload_id, [{"what": f"upload {upload_id}", "before": None, "after": "1 files"}]),
    ]


def test_a_repeat_under_one_key_is_told_once(api: Api) -> None:
    """It was carried out once."""
    for _ in range(2):
        api.client.post(
            "/analyze",
            json={"folder_path": api.write("nda.txt")},
            headers={"Idempotency-Key": "one"},
        )

    assert len(entries(api)) == 1


def test_a_deleted_job_is_known_by_its_entries(api: Api) -> None:
    job_id = api.submit("nda.txt")
    api.client.post(f"/jobs/{job_id}/cancel")
    api.client.delete(f"/jobs/{job_id}")

    [change] = entries(api, subject=job_id)[0]["changes"]

    assert change == {"what": f"job {job_id}", "before": "CANCELLED", "after": None}


def test_the_audit_is_paged_under_its_filter(api: Api) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        api.submit(name)
    first = api.client.get("/audit", params={"limit": 2, "who": "anyone"})
    token = first.json()["next_page_token"]

    second = api.client.get(first.headers["Link"].partition(">")[0][1:]).json()
    other = api.client.get("/audit", params={"page_token": token})

    assert (len(first.json()["entries"]), len(second["entries"])) == (2, 1)
    assert second["next_page_token"] is None
    assert other.json()["type"] == "/problems/bad-page-token"
    assert api.client.get("/audit", params={"by": "x"}).status_code == 422


def test_a_call_that_breaks_is_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError

    monkeypatch.setattr(api.services, "cancel_job", breaks)

    assert api.client.post("/jobs/x/cancel").status_code == 500

    assert [(it["outcome"], it["subject"]) for it in entries(api)] == [("failed", "x")]


def test_without_a_database_the_answer_still_comes(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing was changed then, and the log says that nobody wrote it down."""
    api.break_store()

    assert api.client.post("/jobs/x/cancel").status_code == 503
    assert "audit.not_written" in {getattr(it, "event", "") for it in caplog.records}


def test_a_caller_that_hangs_up_before_the_answer_is_told(api: Api) -> None:
    async def breaks(*_: object) -> None:
        raise BrokenPipeError

    app = Audit(breaks, services=api.services)
    scope = {"type": "http", "method": "POST", "path": "/ä", CALLER: ANYONE}

    with pytest.raises(BrokenPipeError):
        asyncio.run(app(scope, None, None))  # type: ignore[arg-type]  # never used

    with api.services.store.snapshot() as work:
        [entry] = work.audit.page(limit=9, wanted=AuditFilter())
    assert (entry.action, entry.target, entry.outcome) == ("POST ?", "/\\xe4", "failed")
