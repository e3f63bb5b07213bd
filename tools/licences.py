# ruff: noqa: INP001 - a script, not a package
"""Write `locks/licences.csv`: the licence of every package that the image holds.

Run it where `locks/image.txt` is installed: `python tools/licences.py`. What packages say in old
ways is written as SPDX; a licence that nobody has looked at yet is written as it was said, and
`tests/unit/test_supply.py` fails until somebody has.
"""

import csv
import re
from importlib import metadata
from pathlib import Path
from typing import Final

LOCKS: Final = Path(__file__).parents[1] / "locks"
LISTED: Final = LOCKS / "licences.csv"
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_OLD_WAYS: Final = {
    "BSD": "BSD-3-Clause",
    "New BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}


def pinned(lock: Path) -> dict[str, str]:
    """Return the version of each package that a lock holds."""
    return dict(_PIN.findall(lock.read_text()))


def licence_of(package: str) -> str:
    """Return the licence that an installed package says it has, as SPDX where we know how."""
    told = metadata.metadata(package)
    classified = [
        each.rpartition(" :: ")[2]
        for each in told.get_all("Classifier", [])
        if each.startswith("License :: OSI Approved")
    ]
    first_line = (told.get("License") or "").strip().partition("\n")[0].strip()
    said = told.get("License-Expression") or first_line or " AND ".join(classified)
    return _OLD_WAYS.get(said, said)


def main() -> None:
    """Write the list."""
    with LISTED.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("package", "version", "licence"))
        for package, version in sorted(pinned(LOCKS / "image.txt").items()):
            rows.writerow((package, version, licence_of(package)))


if __name__ == "__main__":
    main()
