"""The page on reliability names what the code knows."""

from pathlib import Path

import pytest

from contractsai.testing.simulation.mistakes import MISTAKES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reliability.md"


@pytest.mark.parametrize("name", MISTAKES)
def test_every_planted_mistake_is_in_the_table(name: str) -> None:
    """A reader has to see what the simulation was shown to find."""
    assert f"| `{name}` | {MISTAKES[name].what} |" in PAGE.read_text()
