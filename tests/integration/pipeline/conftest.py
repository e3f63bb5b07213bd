"""Where the shared, labelled documents are, if this machine has them."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    named = os.environ.get("CONTRACTSAI_SHARED_DATA")
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no labelled documents: CONTRACTSAI_SHARED_DATA names no folder")
    return folder
