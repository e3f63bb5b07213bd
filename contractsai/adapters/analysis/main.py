"""The analysis process: ``python -m contractsai.adapters.analysis.main START``.

It forks before the pipeline is loaded, so that the guard stays small and has one thread.
"""

import sys
from pathlib import Path
from typing import NoReturn

from contractsai.adapters.analysis.guard import guard
from contractsai.adapters.analysis.messages import Start, decode
from contractsai.adapters.analysis.serving import serve
from contractsai.adapters.os import folders, platform


def main() -> None:
    """Run the process that the last argument describes."""
    start = decode(sys.argv[-1].encode())
    if not isinstance(start, Start):
        raise SystemExit(f"usage: {sys.argv[0]} START")
    platform.ignore_polite_signals()
    platform.give_up_privileges()
    if start.lifeline is None:
        folders.make(Path(start.folder))
        _serve(start)
    folder = Path(start.folder)
    guard(lambda: _serve(start), lifeline=start.lifeline, door=start.door, folder=folder)


def _serve(start: Start) -> NoReturn:
    platform.be_killed_first()
    serve(start)


if __name__ == "__main__":
    main()
