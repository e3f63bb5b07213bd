"""What Sentry is told, and what it never is: recorded by a stand-in for its endpoint."""

import logging
from collections.abc import Iterator

import pytest
from support.sentry_stand_in import StandIn, sentry_stand_in

from contractsai.adapters.sentry import MONITORS, Sentry, scrubbed
from contractsai.application.messages import ANALYZE_DOCUMENT, CLEANUP_OLD_JOBS, RELAY, TICKS
from contractsai.application.under_way import under_way
from contractsai.domain.errors import StoreUnavailable, UnsafeConfiguration
from contractsai.observability.secrecy import SECRECY

TEXT = "WHEREAS the parties"
KEY = "planted-secret-key"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with sentry_stand_in() as stand_in:
        yield stand_in


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sentry(stand_in: StandIn, clock: Clock) -> Iterator[Sentry]:
    SECRECY.keep([KEY])
    sentry = Sentry(
        stand_in.dsn,
        process="worker",
        release="contractsai@9",
        environment="staging",
        seconds=clock,
    )
    yield sentry
    sentry.close()
    SECRECY.forget()


@pytest.fixture
def log() -> logging.Logger:
    return logging.getLogger("contractsai.application.run")


def break_down(log: logging.Logger) -> None:
    """Log an error as the service does, with a document in a variable and in its words."""
    document = TEXT
    try:
        try:
            raise KeyError(document)  # noqa: TRY301 - a traceback is what this is about
        except KeyError as error:
            raise StoreUnavailable(f"no database with {KEY}") from error
    except StoreUnavailable:
        with under_way(request_id="r1", job_id="j1"):
            log.exception("attempt broke", extra={"event": "document.broke", "detail": KEY})


def test_an_error_comes_with_its_way_and_with_what_was_under_way(
    sentry: Sentry, stand_in: StandIn, log: logging.Logger
) -> None:
    sentry.watch()

    break_down(log)
    sentry.close()

    [event] = stand_in.items("event")
    assert (event["release"], event["environment"]) == ("contractsai@9", "staging")
    assert event["tags"] == {
        "process": "worker",
        "event": "document.broke",
        "detail": "***",
        "request_id": "r1",
        "job_id": "j1",
    }
    assert event["logentry"]["formatted"] == "attempt broke"
    first, last = event["exception"]["values"]
    assert (first["type"], first["value"]) == ("KeyError", "")
    assert (last["type"], last["value"]) == ("StoreUnavailable", "no database with ***")
    assert last["stacktrace"]["frames"][-1]["function"] == "break_down"


def test_no_text_no_secret_and_no_variable_is_sent(
    sentry: Sentry, stand_in: StandIn, log: logging.Logger
) -> None:
    sentry.watch()

    break_down(log)
    sentry.close()

    [sent] = stand_in.raw
    for word in (TEXT, KEY, '"vars"', "context_line", "breadcrumbs", '"request"', '"modules"'):
        assert word not in sent


def test_what_is_no_error_is_not_sent(
    sentry: Sentry, stand_in: StandIn, log: logging.Logger
) -> None:
    """Nor what carries errors says of itself: that would make another one."""
    sentry.watch()

    log.warning("attempt failed", extra={"event": "document.failed"})
    logging.getLogger("urllib3.connectionpool").error("away")
    logging.getLogger("sentry_sdk.errors").error("away")
    sentry.close()

    assert stand_in.raw == []


def test_an_error_is_sent_once_though_a_fork_copied_another_client(
    sentry: Sentry, stand_in: StandIn, log: logging.Logger
) -> None:
    other = Sentry(stand_in.dsn, process="worker", release="x", environment="x")
    other.watch()
    sentry.watch()

    log.error("worker broke")
    sentry.close()
    other.close()

    assert len(stand_in.items("event")) == 1


def test_a_schedule_that_was_carried_out_is_told_once_a_minute(
    sentry: Sentry, stand_in: StandIn, clock: Clock
) -> None:
    """A relay comes every few seconds; nobody pays for that many check-ins."""
    for now in (0.0, 5.0, 59.0, 61.0):
        clock.now = now
        sentry.check_in(RELAY, is_well=True, seconds=0.5)
    sentry.close()

    told = stand_in.items("check_in")
    assert [each["status"] for each in told] == ["ok", "ok"]
    assert told[0]["monitor_slug"] == "contractsai-relay"
    assert told[0]["duration"] == 0.5
    assert (told[0]["release"], told[0]["environment"]) == ("contractsai@9", "staging")
    schedule = {"type": "interval", "value": 1, "unit": "minute"}
    assert told[0]["monitor_config"]["schedule"] == schedule


def test_a_schedule_that_failed_is_told_at_once(sentry: Sentry, stand_in: StandIn) -> None:
    sentry.check_in(CLEANUP_OLD_JOBS, is_well=True, seconds=1)
    sentry.check_in(CLEANUP_OLD_JOBS, is_well=False, seconds=1)
    sentry.check_in(ANALYZE_DOCUMENT, is_well=False, seconds=1)  # no schedule
    sentry.close()

    told = stand_in.items("check_in")
    assert [each["status"] for each in told] == ["ok", "error"]
    assert told[0]["monitor_config"]["schedule"] == {"type": "crontab", "value": "0 2 * * *"}
    assert told[0]["monitor_config"]["timezone"] == "UTC"


def test_what_an_sdk_of_tomorrow_adds_is_left_out() -> None:
    event = {"level": "error", "request": {"data": TEXT}, "extra": {"x": TEXT}, "user": {"id": 1}}

    assert scrubbed(event) == {"level": "error"}


def test_a_dsn_that_is_none_is_refused_and_not_repeated() -> None:
    with pytest.raises(UnsafeConfiguration, match="SENTRY_DSN is no DSN") as refused:
        Sentry("planted", process="api", release="x", environment="x")

    assert "planted" not in str(refused.value)


def test_every_schedule_has_a_monitor() -> None:
    """One that nobody watches stops on a quiet day."""
    assert set(MONITORS) == set(TICKS)
