"""By which names the service may be called: a page elsewhere may point its own name at us."""

from collections.abc import Sequence
from typing import Final

from contractsai.settings import Settings

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
ANY: Final = "*"


class Hosts:
    """The names that a request's Host may hold (against DNS rebinding)."""

    def __init__(self, names: Sequence[str] | None) -> None:
        """Take the names, in any case; None for any name at all."""
        self._names = None if names is None else frozenset(name.lower() for name in names)

    def knows(self, header: str) -> bool:
        """Return whether the Host is one of the names, with or without a port."""
        if self._names is None:
            return True
        name, colon, port = header.lower().rpartition(":")
        host = name if colon and port.isdigit() else header.lower()
        return host in self._names


def hosts_of(settings: Settings) -> Hosts:
    """Return the names that *settings* allow.

    Whoever brings a key is no page elsewhere, so that with keys any name will do unless some are
    given. That a network is trusted says nothing about the pages that its browsers show.
    """
    if settings.allowed_hosts is None:
        return Hosts(None if settings.api_keys else LOOPBACK)
    return Hosts(None if ANY in settings.allowed_hosts else settings.allowed_hosts)
