"""`fakeredis://`: a Redis in Python, in this process, for tests without a server.

The first use of a URL starts one for it on a free port of the loopback; it ends with the process,
and another process' server of the same URL is another server. ``fakeredis://NAME`` sets several
apart.
"""

import atexit
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contractsai.adapters.brokers.loopback import Loopback
from contractsai.adapters.brokers.transports.redis import CAPABILITIES, REDIS
from contractsai.broker_plugins import Scheme
from contractsai.domain.errors import UnsafeConfiguration

if TYPE_CHECKING:
    from contractsai.adapters.brokers.python_server import PythonServer

_servers: dict[str, "PythonServer"] = {}


def server_of(url: str) -> "PythonServer":
    """Return this process' server for *url*, started if there was none.

    Raises:
        UnsafeConfiguration: the package fakeredis is not installed.
    """
    if url not in _servers:
        try:
            from contractsai.adapters.brokers.python_server import (  # noqa: PLC0415 - not in every installation
                PythonServer,
            )
        except ImportError as error:
            raise UnsafeConfiguration(
                "fakeredis:// needs the package fakeredis; run: pip install "
                "'contractsai[python-broker]'"
            ) from error
        server = PythonServer(Loopback(password=secrets.token_urlsafe()))
        server.start()
        atexit.register(server.stop)
        _servers[url] = server
    return _servers[url]


def _dialled(url: str) -> str:
    return server_of(url).url


FAKE_REDIS: Final = replace(
    REDIS,
    name="fakeredis",
    schemes={"fakeredis": Scheme(kombu="redis", has_host=False)},
    capabilities=replace(CAPABILITIES, shared=False, durable=False),
    dialled=_dialled,
    hint="tests of one process, without a server; never for work",
)
