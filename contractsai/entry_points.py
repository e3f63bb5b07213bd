"""The entry points of what is installed, looked up once for as long as the path stays what it is.

Every look of `importlib.metadata` opens a file of each package there is: some 20 ms, which each
group would cost again, in each process that starts.
"""

import functools
import importlib.metadata
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Final

_OURS: Final = "contractsai."
_State = tuple[tuple[str, int], ...]


def in_group(group: str) -> Mapping[str, EntryPoint]:
    """Return the entry points of *group*, one of ours, by name, in the order of their names."""
    return _by_group(_state(sys.path)).get(group, {})


def _state(path: Sequence[str]) -> _State:
    """Return what changes when something is installed: the folders, and when they last did."""
    return tuple((folder, _changed_at(folder)) for folder in path)


def _changed_at(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:  # an archive that is not there, a folder that is gone
        return 0


@functools.lru_cache(maxsize=1)
def _by_group(state: _State) -> Mapping[str, Mapping[str, EntryPoint]]:
    del state  # which decides whether this is asked again
    everything = importlib.metadata.entry_points()
    return {
        group: {point.name: point for point in sorted(everything.select(group=group), key=_name)}
        for group in everything.groups
        if group.startswith(_OURS)
    }


def _name(point: EntryPoint) -> str:
    return point.name
