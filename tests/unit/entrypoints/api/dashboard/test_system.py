"""The system: what it was told, what beat does, and what is wrong."""

from datetime import timedelta

import pytest
from support.api_world import Api
from support.dashboard import Dashboard

from contractsai.application.ticks import PREFIX
from contractsai.bootstrap.schedules import RELAY
from contractsai.domain.bookmark import Bookmark
from contractsai.entrypoints.api.dashboard.system import shown_settings, source_of
from contractsai.settings import Settings


@pytest.mark.parametrize(
    ("name", "environment", "source"),
    [
        ("port", {"CONTRACTSAI_PORT": "1"}, "CONTRACTSAI_PORT"),
        ("sentry_dsn", {"SENTRY_DSN": "x"}, "SENTRY_DSN"),
        ("port", {}, "command line"),
    ],
)
def test_a_setting_says_where_it_comes_from(
    name: str, environment: dict[str, str], source: str
) -> None:
    """Whoever wonders why it is so looks there."""
    assert source_of(name, Settings.model_fields[name], environment) == source


def test_what_nobody_set_is_the_default(api: Api) -> None:
    sources = {it.name: it.source for it in shown_settings(api.services.settings)}

    assert sources["port"] == "default"


def test_schedules_are_told_with_what_was_missed(dashboard: Dashboard, api: Api) -> None:
    api.services.schedules.note(RELAY)

    text = dashboard.get("/system").text

    assert "relay" in text
    assert "every 5 s" in text
    assert "daily at 02:00 UTC" in text
    assert "never" in text


def test_the_doctor_comes_when_asked(dashboard: Dashboard) -> None:
    """It asks the broker, and takes its time."""
    before = dashboard.get("/system").text
    after = dashboard.get("/system", examine="true").text

    assert "Look for what is wrong" in before
    assert "Look for what is wrong" not in after
    assert "contractsai up" in after


def test_without_a_database_the_rest_is_shown(dashboard: Dashboard, api: Api) -> None:
    api.break_store()

    response = dashboard.get("/system")

    assert response.status_code == 200
    assert "is away" in response.text


def test_a_beat_that_fell_silent_is_told_first(dashboard: Dashboard, api: Api) -> None:
    """On the overview: what ran every few seconds an hour ago, and since then did not."""
    long_ago = api.services.clock.now() - timedelta(hours=1)
    with api.services.store.begin() as work:
        work.bookmarks.put(Bookmark(f"{PREFIX}{RELAY}", long_ago, ""))
        work.commit()

    assert "Beat has been silent since" in dashboard.get().text
