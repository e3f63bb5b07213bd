"""A check of all patterns is worth what `placed` finds."""

import importlib
from pathlib import Path

import pytest
from support.placed import placed


def test_what_containers_and_dataclasses_hold_is_found_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "shelf_of_numbers"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "inner" / "__init__.py").touch()
    (package / "inner" / "held.py").write_text(
        "from dataclasses import dataclass\n"
        "@dataclass(frozen=True)\n"
        "class Box:\n"
        "    size: object\n"
        "ALONE = 0.5\n"
        "BOXES = {'a': [Box((1.5, 'no number'))], 'b': {2.5}}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    found = dict(placed(importlib.import_module("shelf_of_numbers"), float))

    assert found == {
        "inner.held.ALONE.0": 0.5,
        "inner.held.BOXES.0": 1.5,
        "inner.held.BOXES.1": 2.5,
    }
