"""A dashboard a test, over a store in memory."""

import pytest
from support.api_world import Api
from support.dashboard import Dashboard


@pytest.fixture
def dashboard(api: Api) -> Dashboard:
    return Dashboard(api)
