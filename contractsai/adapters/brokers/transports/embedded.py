"""The broker that `contractsai up` starts, as a URL: it stands for a socket in the data folder.

`contractsai.adapters.brokers.embedded` knows the server.
"""

from dataclasses import replace
from typing import Final

from contractsai.adapters.brokers.transports.redis import CAPABILITIES, REDIS
from contractsai.broker_plugins import Scheme

EMBEDDED: Final = replace(
    REDIS,
    name="embedded",
    schemes={"embedded": Scheme(kombu="redis+socket", has_host=False)},
    hint="one machine, nothing to install; the default",
)

FORGETFUL: Final = replace(CAPABILITIES, durable=False)
"""What it can do where the server is the one in Python, which keeps nothing over its end."""
