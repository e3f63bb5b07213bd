"""Sentry is there for whoever asks for it, and for nobody else."""

import os
import subprocess
import sys

import pytest
from support.sentry_stand_in import sentry_stand_in

from contractsai.bootstrap.errors import build_sentry, connect_sentry
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings


def test_without_a_dsn_there_is_nothing() -> None:
    assert build_sentry(Settings(), "api") is None
    connect_sentry(Settings(sentry_dsn=""))  # type: ignore[arg-type]  # pydantic reads it


def test_without_a_dsn_nothing_is_imported() -> None:
    """Not by a worker's application, and not by the API's."""
    program = (
        "import sys, contractsai.celery_app, contractsai.entrypoints.api.app;"
        "print([name for name in sys.modules if name.partition('.')[0] == 'sentry_sdk'])"
    )
    environment = {name: each for name, each in os.environ.items() if "SENTRY" not in name}

    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["SENTRY_DSN", "CONTRACTSAI_SENTRY_DSN"])
def test_a_dsn_without_the_sdk_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "https://key@sentry.invalid/1")
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    monkeypatch.delitem(sys.modules, "contractsai.adapters.sentry", raising=False)

    with pytest.raises(UnsafeConfiguration, match=r"pip install 'contractsai\[sentry\]'"):
        connect_sentry(Settings())


def test_a_dsn_that_can_work_passes_and_nothing_is_sent() -> None:
    with sentry_stand_in() as stand_in:
        sentry = build_sentry(Settings(sentry_dsn=stand_in.dsn), "api")  # type: ignore[arg-type]  # pydantic reads it
        assert sentry is not None
        sentry.close()

        assert stand_in.raw == []
