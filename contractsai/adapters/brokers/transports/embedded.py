"""The broker that `contractsai up` starts, as a URL: it stands for a socket in the data folder.

`contractsai.adapters.brokers.embedded` knows the server.
"""

from dataclasses import replace
from typing import Final

from contractsai.adapters.brokers.transports.redis import REDIS
from contractsai.broker_plugins import Scheme

EMBEDDED: Final = replace(
    REDIS,
    name="embedded",
    schemes={"embedded": Scheme(kombu="redis+socket", has_host=False)},
    hint="one machine, nothing to install; the default",
)
