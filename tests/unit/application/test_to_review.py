"""What waits for a verdict, in the order in which it is worth a person's time."""

from typing import Any

import pytest

from contractsai.application.to_review import of_lines, to_review, weight_of
from contractsai.domain.errors import JobNotFound
from contractsai.domain.ids import JobId
from contractsai.testing.world import World


def finding(name: str, confidence: float = 0.5, **values: Any) -> dict[str, Any]:
    defaults = {"kind": "fact", "band": "look_here", "normal": None, "review": None, "method": "r"}
    return {"id": name, "name": name, "confidence": confidence, **defaults, **values}


def names(*findings: dict[str, Any], limit: int = 10) -> list[str]:
    line = {"path": "a.pdf", "member": None, "findings": findings}
    return [item.finding["name"] for item in of_lines([line], limit=limit).first]


def test_what_matters_most_and_is_least_certain_comes_first() -> None:
    found = names(
        finding("party", 0.5),
        finding("expiration_date", 0.9),
        finding("expiration_date", 0.5),
        finding("cuad.cap", 0.5, kind="clause"),
    )

    assert found == ["expiration_date", "party", "cuad.cap", "expiration_date"]


def test_of_equals_the_first_comes_first() -> None:
    assert names(finding("party"), finding("title")) == ["party", "title"]


def test_what_is_sure_or_judged_does_not_wait() -> None:
    """A verdict that was taken back waits again."""
    found = names(
        finding("party", band="sure"),
        finding("title", band="unlikely"),
        finding("term", review={"state": "accepted"}),
        finding("renews", method="human"),
        finding("address", review={"state": "open"}),
    )

    assert found == ["address"]


def test_the_rest_is_counted() -> None:
    line = {"path": "a.pdf", "member": None, "findings": [finding("party"), finding("term")]}

    found = of_lines([line, line], limit=1)

    assert [item.finding["name"] for item in found.first] == ["term"]
    assert found.total == 4


@pytest.mark.parametrize(
    ("item", "weight"),
    [
        (finding("risk.a", kind="risk", normal={"severity": "high"}), 3),
        (finding("risk.a", kind="risk", normal={"severity": "low"}), 1),
        (finding("missing.a", kind="missing"), 2),
        (finding("cuad.a", kind="clause"), 1),
        (finding("notice_period"), 3),
        (finding("party"), 2),
    ],
)
def test_a_weight_is_what_an_error_costs(item: dict[str, Any], weight: int) -> None:
    assert weight_of(item) == weight


def test_a_job_is_asked(world: World) -> None:
    [document] = world.submit("a.pdf")
    world.run(document)

    assert to_review(world.job_of(document).id, store=world.store, limit=5).total == 0
    with pytest.raises(JobNotFound):
        to_review(JobId("nobody"), store=world.store, limit=5)
