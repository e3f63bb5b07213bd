"""`contractsai flower` refuses what would let strangers look; `tests/integration` has it run."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize("password", ["", "admin", "admin:", ":secret"])
def test_no_password_is_no_way_to_listen_to_others(
    run: Run, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("FLOWER_BASIC_AUTH", password)

    ended = run("flower", "--address=0.0.0.0")

    assert ended.code == 2
    assert "export FLOWER_BASIC_AUTH=" in ended.err


def test_where_flower_is_missing_it_says_how_to_get_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    ended = run("flower")

    assert ended.code == 1
    assert "pip install 'contractsai[flower]'" in ended.err


def test_the_password_may_stand_in_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Flower reads the variable alone, so it is there before Flower is."""
    file = tmp_path / "flower"
    file.write_text("admin:secret\n")
    monkeypatch.setenv("FLOWER_BASIC_AUTH", "")
    monkeypatch.setenv("FLOWER_BASIC_AUTH_FILE", str(file))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    ended = run("flower", "--address=0.0.0.0")

    assert "pip install" in ended.err  # it got past the password
    assert os.environ["FLOWER_BASIC_AUTH"] == "admin:secret"


def test_a_file_that_is_not_there_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FLOWER_BASIC_AUTH", raising=False)
    monkeypatch.setenv("FLOWER_BASIC_AUTH_FILE", str(tmp_path / "none"))

    ended = run("flower", "--address=0.0.0.0")

    assert ended.code == 2
    assert "FLOWER_BASIC_AUTH_FILE names" in ended.err
