"""A world a test."""

import pytest

from contractsai.testing.world import World


@pytest.fixture
def world() -> World:
    return World()
