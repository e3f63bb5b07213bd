"""The servers' commands before they serve; `tests/integration` has them run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contractsai.entrypoints.cli import servers

Run = Callable[..., Any]


def test_a_beat_makes_no_folder(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It keeps no file. Where `up` starts it late, the folder may just have been taken away."""
    asked: list[tuple[str, ...]] = []

    def note(*words: str, is_quiet: bool) -> int:
        assert not is_quiet
        asked.append(words)
        return 0

    monkeypatch.setattr(servers, "run_celery", note)
    monkeypatch.setenv("CONTRACTSAI_DATA_DIR", str(tmp_path / "away"))

    ended = run("beat")

    assert (ended.code, asked) == (0, [("beat", "--loglevel=INFO")])
    assert not (tmp_path / "away").exists()
