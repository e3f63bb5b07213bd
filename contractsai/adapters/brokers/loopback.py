"""A port of the loopback and its password, which a private file tells from process to process.

Everybody on a machine reaches its loopback: the password is what keeps them out, and the file is
closed to all but its owner.
"""

import json
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from contractsai.adapters.private import private_file

HOST: Final = "127.0.0.1"
NOBODYS_PORT: Final = 1
"""Where nobody listens: for a broker that was never started. Not 0, which kombu takes for 6379."""


@dataclass(frozen=True, slots=True)
class Loopback:
    """Where a server listens on the loopback; port 0 is any free one, no password lets all in."""

    port: int = 0
    password: str = ""

    @property
    def url(self) -> str:
        """The address, for kombu."""
        user = f":{self.password}@" if self.password else ""
        return f"redis://{user}{HOST}:{self.port}/0"

    @classmethod
    def read(cls, file: Path) -> Self:
        """Return what *file* says; a port of nobody's where there is none, or a broken one."""
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            return cls(int(found["port"]), str(found["password"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(NOBODYS_PORT)

    @classmethod
    def written(cls, file: Path) -> Self:
        """Write a port that is free and a new password into *file*, and return them."""
        with socket.create_server((HOST, 0)) as probe:
            chosen = cls(probe.getsockname()[1], secrets.token_urlsafe(32))
        private_file(file)  # before there is anything in it to read
        file.write_text(json.dumps(asdict(chosen)), encoding="utf-8")
        return chosen
