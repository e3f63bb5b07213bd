"""GET /stats."""

from datetime import datetime, timedelta

import pytest
from support.api_world import Api

from contractsai.domain.errors import FileMissing
from contractsai.domain.ids import JobId


@pytest.mark.parametrize(
    ("query", "stretches", "step"),
    [("", 24, timedelta(hours=1)), ("?by=day", 30, timedelta(days=1))],
)
def test_what_ended_lately_is_counted_by_stretch(
    api: Api, query: str, stretches: int, step: timedelta
) -> None:
    """Jobs, documents, failures and how long it took, ready for a chart."""
    job_id = api.submit("a.txt", "b.txt")
    api.services.scripted.endings["b.txt"].append(FileMissing("b.txt"))
    for document in api.services.read_documents(JobId(job_id), limit=9):
        api.services.deliver_document(document.id)
    api.submit("a.txt")

    told = api.client.get(f"/stats{query}").json()

    begins = [datetime.fromisoformat(it["begins_at"]) for it in told["series"]]
    assert begins == [begins[0] + number * step for number in range(stretches)]
    ran = [it for it in told["series"] if it["jobs"]]
    assert len(ran) == 1
    for ended in (ran[0], told["whole"]):
        assert ended["jobs"] == 1
        assert ended["documents"]["total"] == 2
        assert (ended["documents"]["completed"], ended["documents"]["failed"]) == (1, 1)
        assert 0 <= ended["mean_seconds"] <= ended["longest_seconds"]


@pytest.mark.parametrize("query", ["by=week", "since=x"])
def test_stretches_that_are_not_counted_are_refused(api: Api, query: str) -> None:
    assert api.client.get(f"/stats?{query}").status_code == 422
