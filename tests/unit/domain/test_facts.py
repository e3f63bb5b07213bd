"""The table of facts, and those of others that it learns."""

from collections.abc import Iterator

import pytest

from contractsai.domain import facts, forms
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.domain.facts import FACTS, OWN, FactRow
from contractsai.domain.normals import BadNormal, check_normal

WEIGHT = FactRow("weight", "Weight", forms.TEXT)


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(FACTS, "_rows", dict(FACTS))
    yield
    monkeypatch.undo()
    assert set(FACTS) == OWN


def test_a_learned_fact_is_one_like_ours_and_comes_behind_them() -> None:
    """The order of the table is that of a report."""
    facts.learn([WEIGHT])

    assert [*FACTS][-1] == "weight"
    assert len(FACTS) == len(OWN) + 1
    check_normal("weight", "5 kg")
    with pytest.raises(BadNormal, match="weight has to be a text"):
        check_normal("weight", 5)


def test_learning_twice_is_as_once() -> None:
    """Every process that puts the service together does it, some more than once."""
    facts.learn([WEIGHT])
    facts.learn([WEIGHT])

    assert list(FACTS).count("weight") == 1


@pytest.mark.parametrize(
    "rows",
    [
        [FactRow("title", "Heading", forms.TEXT)],
        [WEIGHT, FactRow("weight", "Weight", forms.DAY)],
    ],
)
def test_a_name_means_one_thing(rows: list[FactRow]) -> None:
    """Else a correction would be judged by the form of whoever came last."""
    with pytest.raises(UnsafeConfiguration, match="means something else already"):
        facts.learn(rows)

    assert set(FACTS) == OWN


@pytest.mark.parametrize("name", ["", "Weight", "net weight", "cuad.weight", "w" * 41, "weight\n"])
def test_a_name_is_one_that_reports_can_hold(name: str) -> None:
    """The schema of reports says which names facts have."""
    with pytest.raises(UnsafeConfiguration, match="no name of a fact"):
        facts.learn([WEIGHT, FactRow(name, "Weight", forms.TEXT)])

    assert "weight" not in FACTS
