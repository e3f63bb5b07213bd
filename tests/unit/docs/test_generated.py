"""What the documentation says of tables, settings, commands and routes is what the code says."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs"
GENERATED = [
    "api.md",
    "brokers.md",
    "cli.md",
    "configuration.md",
    "extending.md",
    "images/document.svg",
    "images/job.svg",
    "lifecycle.md",
    "metrics.md",
    "monitoring/alerts.yml",
    "monitoring/dashboard.json",
    "report.schema.json",
    "runbook.md",
    "testing.md",
]
PAGES = sorted(DOCS.rglob("*.md"))
TARGET = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import generate

    return generate


def test_every_generated_file_is_known(generate: ModuleType) -> None:
    """A page whose marks were lost would keep what it says for ever."""
    assert sorted(path.relative_to(DOCS).as_posix() for path in generate.generated()) == GENERATED


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_file_is_what_the_generator_gives(generate: ModuleType, name: str) -> None:
    """Documentation that was true once is worse than none."""
    wanted = generate.generated()[DOCS / name]

    assert (DOCS / name).read_text(encoding="utf-8") == wanted, "run: python docs/generate.py"


def test_every_step_of_the_life_cycle_is_drawn(generate: ModuleType) -> None:
    """A drawing that leaves out a step teaches a wrong machine."""
    from contractsai.domain.lifecycle import DOCUMENT

    drawing = (DOCS / "images/document.svg").read_text(encoding="utf-8")

    steps = sum(len(sources) for sources, _ in DOCUMENT.values())
    assert drawing.count('class="step"') == steps


def test_a_state_without_a_place_is_refused(generate: ModuleType) -> None:
    """A new state must not silently be left out of the drawing."""
    layout: Any = generate.Layout(places={"A": (0, 0)}, bends={}, size=(10, 10))

    with pytest.raises(ValueError, match="'B'"):
        generate.draw("x", [("A", "B", "go")], layout, ends=())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    """The pages are read on their own too, where no build checks the links."""
    text = page.read_text(encoding="utf-8")
    targets = [target for target, _ in TARGET.findall(text) if "://" not in target]

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_decision_is_in_the_index() -> None:
    """A decision that nobody finds is taken again."""
    index = (DOCS / "adr/index.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in (DOCS / "adr").glob("[0-9]*.md"))

    assert [name for name in decisions if f"]({name})" not in index] == []
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))
