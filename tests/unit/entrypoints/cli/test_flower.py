"""`contractsai flower` refuses what would let strangers look; `tests/integration` has it run."""

from collections.abc import Callable
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
