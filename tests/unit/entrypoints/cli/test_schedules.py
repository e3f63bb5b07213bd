"""`contractsai schedules`: what ran when, and what did not."""

import contextlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contractsai.bootstrap import schedules
from contractsai.bootstrap.services import build_services
from contractsai.domain.bookmark import Bookmark
from contractsai.settings import Settings

Run = Callable[..., Any]


@pytest.fixture
def ran(data_dir: Path) -> Callable[[str, timedelta], None]:
    """Return a function that has a tick have run some time ago."""

    def ran(name: str, ago: timedelta) -> None:
        with contextlib.closing(build_services(Settings())) as services:
            services.upgrade_database()
            with services.store.begin() as work:
                at = services.clock.now() - ago
                work.bookmarks.put(Bookmark(f"ticks/{name}", at, ""))
                work.commit()

    return ran


def test_before_anything_ran_the_way_there_is_told(run: Run) -> None:
    ended = run("schedules", "list")

    assert ended.code == 0
    assert "cleanup-old-jobs  daily 02:00 UTC  last: never" in ended.out
    assert "webhooks" not in ended.out
    assert ended.err.endswith("contractsai beat\n")


def test_what_was_missed_is_told(run: Run, ran: Callable[[str, timedelta], None]) -> None:
    ran(schedules.CLEANUP, timedelta(days=5))
    ran(schedules.RELAY, timedelta(0))

    ended = run("schedules", "list")
    told = {one["name"]: one for one in json.loads(run("schedules", "list", "--json").out)}

    assert "missed: " in ended.out
    assert ended.err.endswith("contractsai doctor\n")
    assert told["cleanup-old-jobs"]["missed"] >= 4
    assert (told["relay"]["schedule"], told["relay"]["missed"]) == ("every 5 s", 0)
    assert told["rescue"]["last"] is None


def test_what_ran_is_noted_by_the_use_case(run: Run, data_dir: Path) -> None:
    with contextlib.closing(build_services(Settings())) as services:
        services.upgrade_database()
        services.schedules.note(schedules.RESCUE)

    told = {one["name"]: one for one in json.loads(run("schedules", "list", "--json").out)}

    assert told["rescue"]["last"] is not None
    assert run("schedules", "list").err == ""
