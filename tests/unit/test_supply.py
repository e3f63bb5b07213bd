"""What the image is made of: locked, complete, and under licences that somebody agreed to."""

import csv
import re
import runpy
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).parents[2]
EXTRAS: Final = ("flower", "limits", "otel", "postgres", "sentry")
"""What the image can do beyond the bare package."""
IMAGE: Final = {
    "python_version": "3.13",
    "python_full_version": "3.13.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "os_name": "posix",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}
ALLOWED: Final = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-3.0-only"),
        *("MIT", "MPL-2.0", "PSF-2.0", "Zlib"),
    }
)
"""LGPL: psycopg, and MPL: certifi, are used unchanged, as packages that anybody can replace."""
TOOL: Final[dict[str, Any]] = runpy.run_path(str(ROOT / "tools" / "licences.py"))
PINNED: Final[dict[str, str]] = TOOL["pinned"](ROOT / "locks" / "image.txt")


def asked_for() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    yield from map(Requirement, project["dependencies"])
    for extra in EXTRAS:
        yield from map(Requirement, project["optional-dependencies"][extra])


def is_here(package: str) -> bool:
    """Return whether the locked version is installed: another one may need and say other things."""
    try:
        return metadata.version(package) == PINNED[package]
    except metadata.PackageNotFoundError:  # an extra's
        return False


def applies(requirement: Requirement, extras: set[str] | None = None) -> bool:
    marker = requirement.marker
    found = ({**IMAGE, "extra": each} for each in extras or {""})
    return marker is None or any(marker.evaluate(each) for each in found)


@pytest.mark.parametrize("asked", list(asked_for()), ids=str)
def test_the_lock_holds_what_is_asked_for(asked: Requirement) -> None:
    """Else the image would be another one than its `pyproject.toml` says."""
    assert not applies(asked) or asked.specifier.contains(PINNED[canonicalize_name(asked.name)])


def test_the_lock_holds_what_that_needs() -> None:
    """Of the packages that are here at the locked version."""
    missing: set[str] = set()
    seen: set[str] = set()
    left = [each for each in asked_for() if applies(each)]
    while left:
        requirement = left.pop()
        name = canonicalize_name(requirement.name)
        if name not in PINNED:
            missing.add(name)
        elif str(requirement) not in seen and is_here(name):
            needs = map(Requirement, metadata.requires(name) or ())
            left += [each for each in needs if applies(each, requirement.extras | {""})]
        seen.add(str(requirement))

    assert missing == set()


def test_the_lock_holds_nothing_that_nobody_needs() -> None:
    """Each pin says what it is there for."""
    text = (ROOT / "locks" / "image.txt").read_text()
    reasons = re.findall(r"^    # via (.+)$", text, re.MULTILINE)
    named = {re.sub(r"[\[ ].*", "", each.strip()) for line in reasons for each in line.split(",")}

    assert len(reasons) == len(PINNED)
    assert named - PINNED.keys() == {"contractsai"}


@pytest.mark.parametrize("lock", ["image", "build"])
def test_every_file_of_a_lock_has_its_hash(lock: str) -> None:
    text = (ROOT / "locks" / f"{lock}.txt").read_text()
    pins = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]

    assert [pin for pin in pins if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", pin)] == []


def test_what_builds_the_wheel_is_locked_too() -> None:
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    pinned = TOOL["pinned"](ROOT / "locks" / "build.txt")

    for asked in map(Requirement, needs):
        assert asked.specifier.contains(pinned[canonicalize_name(asked.name)])


def test_the_image_takes_nothing_that_is_not_locked() -> None:
    """Each `pip install` and `pip wheel` either holds to hashes or resolves nothing."""
    steps = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    commands = re.findall(r"pip (?:install|wheel) [^&\n]+", steps)

    assert len(commands) == 4
    for command in commands:
        assert "--require-hashes" in command or "--no-deps" in command


def test_every_licence_is_listed_and_agreed_to() -> None:
    """A new one fails here until somebody has read it."""
    with (ROOT / "locks" / "licences.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["package"]: row["version"] for row in rows} == PINNED
    for row in rows:
        assert set(re.split(r" (?:AND|OR) ", row["licence"])) <= ALLOWED, row


@pytest.mark.parametrize("package", sorted(PINNED))
def test_a_licence_is_what_the_package_says(package: str) -> None:
    if not is_here(package):
        pytest.skip("another version is installed here, or none")
    with (ROOT / "locks" / "licences.csv").open(newline="") as file:
        listed = {row["package"]: row["licence"] for row in csv.DictReader(file)}

    assert listed[package] == TOOL["licence_of"](package)
