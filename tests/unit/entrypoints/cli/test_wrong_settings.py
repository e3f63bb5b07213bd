"""A wrong value of any setting is told by name, with what to do; never as a defect of ours."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractsai.settings import Settings

Run = Callable[..., Any]
TEXTS = (
    "",
    "nonsense",
    "-1",
    "0",
    "inf",
    "nan",
    "1e300",
    "9" * 40,
    "[",
    "\u20ac",
    "a b",
    "/no/such",
)
URLS = (
    "sqlite://host/x.db",
    "sqlite:///:memory:",
    "mysql://host/x",
    "postgres://u:p@h/x",
    "postgresql://h:port/x",
    "postgresql://u:p@ss/w@h:5432/x",
    "postgresql://127.0.0.1:9/x?no_such_option=1",
)
CASES = [
    (name, value)
    for name in Settings.model_fields
    if name not in ("broker_url", "result_backend")
    for value in TEXTS
] + [("database_url", url) for url in URLS]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_no_value_of_a_setting_is_a_defect(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """`jobs list` reads all settings and opens the database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # no value may lead to a person's own data
    monkeypatch.setenv(f"CONTRACTSAI_{name.upper()}", value)
    if name == "data_dir" and value.startswith("/"):
        value = str(tmp_path / "file" / "below")
        (tmp_path / "file").touch()
        monkeypatch.setenv("CONTRACTSAI_DATA_DIR", value)

    ended = run("jobs", "list")

    assert ended.code in (0, 1, 2)
    if ended.code == 2:
        assert f"CONTRACTSAI_{name.upper()}" in ended.err
    if ended.code:
        ways_out = ("contractsai jobs list", "contractsai db upgrade", "contractsai up")
        assert any(way in ended.err for way in ways_out)


@pytest.mark.parametrize("variable", ["OTEL_EXPORTER_OTLP_ENDPOINT", "CONTRACTSAI_OTLP_ENDPOINT"])
def test_a_setting_with_two_names_is_told_by_the_one_that_is_set(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "nonsense")

    ended = run("jobs", "list")

    assert ended.code == 2
    assert ended.err.startswith(f"{variable}: ")


def test_a_database_that_is_none_is_told_as_damaged(run: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "contractsai.db").write_bytes(os.urandom(8192))

    ended = run("jobs", "list")

    assert ended.code == 1
    assert ended.err.startswith("The database's file is damaged.")


def test_a_pipe_is_no_playbook(run: Run, tmp_path: Path) -> None:
    """Whoever opens one waits for a writer that never comes."""
    os.mkfifo(tmp_path / "pipe")

    ended = run("playbook", "check", str(tmp_path / "pipe"))

    assert ended.code == 2
    assert "not a regular file" in ended.err


def test_the_api_tells_of_a_port_in_use_as_of_a_wrong_setting(run: Run) -> None:
    """3 means that some documents failed, and nothing else."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("api", "--port", str(taken.getsockname()[1]))

    assert ended.code == 2
    assert "contractsai api --port" in ended.err
