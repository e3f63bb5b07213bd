"""The command as a whole: quick to start, and never a traceback."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contractsai import __version__
from contractsai.entrypoints.cli.main import COMMANDS

HEAVY = {"celery", "sqlalchemy", "fastapi", "rich", "pydantic", "uvicorn", "psutil", "openpyxl"}
Run = Callable[..., object]


def python(code: str) -> "subprocess.CompletedProcess[str]":
    """Run *code* in an interpreter of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_help_loads_no_library_that_it_does_not_need() -> None:
    """It is the first thing a person tries, and a slow answer is the first thing they learn."""
    code = (
        "import sys; from contractsai.entrypoints.cli.main import main; main(['--help']);"
        f"print('LOADED', sorted({HEAVY!r} & set(sys.modules)))"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    done = python(code)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stdout.endswith("LOADED []\n"), done.stdout + done.stderr
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.5


def test_the_help_names_every_command(run: Run) -> None:
    ended = run("--help")

    assert ended.code == 0
    assert all(f"  {name} " in ended.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run: Run, name: str) -> None:
    """Each is imported for it: a name in the table that leads nowhere would show here."""
    ended = run(name, "--help")

    assert ended.code == 0
    assert ended.out.startswith(f"Usage: contractsai {name}")


def test_the_version_is_the_packages(run: Run) -> None:
    assert __version__ in run("--version").out


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["analyse"], "contractsai --help"),
        (["analyze"], "contractsai analyze --help"),
        (["jobs", "list", "--limit", "many"], "contractsai jobs list --help"),
        (["up", "--port", "70000"], "contractsai up --help"),
    ],
)
def test_a_wrong_usage_ends_with_where_the_right_one_stands(
    run: Run, arguments: list[str], command: str
) -> None:
    ended = run(*arguments)

    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.endswith(f"{command}\n")


def test_every_setting_that_is_wrong_gets_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once: a person should not have to correct them one by one."""
    monkeypatch.setenv("CONTRACTSAI_PORT", "high")
    monkeypatch.setenv("CONTRACTSAI_MAX_FAILURES", "0")

    ended = run("jobs", "list")

    told = ended.err.splitlines()
    assert ended.code == 2
    assert told[0].startswith("CONTRACTSAI_PORT: Input should be a valid integer")
    assert told[1].startswith("CONTRACTSAI_MAX_FAILURES: Input should be greater than 0")
    assert told[2:] == ["Correct the environment, then repeat: contractsai jobs list"]


def test_a_wrong_setting_is_not_told_with_its_value(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be a password in the wrong place."""
    monkeypatch.setenv("CONTRACTSAI_PORT", "hunter2")

    assert "hunter2" not in run("jobs", "list").err


def test_settings_that_contradict_each_other_are_a_usage_error(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACTSAI_LEASE_SECONDS", "1")

    ended = run("jobs", "list")

    assert ended.code == 2
    assert "CONTRACTSAI_LEASE_SECONDS must be three times" in ended.err
    assert ended.err.endswith("Then repeat: contractsai jobs list\n")


@pytest.mark.parametrize(
    ("before", "has_traceback"), [("['--version']", False), ("['--debug', '--version']", True)]
)
def test_a_defect_shows_its_traceback_to_those_who_debug(
    before: str, *, has_traceback: bool
) -> None:
    """To everybody else it says how to get it; the message might quote a document."""
    code = (
        f"from contractsai.entrypoints.cli.main import main; main({before});"
        "raise RuntimeError('WHEREAS the parties')"
    )

    done = python(code)

    assert done.returncode == 1
    assert ("Traceback" in done.stderr) is has_traceback
    assert ("WHEREAS" in done.stderr) is has_traceback
    assert ("contractsai --debug" in done.stderr) is not has_traceback


def test_a_defect_in_a_thread_shows_no_traceback_either() -> None:
    code = (
        "from contractsai.entrypoints.cli.main import main; main(['--version']);"
        "import threading; thread = threading.Thread(target=lambda: 1 / 0);"
        "thread.start(); thread.join()"
    )

    done = python(code)

    assert "Traceback" not in done.stderr
    assert "(ZeroDivisionError)" in done.stderr


def test_what_the_operating_system_refuses_is_told_with_its_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A data directory below a file, a full disk: nothing of ours is broken."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("CONTRACTSAI_DATA_DIR", str(tmp_path / "file" / "data"))

    ended = run("jobs", "list")

    assert (ended.code, ended.out) == (1, "")
    assert str(tmp_path / "file" / "data") in ended.err
    assert ended.err.endswith("then repeat: contractsai jobs list\n")


def test_a_pipeline_that_is_not_there_is_a_usage_error(
    run: Run, tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before there is a job, whose documents would all fail without saying why."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "a.txt").touch()
    monkeypatch.setenv("CONTRACTSAI_PIPELINE", "nowhere:nothing")

    ended = run("analyze", str(tmp_path / "contracts"))

    assert ended.code == 2
    assert "'nowhere:nothing' cannot be loaded" in ended.err
    assert "no jobs yet" in run("jobs", "list").err
