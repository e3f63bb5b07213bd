"""Private folders: whoever dies at whatever moment, the next sweep leaves nothing of the dead."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contractsai.adapters.os import folders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are not locked there")

DIE_AT = """
import os, signal, sys
from pathlib import Path
from contractsai.adapters.os import folders

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

place, name = sys.argv[1].split(":")
setattr({"os": os, "fcntl": folders.fcntl, "path": Path}[place], name, die)
folders.make(Path(sys.argv[2]))
"""


@pytest.mark.parametrize("step", ["os:open", "fcntl:flock", "path:rename"])
@pytest.mark.parametrize("by", ["sweep", "owner"])
def test_who_dies_while_making_one_leaves_nothing_that_nobody_takes_away(
    step: str, by: str, tmp_path: Path
) -> None:
    folder = tmp_path / folders.new_name()
    died = subprocess.run([sys.executable, "-c", DIE_AT, step, str(folder)], check=False)
    assert died.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir())

    if by == "sweep":
        folders.sweep(tmp_path)
    else:
        folders.discard(folder)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["open", "flock", "rename"])
def test_a_sweep_in_the_midst_of_making_takes_nothing_that_is_lived_in(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / folders.new_name()
    owner: Any = {"open": os, "flock": folders.fcntl, "rename": Path}[step]
    real = getattr(owner, step)

    def swept_first(*args: Any) -> Any:
        monkeypatch.undo()
        folders.sweep(tmp_path)
        return real(*args)

    monkeypatch.setattr(owner, step, swept_first)

    folders.make(folder)

    folders.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_cannot_be_made_is_an_error_and_no_endless_loop(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        folders.make(tmp_path / "nowhere" / folders.new_name())
