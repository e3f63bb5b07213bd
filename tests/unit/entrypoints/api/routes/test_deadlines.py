"""GET /jobs/{id}/deadlines: what is due depends on the day, and is no part of an analysis."""

from typing import Any

import pytest
from support.api_world import Api
from support.dated import dated_job


def asked(api: Api, job_id: str, **query: str) -> Any:
    return api.client.get(f"/jobs/{job_id}/deadlines", params=query)


def test_what_has_expired_is_listed_as_of_a_day(api: Api) -> None:
    job_id = dated_job(api)

    before, after = (asked(api, job_id, as_of=day).json() for day in ("2026-06-01", "2026-06-11"))

    assert (before["as_of"], before["deadlines"]) == ("2026-06-01", [])
    [item] = after["deadlines"]
    assert (item["path"], item["name"], item["severity"]) == ("nda.txt", "risk.expired", "high")
    assert (item["date"], item["days_left"], item["finding"]) == ("2026-06-01", -10, "f1")


def test_each_contract_has_a_calendar_as_of_the_day(api: Api) -> None:
    """With the finding that it was worked out from, and how."""
    job_id = dated_job(api)

    before, after = (asked(api, job_id, as_of=day).json() for day in ("2026-06-01", "2026-06-11"))

    [running], [expired] = before["schedules"], after["schedules"]
    assert (running["path"], running["status"]) == ("nda.txt", "running")
    assert (running["term_to"], running["notice_by"], running["duties"]) == (
        "2026-06-01",
        None,
        [],
    )
    assert running["arithmetic"] == {"term_to": "2026-06-01 (the contract names this day)"}
    assert running["sources"] == [
        {"path": "nda.txt", "finding": "f1", "name": "expiration_date", "words": "1 June 2026"}
    ]
    assert (expired["status"], expired["expired_on"]) == ("expired", "2026-06-01")


def test_the_report_says_the_same_on_every_day(api: Api) -> None:
    """I4: what depends on today is nowhere in it."""
    report = api.client.get(f"/jobs/{dated_job(api)}/report").text

    assert "risk.expired" not in report


def test_by_default_it_is_today(api: Api) -> None:
    told = asked(api, dated_job(api)).json()

    assert told["as_of"] == api.services.clock.now().date().isoformat()


@pytest.mark.parametrize(
    "day", ["soon", "0", "1780000000", "2026-02-30", "20260601", "2026-06-01T00:00:00", ""]
)
def test_a_day_that_is_none_is_refused(api: Api, day: str) -> None:
    """Also a number: seconds since 1970 are no day that anybody meant."""
    response = asked(api, dated_job(api), as_of=day)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "as_of"


def test_deadlines_of_no_job_are_not_found(api: Api) -> None:
    assert asked(api, "nothing").status_code == 404
