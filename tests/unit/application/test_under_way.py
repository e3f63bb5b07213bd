"""What this thread works on, as every line of its log says it."""

import logging
from collections.abc import Iterator

import pytest

from contractsai.application.submit import submit_job
from contractsai.application.under_way import names, request_id, under_way
from contractsai.domain.lifecycle import State
from contractsai.testing.world import FOLDER, World


class Names(logging.Handler):
    """Keeps under what each record was made."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append({"logger": record.name, **names()})


@pytest.fixture
def heard() -> Iterator[Names]:
    handler = Names()
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_names_add_up_and_end_with_their_block() -> None:
    with under_way(request_id="r1"), under_way(job_id="j1"):
        assert names() == {"request_id": "r1", "job_id": "j1"}
    assert names() == {}


def test_what_led_here_can_be_taken_away() -> None:
    """A job that no request made is not laid at the door of whoever runs it."""
    with under_way(request_id="r1"), under_way(request_id=None):
        assert request_id() is None


def test_nothing_is_under_way_at_first() -> None:
    assert request_id() is None


def test_lines_of_anybody_name_the_request_the_job_and_the_attempt(
    world: World, heard: Names
) -> None:
    """A library that complains in the midst of an analysis knows neither of them."""
    world.source.folders[FOLDER] = {"nda.pdf": b"x"}
    job = submit_job(
        FOLDER,
        source=world.source,
        store=world.store,
        clock=world.clock,
        new_id=lambda: f"id-{next(world.ids):06}",
        request_id="r1",
    ).job
    [document] = world.documents(job.id)
    world.during_analysis(document.id, lambda: logging.getLogger("parser").warning("odd"))

    world.deliver(document.id)

    assert world.state_of(document.id) is State.COMPLETED
    [line] = [each for each in heard.kept if each["logger"] == "parser"]
    assert line == {
        "logger": "parser",
        "request_id": "r1",
        "job_id": job.id,
        "document_id": document.id,
        "attempt": 1,
    }
    assert names() == {}
