"""Entry points are looked up once, and again when something has been installed."""

import importlib.metadata
from pathlib import Path
from typing import Any

import pytest

from contractsai import entry_points


def _install(folder: Path, name: str, group: str = "contractsai.tests") -> None:
    info = folder / f"{name}_plug-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-plug\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {name}:VALUE\n")


def test_what_is_installed_later_is_found_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    assert dict(entry_points.in_group("contractsai.tests")) == {}

    _install(tmp_path, "second")
    _install(tmp_path, "first")

    assert list(entry_points.in_group("contractsai.tests")) == ["first", "second"]
    assert entry_points.in_group("contractsai.tests")["first"].value == "first:VALUE"


def test_all_groups_cost_one_look(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A look opens a file of every package that is installed."""
    looks = 0
    real = importlib.metadata.entry_points

    def counted(**filters: Any) -> Any:
        nonlocal looks
        looks += 1
        return real(**filters)

    monkeypatch.setattr(importlib.metadata, "entry_points", counted)
    monkeypatch.syspath_prepend(str(tmp_path))  # nothing of it is known yet

    groups = ("contractsai.stores", "contractsai.brokers", "contractsai.tests")
    found = [entry_points.in_group(group) for group in groups]

    assert [bool(each) for each in found] == [True, True, False]
    assert looks == 1


def test_a_folder_of_the_path_that_is_not_there_is_no_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path / "nowhere"))

    assert entry_points.in_group("contractsai.stores")
