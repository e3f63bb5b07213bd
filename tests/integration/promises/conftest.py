"""The broker that comes with the package, and SQLite: nothing here needs a server or Docker."""

import pytest
from own_broker import OwnBroker


@pytest.fixture
def redis_url(broker: OwnBroker) -> str:
    """Each stack's broker, wherever other tests get theirs."""
    return broker.server.url
