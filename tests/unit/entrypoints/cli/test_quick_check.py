"""`contractsai healthcheck`: what it says of each fault, and that it costs next to nothing."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from contractsai.entrypoints.cli import quick_check, start

Run = Callable[..., Any]
OURS = {
    "contractsai",
    "contractsai.entrypoints",
    "contractsai.entrypoints.cli",
    "contractsai.entrypoints.cli.quick_check",
    "contractsai.entrypoints.cli.start",
}
LOADED = """
import sys
before = set(sys.modules)
sys.argv = ["contractsai", "healthcheck", "worker"]
from contractsai.entrypoints.cli.start import main
code = main()
new = set(sys.modules) - before
print(code, *sorted(name for name in new if name.partition(".")[0] not in sys.stdlib_module_names))
"""


@contextmanager
def listening(answer: bytes | None) -> Iterator[str]:
    """An address where one caller gets *answer*; None is what a loop that hangs says."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked: list[bytes] = []

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                asked.append(connection.recv(4096))
                connection.sendall(answer or b"")

        if answer is not None:
            thread = threading.Thread(target=serve)
            thread.start()
        yield str(server.getsockname()[1])
        if answer is not None:
            thread.join()


@pytest.fixture
def pulse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "pulse"
    file.touch()
    monkeypatch.setenv("CONTRACTSAI_PULSE_FILE", str(file))
    return file


@pytest.mark.parametrize("process", ["worker", "beat"])
def test_a_fresh_pulse_is_well(run: Run, pulse: Path, process: str) -> None:
    assert pulse.exists()

    ended = run("healthcheck", process)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("well: its loop turned ")


@pytest.mark.parametrize("process", ["worker", "beat"])
def test_an_old_pulse_is_a_loop_that_hangs(run: Run, pulse: Path, process: str) -> None:
    os.utime(pulse, (0, 0))

    ended = run("healthcheck", process)

    assert (ended.code, ended.out) == (1, "")
    assert "its loop has not turned" in ended.err


def test_no_pulse_yet_is_unwell(run: Run, pulse: Path) -> None:
    pulse.unlink()

    ended = run("healthcheck", "worker")

    assert ended.code == 1
    assert "has not begun yet" in ended.err


def test_a_check_without_a_file_says_which_variable_to_set(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTRACTSAI_PULSE_FILE", raising=False)

    ended = run("healthcheck", "beat")

    assert ended.code == 1
    assert "export CONTRACTSAI_PULSE_FILE=" in ended.err


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", (0, "answers 200")),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", (1, "503 Service Unavailable")),
        (b"SSH-2.0-OpenSSH\r\n", (1, "SSH-2.0")),
        (b"", (1, "answers ''")),
    ],
    ids=["well", "not ready", "another service", "hung up"],
)
@pytest.mark.parametrize("ready", [(), ("--ready",)], ids=["live", "ready"])
def test_the_api_is_well_if_it_answers_200(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes,
    ends: tuple[int, str],
    ready: tuple[str, ...],
) -> None:
    monkeypatch.setenv("CONTRACTSAI_HOST", "0.0.0.0")
    with listening(answer) as port:
        monkeypatch.setenv("CONTRACTSAI_PORT", port)

        ended = run("healthcheck", "api", *ready)

    code, says = ends
    assert ended.code == code
    assert says in ended.out + ended.err
    assert ("/readyz" if ready else "/livez") in ended.out + ended.err


def test_an_api_whose_loop_hangs_is_unwell(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is connected to, by the system, and never answers."""
    monkeypatch.setattr(quick_check, "ANSWER_SECONDS", 0.01)
    with listening(None) as port:
        monkeypatch.setenv("CONTRACTSAI_PORT", port)

        ended = run("healthcheck", "api")

    assert ended.code == 1
    assert "gave no answer" in ended.err


@pytest.mark.parametrize("port", ["", "no number", "99999999"])
def test_a_port_that_is_none_is_unwell(
    run: Run, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("CONTRACTSAI_PORT", port)

    assert run("healthcheck", "api").code == 1


def test_only_the_api_is_ready_or_not(run: Run) -> None:
    assert run("healthcheck", "worker", "--ready").code == 2


def test_a_check_loads_nothing_but_the_standard_library(pulse: Path) -> None:
    """It runs every few seconds in every container: click alone would double what it costs."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=False
    )

    assert pulse.exists()
    code, *loaded = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stdout + done.stderr
    assert set(loaded) <= OURS


def test_what_is_no_check_goes_the_long_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check that is misspelt is explained."""
    monkeypatch.setattr(sys, "argv", ["contractsai", "healthcheck", "wroker"])

    assert start.main() == 2
    assert "contractsai healthcheck --help" in capsys.readouterr().err


def test_a_check_goes_the_short_way(
    monkeypatch: pytest.MonkeyPatch, pulse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["contractsai", "healthcheck", "beat"])

    assert (start.main(), pulse.exists()) == (0, True)
    assert capsys.readouterr().out.startswith("well: ")
