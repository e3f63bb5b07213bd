"""Packages of strangers: built by their own build system, and installed beside ours, not into it.

Whoever has the folder on `PYTHONPATH` has the package, with its entry points, as after `pip
install`; the environment of the tests stays as it is.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGES = Path(__file__).parents[1] / "plugins"
_BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"


def install(package: str, into: Path) -> Path:
    """Build *package* of `tests/plugins`, unpack its wheel into a folder, and return that."""
    source, wheels, target = into / "source", into / "wheels", into / "site"
    shutil.copytree(PACKAGES / package, source / package)
    wheels.mkdir(exist_ok=True)
    before = set(wheels.iterdir())
    subprocess.run(
        [sys.executable, "-c", _BUILD, str(wheels)],
        cwd=source / package,
        check=True,
        capture_output=True,
    )
    [wheel] = set(wheels.iterdir()) - before
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(target)
    return target


def own_tests(package: str, site: Path) -> "subprocess.CompletedProcess[str]":
    """Run the tests that *package* brings along, as its owner does, with what *site* has."""
    folder = site.parent / "source" / package
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"),
            *(
                "--basetemp",
                str(site.parent / "files of its tests"),
                "--rootdir",
                str(folder),
                "-c",
                str(folder / "pyproject.toml"),
                str(folder / "tests"),
            ),
        ],
        cwd=folder,
        env=environment(site),
        capture_output=True,
        text=True,
        check=False,
    )


def environment(site: Path) -> dict[str, str]:
    """Return this process' environment, with the packages in *site*."""
    path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}
