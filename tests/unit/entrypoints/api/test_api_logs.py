"""What a record looks like in an API's log."""

import logging
import logging.config

import pytest

from contractsai.entrypoints.api.logs import LineFormatter, log_config

SECRET = "postgresql://user:hunter2@db"


def line_of(
    message: str = "request failed", error: BaseException | None = None, **extra: object
) -> str:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("contractsai.x", logging.ERROR, "x.py", 1, message, None, told)
    vars(record).update(extra)
    return LineFormatter().format(record)


def failure() -> ZeroDivisionError:
    try:
        try:
            {}[SECRET]
        except KeyError as error:
            raise ZeroDivisionError(SECRET) from error
    except ZeroDivisionError as error:
        return error


def test_a_record_is_a_line_with_time_level_and_fields() -> None:
    line = line_of(job_id="1", event="job.lost", path="/a b", color_message="no")

    assert line[4] == line[7] == "-"
    assert line.endswith("ERROR contractsai.x request failed event=job.lost job_id=1 path='/a b'")


def test_an_error_tells_its_class_and_way_and_what_it_came_of() -> None:
    told = line_of(error=failure())

    assert "builtins.ZeroDivisionError" in told
    assert "which came of\n  builtins.KeyError" in told
    assert "test_api_logs.py" in told
    assert "in failure: raise ZeroDivisionError(SECRET) from error" in told


def test_an_error_does_not_tell_its_words() -> None:
    """They may quote a document, a statement's values or a password."""
    assert "hunter2" not in line_of(error=failure())


def test_a_context_that_was_suppressed_stays_so() -> None:
    error = failure()
    error.__cause__, error.__suppress_context__ = None, True

    assert "KeyError" not in line_of(error=error)


@pytest.mark.parametrize("text", ["a\nERROR b", "a\x1b[2Jb", "a\u202eb", "a\rb"])
def test_what_a_caller_sent_begins_no_record_of_its_own(text: str) -> None:
    line = line_of(path=text, message=text)

    assert line.isprintable()


def test_the_log_of_an_api_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    """Also where the command line had made the root silent."""
    names = ("", "contractsai", "uvicorn", "uvicorn.error", "uvicorn.access")
    before = {
        name: (it.level, list(it.handlers), list(it.filters), it.propagate)
        for name in names
        for it in [logging.getLogger(name or None)]
    }
    try:
        logging.config.dictConfig(log_config())
        logging.getLogger("contractsai.x").info("heard", extra={"event": "x.heard"})
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n")
        logging.getLogger("alembic").info("chatter")
    finally:
        for name, (level, handlers, filters, propagate) in before.items():
            logger = logging.getLogger(name or None)
            logger.setLevel(level)
            logger.handlers, logger.filters, logger.propagate = handlers, filters, propagate

    told = capsys.readouterr().err
    assert "contractsai.x heard event=x.heard" in told
    assert "ASGI" not in told
    assert "chatter" not in told
