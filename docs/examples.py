"""The examples of Extending: what a fact consists of, and how long each example is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PLUG_INS: Final = ROOT / "tests" / "plugins"
PACKAGE: Final = ROOT / "contractsai"
FINDER: Final = PACKAGE / "pipeline" / "facts" / "payment.py"
ITS_TESTS: Final = ROOT / "tests" / "unit" / "pipeline" / "facts" / "test_payment.py"
OF_THE_FACT: Final = re.compile(r"\b(?:payment_term|find_payment_terms)\b")


def fact_as_a_change() -> str:
    """Return every line of the package that the fact takes beside its finder, as a change."""
    shown = "".join(
        f"--- {file.relative_to(ROOT).as_posix()}\n"
        + "".join(f" {before}\n+{line}\n" for before, line in found)
        for file, found in fact_lines()
    )
    return f"```diff\n{shown}```\n"


def fact_lines() -> Iterator[tuple[Path, list[tuple[str, str]]]]:
    """Yield each module that names the fact, with its lines that do, each after the one before."""
    for file in sorted(PACKAGE.rglob("*.py")):
        lines = file.read_text(encoding="utf-8").splitlines()
        found = [
            (before, line)
            for before, line in zip(["", *lines], lines, strict=False)
            if OF_THE_FACT.search(line)
        ]
        if found and file != FINDER:
            yield file, found


def lengths() -> Iterator[tuple[str, ...]]:
    """Yield a row an example: what it is, and its lines, with comments and blank ones."""
    beside = sum(len(found) for _, found in fact_lines())
    yield (
        "the fact `payment_term`",
        "-",
        f"{_lines(FINDER)} + {beside}",
        "-",
        str(_lines(ITS_TESTS)),
    )
    for package in sorted(PLUG_INS.iterdir()):
        if (package / "pyproject.toml").is_file():
            yield (
                f"`{package.name}`",
                ", ".join(f"`{group}`" for group in _groups(package)),
                str(sum(map(_lines, package.glob("contractsai_*/*.py")))),
                str(_lines(package / "pyproject.toml")),
                str(sum(map(_lines, package.glob("tests/*.py")))),
            )


def _groups(package: Path) -> list[str]:
    data = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))
    return sorted(data["project"]["entry-points"])


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())
