"""Who asks: the key that a request brings, or the session that its browser has."""

from dataclasses import dataclass
from typing import Final, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import Scope as RequestScope

from contractsai.bootstrap.access import Access
from contractsai.domain.access import AccessKey, Scope, id_of
from contractsai.entrypoints.api.keys import SAFE_METHODS, Keys, given_key
from contractsai.entrypoints.api.sessions import Sessions, cookie_of
from contractsai.entrypoints.api.sign_in import is_page
from contractsai.settings import Settings

CALLER: Final = "contractsai.caller"
"""In the scope of a request that was let in."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Attributes:
        name: as the audit has it.
        scope: what for.
        key: names the key, and tells nothing of it; empty where none is asked for.
    """

    name: str
    scope: Scope
    key: str = ""


ANYONE: Final = Caller("anyone", Scope.ADMIN)
"""Where no key is asked for: who is on this machine, or behind the proxy that guards the port."""


class Callers:
    """Tells who asks: by the environment's keys, which are good for all, or the database's."""

    def __init__(self, settings: Settings, access: Access) -> None:
        """Take the keys."""
        self._keys = Keys(settings.api_keys)
        self._sessions = Sessions(settings.api_keys)
        self._access = access
        self._always_asks = bool(settings.api_keys)

    async def asks(self) -> bool:
        """Return whether a key is asked for: there is one in the environment or the database."""
        if self._always_asks:
            return True
        known = self._access.is_known_to_ask
        return known if known is not None else await run_in_threadpool(self._access.asks)

    async def of(self, request: Request) -> Caller | None:
        """Return who asks, or None if that opens nothing.

        A session is good for reading, and for the forms of our own pages: what changes something
        through the API brings its key.

        Raises:
            StoreUnavailable: nobody can tell, since the database does not answer.
        """
        text = given_key(request)
        if text is not None:
            number = self._keys.number_of(text)
            if number is not None:
                return _of_environment(number)
            key = await self._look_up(text)
            if key is not None and key.parent is None:
                return Caller(key.name, key.scope, key.id)
        if request.method not in SAFE_METHODS and not is_page(request):
            return None
        number = self._sessions.holder(request)
        if number is not None:
            return _of_environment(number)
        session = await self._look_up(cookie_of(request))
        if session is not None and session.parent is not None:
            return Caller(session.name, session.scope, session.parent)
        return None

    async def _look_up(self, text: str) -> AccessKey | None:
        """Return a key of the database; what has not the form of one is not asked for."""
        if id_of(text) is None:
            return None
        known = self._access.remembered(text)
        return known if known is not None else await run_in_threadpool(self._access.admit, text)


def _of_environment(number: int) -> Caller:
    return Caller(f"environment key {number + 1}", Scope.ADMIN, f"environment {number + 1}")


def caller_of(scope: RequestScope) -> Caller | None:
    """Return who asks; None for an address that is open to everybody."""
    return cast("Caller | None", scope.get(CALLER))
