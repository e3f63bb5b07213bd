"""Activity: what was done, in words."""

import re

from support.api_world import Api
from support.dashboard import Dashboard

from contractsai.entrypoints.api.dashboard.activity import PAGE


def test_what_was_done_is_told_with_what_changed(dashboard: Dashboard) -> None:
    """By the API or by the dashboard's own forms: in the same words."""
    job_id = dashboard.api.submit("nda.txt")
    dashboard.send(f"/jobs/{job_id}/cancel", {})

    text = dashboard.get("/activity").text

    assert "Began an analysis" in text
    assert "Cancelled a job" in text
    assert re.search(r"PENDING → CANCELLED", text)
    assert text.index("Cancelled a job") < text.index("Began an analysis")


def test_it_is_asked_for_one_job(dashboard: Dashboard) -> None:
    first = dashboard.api.submit("nda.txt")
    second = dashboard.api.submit("nda.txt", folder="others")

    text = dashboard.get("/activity", subject=first).text

    assert f"job {first}" in text
    assert second not in text


def test_nobody_has_done_anything(dashboard: Dashboard) -> None:
    assert "Nothing was done yet" in dashboard.get("/activity").text
    assert "Nothing of the kind" in dashboard.get("/activity", who="nobody").text


def test_a_long_list_goes_on(dashboard: Dashboard) -> None:
    """And a page's link holds what it was asked for."""
    for _ in range(PAGE + 1):
        dashboard.api.client.post("/jobs/0123/cancel")

    first = dashboard.get("/activity").text
    [older] = re.findall(r'href="([^"]*after=[^"]*)"', first)
    second = dashboard.client.get(older.replace("&amp;", "&")).text

    assert first.count("data-row") == PAGE
    assert second.count("data-row") == 1
    assert "Refused" in second


def test_an_action_without_words_is_told_by_its_address(dashboard: Dashboard, api: Api) -> None:
    api.client.post("/dashboard/sign-out", headers={"Sec-Fetch-Site": "same-origin"})

    assert "POST /dashboard/sign-out" in dashboard.get("/activity").text
