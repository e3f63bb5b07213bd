"""The plug-in of pytest: fixtures for tests of those who use this package.

It is loaded wherever the package is installed, beside pytest-celery and `celery.contrib.pytest`, so
it imports nothing before a fixture is asked for, and every name of its begins with ``contractsai``.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from contractsai.application.ports import Pipeline
    from contractsai.testing.service import ServiceInMemory

pytest.register_assert_rewrite("contractsai.testing.conformance", "contractsai.testing.service")


@pytest.fixture
def contractsai_pipeline() -> "Pipeline":
    """What analyses documents in `contractsai_service`; a test that brings its own overrides it."""
    from contractsai.testing.pipelines import EchoPipeline  # noqa: PLC0415 - when asked for

    return EchoPipeline()


@pytest.fixture
def contractsai_service(contractsai_pipeline: "Pipeline") -> "ServiceInMemory":
    """The whole service in memory, with `contractsai_pipeline`."""
    from contractsai.testing.service import ServiceInMemory  # noqa: PLC0415 - when asked for

    return ServiceInMemory(contractsai_pipeline)
