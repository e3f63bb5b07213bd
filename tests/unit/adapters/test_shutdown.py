"""The switch that reaches forked children."""

import os

import pytest

from contractsai.adapters.shutdown import SharedShutdown


def test_nobody_is_asked_to_go_at_first() -> None:
    shutdown = SharedShutdown(grace_seconds=0)

    assert not shutdown.is_requested()
    assert not shutdown.is_due()


def test_without_grace_the_request_is_due_at_once() -> None:
    shutdown = SharedShutdown(grace_seconds=0)
    shutdown.request()

    assert shutdown.is_requested()
    assert shutdown.is_due()


def test_within_the_grace_nothing_new_is_begun_and_nothing_is_stopped() -> None:
    shutdown = SharedShutdown(grace_seconds=3600)
    shutdown.request()
    shutdown.request()

    assert shutdown.is_requested()
    assert not shutdown.is_due()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # a test's other threads
def test_a_child_forked_earlier_learns_of_the_request() -> None:
    """A Celery worker's main process gets the signal; its pool children run the documents."""
    shutdown = SharedShutdown(grace_seconds=0)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.read(reader, 1)
        os._exit(0 if shutdown.is_due() else 1)

    shutdown.request()
    os.write(writer, b"x")

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_who_drains_begins_nothing_and_leaves_nothing() -> None:
    shutdown = SharedShutdown(grace_seconds=0)
    shutdown.drain()

    assert shutdown.is_requested()
    assert not shutdown.is_leaving()
    assert not shutdown.is_due()


def test_who_drains_can_be_told_to_leave() -> None:
    shutdown = SharedShutdown(grace_seconds=0)
    shutdown.drain()
    shutdown.request()
    shutdown.drain()

    assert shutdown.is_leaving()
    assert shutdown.is_due()
