"""What a person is told of a stall."""

import re

import pytest

from contractsai.application.stall import Cause, Stall
from contractsai.entrypoints.cli.main import COMMANDS
from contractsai.entrypoints.stalls import stall_view, told_of

WAITING = {"documents": {"running": 0}}
RUNNING = {"documents": {"running": 1}}


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_is_a_sentence_and_a_command_of_ours(cause: Cause) -> None:
    told = told_of(stall_view(Stall(cause, waiting=3, running=1, slots=1)), WAITING)

    assert told is not None
    command = re.search(r"\. [A-Z][^.]+: contractsai ([a-z]+)( list --json)?$", told)
    assert command is not None, told
    assert command[1] in COMMANDS


def test_busy_slots_are_nothing_to_tell_of_a_job_that_has_some() -> None:
    """Every job of more documents than slots is in that state from start to end."""
    busy = stall_view(Stall(Cause.ALL_BUSY, waiting=3, running=2, slots=2))

    assert told_of(busy, RUNNING) is None
    assert told_of(busy, WAITING) is not None


def test_a_broker_that_is_away_is_told_of_whatever_still_runs() -> None:
    away = stall_view(Stall(Cause.BROKER_AWAY, waiting=3, running=1, slots=2))

    assert told_of(away, RUNNING) == told_of(away, WAITING) is not None


def test_no_stall_is_nothing_to_tell() -> None:
    assert told_of(None, WAITING) is None
