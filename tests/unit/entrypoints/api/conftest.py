"""An API a test, running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api, ApiServices

from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", allowed_roots=(tmp_path / "allowed",))


@pytest.fixture
def api(settings: Settings, tmp_path: Path) -> Iterator[Api]:
    folder = tmp_path / "allowed"
    folder.mkdir()
    services = ApiServices(settings)
    with TestClient(
        create_app(services=services),
        base_url="http://localhost",
        raise_server_exceptions=False,
        headers={"Accept-Encoding": "identity"},  # the packed form is test_compression.py's
    ) as client:
        yield Api(services, client, folder)
