"""GET /jobs/{id}/calendar.ics: the deadlines for calendar programs."""

import io
from datetime import date
from typing import Any

import icalendar
from support.api_world import Api
from support.dated import dated_job

from contractsai.entrypoints.cli.backends.database import DatabaseJobs


def asked(api: Api, job_id: str, **query: str) -> Any:
    return api.client.get(f"/jobs/{job_id}/calendar.ics", params=query)


def test_the_deadlines_come_as_a_calendar(api: Api) -> None:
    response = asked(api, dated_job(api), as_of="2026-01-15")

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"].endswith('.ics"')
    [event] = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert (event.start, event["SUMMARY"]) == (date(2026, 6, 1), "Contract ends · nda.txt")


def test_it_has_the_bytes_of_the_command_line(api: Api) -> None:
    """Whoever takes it from the service and whoever takes it from the database update one event."""
    job_id = dated_job(api)
    stream = io.BytesIO()

    DatabaseJobs(api.services).write_calendar(job_id, date(2026, 1, 15), stream)

    assert asked(api, job_id, as_of="2026-01-15").content == stream.getvalue()


def test_by_default_it_is_today(api: Api) -> None:
    job_id = dated_job(api)
    today = api.services.clock.now().date()
    stream = io.BytesIO()

    DatabaseJobs(api.services).write_calendar(job_id, None, stream)

    assert asked(api, job_id).content == stream.getvalue()
    assert asked(api, job_id, as_of=today.isoformat()).content == stream.getvalue()


def test_another_day_is_another_version(api: Api) -> None:
    """A program that asks each morning must not be told that nothing has changed."""
    job_id = dated_job(api)
    tag = asked(api, job_id, as_of="2026-01-15").headers["ETag"]

    address = f"/jobs/{job_id}/calendar.ics?as_of=2026-06-11"
    response = api.client.get(address, headers={"If-None-Match": tag})

    assert response.status_code == 200
    assert b"Contract has ended" in response.content


def test_its_head_has_no_body(api: Api) -> None:
    response = api.client.head(f"/jobs/{dated_job(api)}/calendar.ics")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_a_calendar_of_no_job_or_no_day_is_refused(api: Api) -> None:
    assert asked(api, "nothing").status_code == 404
    assert asked(api, dated_job(api), as_of="soon").status_code == 422
