"""What a worker's processes take."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from contractsai.adapters.process_meter import ProcessMeter
from contractsai.domain.worker import Role

WAITS = "import sys; print('ready', flush=True); sys.stdin.read()"


@pytest.fixture
def child() -> Iterator["subprocess.Popen[bytes]"]:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", WAITS], stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process


def test_the_main_process_comes_first(child: "subprocess.Popen[bytes]") -> None:
    meter = ProcessMeter(os.getpid())

    first, *others = meter.measure()

    assert (first.pid, first.role) == (os.getpid(), Role.WORKER)
    assert first.resident_bytes > 2**20
    assert {child.pid: Role.OTHER}.items() <= {each.pid: each.role for each in others}.items()


def test_a_share_is_one_since_the_last_look() -> None:
    meter = ProcessMeter(os.getpid())
    [first] = [use for use in meter.measure() if use.role is Role.WORKER]
    while (used := meter.measure()[0]).processor == 0:
        sum(range(100_000))

    assert first.processor == 0
    assert used.processor > 0


def test_a_process_that_has_ended_is_left_out(child: "subprocess.Popen[bytes]") -> None:
    meter = ProcessMeter(os.getpid())
    assert child.pid in {use.pid for use in meter.measure()}

    child.kill()
    child.wait()

    assert child.pid not in {use.pid for use in meter.measure()}
