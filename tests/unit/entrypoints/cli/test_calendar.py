"""`contractsai calendar` on a database, without any service."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from support.dated import dated

from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis

Run = Callable[..., Any]


@pytest.fixture
def job_id(analysed: Callable[[StoredAnalysis], JobId]) -> JobId:
    """Return a job with one analysed document."""
    return analysed(dated(b"ok"))


def events(path: Path) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_the_deadlines_go_to_a_file(run: Run, job_id: JobId, tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"

    ended = run("calendar", job_id, "-o", str(file), "--as-of", "2026-01-15")

    assert (ended.code, ended.out, ended.err) == (0, "", f"Wrote {file}\n")
    [event] = events(file)
    assert (event.start, event["SUMMARY"]) == (date(2026, 6, 1), "Contract ends · a.txt")
    assert "Expires: 1 June 2026" in event["DESCRIPTION"]


def test_without_a_file_it_goes_to_standard_output(run: Run, job_id: JobId, tmp_path: Path) -> None:
    file = tmp_path / "deadlines.ics"
    run("calendar", job_id, "-o", str(file), "--as-of", "2026-01-15")

    printed = run("calendar", job_id, "--as-of", "2026-01-15")

    assert printed.out.encode().replace(b"\r\n", b"\n") == file.read_bytes().replace(b"\r\n", b"\n")


def test_a_correction_moves_the_event(run: Run, job_id: JobId, tmp_path: Path) -> None:
    """The same identity, another day, a later version: a calendar updates it."""
    first, second = tmp_path / "first.ics", tmp_path / "second.ics"
    run("calendar", job_id, "-o", str(first), "--as-of", "2026-01-15")
    run("review", job_id, "a.txt", "f1", "correct", "2027-06-01")
    run("calendar", job_id, "-o", str(second), "--as-of", "2026-01-15")

    [before], [after] = events(first), events(second)

    assert before["UID"] == after["UID"]
    assert (before.start, after.start) == (date(2026, 6, 1), date(2027, 6, 1))
    assert before["SEQUENCE"] <= after["SEQUENCE"]
    assert before["DTSTAMP"].dt <= after["DTSTAMP"].dt


def test_a_file_that_cannot_be_written_says_how_to_go_on(
    run: Run, job_id: JobId, tmp_path: Path
) -> None:
    ended = run("calendar", job_id, "-o", str(tmp_path / "missing" / "a.ics"))

    assert ended.code == 1
    assert ended.err.endswith(f"contractsai calendar {job_id} -o FILE\n")


def test_a_calendar_of_no_job_is_an_error_with_a_way_on(run: Run, data_dir: Path) -> None:
    ended = run("calendar", "nothing")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("No job has the id nothing.")


def test_a_day_that_is_none_is_refused(run: Run, job_id: JobId) -> None:
    assert run("calendar", job_id, "--as-of", "soon").code == 2
