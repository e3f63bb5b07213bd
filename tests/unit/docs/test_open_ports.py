"""No command that our pages name opens a port to the network: people paste them as they are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PUBLISHED = re.compile(r"(?:\s-p|--publish)[ =](?!127\.0\.0\.1:)\S*\d+:\d+")
OF_THE_GUIDE = re.compile(r"^\| `[^`]*` \|", re.MULTILINE)  # what that page quotes, to say better
FLOWER = re.compile(r"contractsai\.celery_app flower(?! --address=127\.0\.0\.1)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_published_port_is_this_machines_alone(page: Path) -> None:
    """Docker publishes on every address unless it is told one, past most firewalls."""
    advised = (
        OF_THE_GUIDE.sub("|", page.read_text()) if page.name == "guide.md" else page.read_text()
    )

    assert PUBLISHED.findall(advised) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_flower_listens_on_this_machine_alone(page: Path) -> None:
    """It has no password, and can revoke tasks and end workers."""
    assert FLOWER.findall(page.read_text()) == []


def test_what_up_shows_keeps_flower_here_too() -> None:
    source = (ROOT / "contractsai" / "entrypoints" / "cli" / "up.py").read_text()

    assert "flower" in source
    assert FLOWER.findall(source) == []


@pytest.mark.parametrize(
    "command",
    [
        "docker run -d -p 6379:6379 redis",
        "docker run -p 0.0.0.0:80:80 x",
        "docker run --publish=8:8 x",
    ],
)
def test_the_pattern_finds_what_it_should(command: str) -> None:
    assert PUBLISHED.search(command)
