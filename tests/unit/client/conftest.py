"""Both clients, asked alike: what is said of one holds for the other."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.both_clients import Both, Script

from contractsai.client import AsyncClient, Client


@pytest.fixture(params=[Client, AsyncClient], ids=["sync", "async"])
def made(request: pytest.FixtureRequest) -> Iterator[Callable[..., Both]]:
    """Return how to make a client of either kind, which is asked in the same way."""
    clients = []

    def make(transport: Any, url: str = "http://service.example", **options: Any) -> Both:
        client = Both(request.param, transport, url, **options)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def client(made: Callable[..., Both], script: Script) -> Both:
    """Return a client of a service that answers as the script says."""
    return made(script.transport)
