"""A record as one JSON object: what collects logs reads it without a pattern."""

import json
import logging
from typing import Any

import pytest

from contractsai.application.under_way import under_way
from contractsai.domain.errors import StoreUnavailable
from contractsai.observability.as_json import JsonFormatter
from contractsai.observability.secrecy import SECRECY

SECRET = "WHEREAS the parties"


def told(message: str = "attempt failed", *args: object, **record: Any) -> dict[str, Any]:
    """Return what is told of a record."""
    made = logging.makeLogRecord(
        {"name": "contractsai.x", "levelname": "WARNING", "msg": message, "args": args, **record}
    )
    line = JsonFormatter().format(made)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    found: dict[str, Any] = json.loads(line)
    return found


def raised(error: BaseException) -> Any:
    try:
        raise error
    except type(error) as caught:
        return (type(caught), caught, caught.__traceback__)


def test_a_record_has_its_time_level_and_sentence() -> None:
    found = told("attempt %s failed", 3, created=1_700_000_000.25, process=7)

    assert found == {
        "at": "2023-11-14T22:13:20.250Z",
        "level": "warning",
        "process": 7,
        "logger": "contractsai.x",
        "message": "attempt 3 failed",
    }


def test_an_event_keeps_the_kinds_of_its_fields() -> None:
    """Numbers are to be compared, and a name that is ours already is not replaced."""
    found = told(event="document.failed", attempt=3, reason=None, level="x", folder=b"y")

    assert (found["event"], found["attempt"], found["reason"]) == ("document.failed", 3, None)
    assert (found["level"], found["folder"]) == ("warning", "b'y'")


def test_a_line_says_what_it_is_under_way() -> None:
    with under_way(request_id="r1"):
        assert told()["request_id"] == "r1"


def test_a_line_of_celerys_names_its_message_and_not_its_arguments() -> None:
    """The id begins with a document's; the rest of the message is Celery's business."""
    found = told("Task received", data={"id": "0c.1", "args": SECRET})

    assert found["task_id"] == "0c.1"
    assert SECRET not in str(found)


@pytest.mark.parametrize("data", [None, {"id": 1}, {}])
def test_other_data_are_not_shown(data: object) -> None:
    assert "task_id" not in told(data=data)


def test_a_traceback_is_a_field_without_words_of_a_document() -> None:
    found = told(exc_info=raised(ValueError(SECRET)))

    assert found["traceback"].startswith("Traceback:\n")
    assert found["traceback"].endswith("\nValueError")


def test_an_empty_exception_is_none() -> None:
    assert "traceback" not in told(exc_info=(None, None, None))


def test_no_part_of_it_says_a_secret() -> None:
    """Neither the sentence nor a field nor the words of an outage."""
    SECRECY.keep(["s3cret-key"])
    try:
        error = raised(StoreUnavailable("s3cret-key"))
        found = told("with %s", "s3cret-key", event="x.y", why="s3cret-key", exc_info=error)
    finally:
        SECRECY.forget()

    assert found["message"] == "with ***"
    assert "s3cret" not in json.dumps(found)


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028"])
def test_nobody_forges_a_line(end: str) -> None:
    """File names are text of strangers."""
    assert told("no such file %s", f"a{end}b")["message"] == f"no such file a{end}b"
