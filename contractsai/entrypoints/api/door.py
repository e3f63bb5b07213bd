"""How many callers there is room for, in a process that may open so many files."""

import sys
from dataclasses import dataclass, replace
from typing import Final

from contractsai.settings import Settings

OWN_FILES: Final = 64
"""Left for what is not a connection: the database, reports, logs, the event loop."""
MOST_BACKLOG: Final = 128
ROUNDS: Final = 4
"""Rounds of the event loop between a connection and the end of the one that made room for it;
asyncio takes on as many as the backlog in each."""
LEAST: Final = 8


@dataclass(frozen=True, slots=True)
class Door:
    """What a server promises to its callers, all of them together.

    Attributes:
        connections: how many are held at once.
        backlog: how many more the event loop may take on before it looks at the first of them.
        client_seconds: how long a caller may keep us waiting.
        upload_seconds: how long with a request that brings files.
        root_path: the prefix of our addresses.
    """

    connections: int
    backlog: int
    client_seconds: float
    root_path: str = ""
    upload_seconds: float = 900

    @property
    def requests(self) -> int:
        """How many requests are served at once: the rest of the connections only wait."""
        return max(1, self.connections * 3 // 4)


def door_of(settings: Settings) -> Door:
    """Return the door that *settings* ask for, as far as this process' limit of files allows it."""
    door = fitting(
        files=_most_files(),
        connections=settings.max_connections,
        client_seconds=settings.client_seconds,
        root_path=settings.root_path,
    )
    return replace(door, upload_seconds=settings.upload_seconds)


def fitting(
    *, files: int | None, connections: int, client_seconds: float, root_path: str = ""
) -> Door:
    """Return a door under which a process of so many open files never runs out of them."""
    if files is None:
        return Door(connections, MOST_BACKLOG, client_seconds, root_path)
    half = max(LEAST, (files - OWN_FILES) // 2)
    backlog = min(MOST_BACKLOG, half // ROUNDS)
    return Door(min(connections, half), backlog, client_seconds, root_path)


def _most_files() -> int | None:
    """Return how many files this process may have open, or None where nobody counts."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - there is none on Windows

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft
