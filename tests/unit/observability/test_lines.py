"""What stands in the logs: when, what, of which job; and never what stands in a document."""

import io
import logging
import re
from collections.abc import Iterator

import pytest

from contractsai import observability
from contractsai.domain.errors import StoreUnavailable

SECRET = "WHEREAS the parties"


class Log:
    """A logger of its own, whose lines are kept."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self.logger = logging.Logger("contractsai.test")  # noqa: LOG001 - no other test sees it
        self.logger.addHandler(logging.StreamHandler(self._stream))
        observability.use_format(self.logger)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    def after(self, error: Exception, cause: Exception | None = None) -> str:
        """Return what is logged of an error."""
        try:
            raise error from cause  # noqa: TRY301 - a traceback is what this is about
        except Exception:
            self.logger.exception("attempt broke", extra={"event": "document.broke"})
        return self.text


@pytest.fixture
def log() -> Log:
    return Log()


def test_a_line_has_its_time_level_and_process(log: Log) -> None:
    """Lines of several processes are laid side by side when something has gone wrong."""
    log.logger.warning("attempt failed")

    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING \[\d+\] contractsai.test: attempt f"
    assert re.match(pattern, log.text)


def test_an_event_comes_with_all_its_fields(log: Log) -> None:
    """A sentence that names no job helps nobody."""
    extra = {"event": "document.failed", "job_id": "5f", "reason": "two words", "pid": None}

    log.logger.warning("attempt failed", extra=extra)

    told = 'attempt failed event=document.failed job_id=5f reason="two words" pid=None\n'
    assert log.text.endswith(told)


def test_fields_of_others_are_not_ours_to_show(log: Log) -> None:
    """Celery hands whole messages along with its records."""
    log.logger.info("Task received", extra={"data": {"args": SECRET}})

    assert "WHEREAS" not in log.text


def test_celery_quotes_no_document_either(log: Log) -> None:
    """What a task raised unexpectedly stands in its sentence, too."""
    try:
        raise ValueError(SECRET)  # noqa: TRY301 - a traceback is what this is about
    except ValueError as error:
        named = {"name": "tick", "exc": repr(error)}
        log.logger.exception("Task %(name)s raised unexpected: %(exc)s", named)

    assert "Task tick raised unexpected: ValueError" in log.text
    assert SECRET not in log.text


@pytest.mark.parametrize("end", ["\n", "\r", "\x85", "\u2028"])
def test_nobody_forges_a_line(log: Log, end: str) -> None:
    """File names are text of strangers."""
    name = f"a{end}2026-01-01 ERROR forged"

    log.logger.warning("no such file %s", name, extra={"event": "file.missing", "path": name})

    assert len(log.text.splitlines()) == 1


def test_a_defect_is_shown_with_its_place_and_not_with_its_words(log: Log) -> None:
    """What a parser says may quote the document that it read."""
    told = log.after(ValueError(SECRET), KeyError(SECRET))

    assert "WHEREAS" not in told
    assert "KeyError\nwhich led to\nTraceback:" in told
    assert f'File "{__file__}"' in told
    assert told.endswith("ValueError\n")


@pytest.mark.parametrize(
    "error",
    [
        StoreUnavailable("no room"),
        FileNotFoundError(2, "no room"),
        ConnectionRefusedError("no room"),
    ],
)
def test_an_outage_is_shown_in_its_own_words(log: Log, error: Exception) -> None:
    """They name servers and files, and a person needs them."""
    assert "no room" in log.after(error)


def test_errors_that_caused_each_other_end_somewhere(log: Log) -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one

    assert "ValueError" in log.after(one, other)


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, given back as it was."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield root
    root.handlers[:] = before
    root.setLevel(level)


def test_every_record_of_a_process_is_written_once(root: logging.Logger) -> None:
    """Whoever configured the root logger before: two handlers are two lines."""
    stream = io.StringIO()
    root.addHandler(logging.StreamHandler(stream))

    observability.configure("info", stream=stream)
    logging.getLogger("somewhere.else").info("told")

    assert stream.getvalue().count("told") == 1
