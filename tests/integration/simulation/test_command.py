"""``python -m contractsai.testing.simulation``, as people and CI call it."""

import json
import os
import subprocess
import sys

import pytest


def simulate(*arguments: str, hash_seed: str = "random") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "contractsai.testing.simulation", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )


def test_kept_promises_are_one_line_and_exit_code_0() -> None:
    done = simulate("--schedules", "60", "--seed", "5")

    assert (done.returncode, done.stderr) == (0, "")
    [line] = done.stdout.splitlines()
    assert line.startswith("60 schedules from seed 5: ")
    assert "0 promises broken" in line


def test_programs_are_told_in_json() -> None:
    told = json.loads(simulate("--schedules", "30", "--json").stdout)

    assert (told["schedules"], told["broken"]) == (30, None)
    assert sum(told["faults"].values()) > 30


def test_a_broken_promise_ends_with_the_command_that_replays_it() -> None:
    """Exit code 1, the faults that are needed, and a command that shows the same again."""
    done = simulate("--schedules", "300", "--mistake", "no-fence-check")

    assert (done.returncode, done.stdout) == (1, "")
    assert "BROKEN with seed" in done.stderr
    replay = done.stderr.splitlines()[-1].partition("contractsai.testing.simulation ")[2]
    again = simulate(*replay.replace("'", "").split())
    assert again.returncode == 1
    assert again.stdout.splitlines()[-1].startswith("BROKEN: I2")


def test_a_replay_is_the_same_in_any_process() -> None:
    """Whatever the order of sets is there: else a seed from CI would be of no use at home."""
    first = simulate("--seed", "24", "--trace", hash_seed="1")
    second = simulate("--seed", "24", "--trace", hash_seed="2")

    assert first.stdout == second.stdout
    assert len(first.stdout.splitlines()) > 100


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--faults", "x"], "no list of numbers"),
        (["--faults", "99"], "has 4 faults"),
        (["--schedules", "0"], "x>=1"),
        (["--mistake", "nonsense"], "no-fence-check"),
    ],
)
def test_a_wrong_call_says_what_is_right(arguments: list[str], said: str) -> None:
    done = simulate(*arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
