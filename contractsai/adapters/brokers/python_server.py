"""A server in Python that speaks as much of Redis' protocol as kombu needs: fakeredis'.

It keeps nothing on disk, does not evict, and takes a thread for each connection. That is enough
for tests without a server, since the row is the truth: what the server forgets is sent again.
"""

import threading
from typing import Any, Final

from contractsai.domain.errors import UnsafeConfiguration

HOST: Final = "127.0.0.1"


class PythonServer:
    """A server of this process, on a port of the loopback that it keeps over a stop."""

    def __init__(self) -> None:
        """Make none yet; no port is taken before `start`."""
        self._port = 0
        self._server: Any = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens, once it was started."""
        return f"redis://{HOST}:{self._port}/0"

    def start(self) -> None:
        """Serve, with nothing kept from before.

        Raises:
            UnsafeConfiguration: the package fakeredis is not installed.
        """
        try:
            from fakeredis import TcpFakeServer  # noqa: PLC0415 - in no installation but of tests
        except ImportError as error:
            raise UnsafeConfiguration(
                "fakeredis:// needs the package fakeredis; run: pip install 'fakeredis[lua]'"
            ) from error

        self._server = TcpFakeServer((HOST, self._port), server_type="redis")
        self._server.daemon_threads = True  # a client that stays would keep the process
        self._port = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.01},
            name="fakeredis",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        """End every connection, and forget everything."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = None
