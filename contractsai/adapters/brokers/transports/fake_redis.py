"""`fakeredis://`: a Redis in Python, in this process, for tests without a server.

The first use of a URL starts one for it on a free port of the loopback; it ends with the process.
``fakeredis://NAME`` sets several apart.
"""

import atexit
from dataclasses import replace
from typing import Final

from contractsai.adapters.brokers.python_server import PythonServer
from contractsai.adapters.brokers.transports.redis import CAPABILITIES, REDIS
from contractsai.broker_plugins import Scheme

_servers: dict[str, PythonServer] = {}


def server_of(url: str) -> PythonServer:
    """Return this process' server for *url*, started if there was none."""
    if url not in _servers:
        server = PythonServer()
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
    capabilities=replace(CAPABILITIES, durable=False),
    dialled=_dialled,
    hint="tests without a server; never for work",
)
