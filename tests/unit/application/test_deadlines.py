"""What is due depends on the day that is asked about, and on nothing else."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.deadlines import due
from contractsai.domain.deadline import Deadline, Severity

EXPIRED = Deadline(
    "expired",
    "risk.expired",
    Severity.HIGH,
    "Expired",
    "expiration_date",
    -1,
    unless="renewal_term",
)
NOTICE = Deadline("notice", "risk.notice", Severity.HIGH, "Notice", "notice_deadline", 60, 0)


def line(path: str = "a.pdf", **facts: str) -> dict[str, Any]:
    return {
        "path": path,
        "member": None,
        "document_id": f"id of {path}",
        "findings": [
            {"id": f"f{at}", "name": name, "normal": normal, "band": "sure", "confidence": 0.9}
            for at, (name, normal) in enumerate(facts.items(), start=1)
        ],
    }


@pytest.mark.parametrize(
    ("as_of", "names"),
    [
        (date(2026, 1, 1), []),
        (date(2026, 1, 2), ["risk.notice"]),
        (date(2026, 3, 3), ["risk.notice"]),
        (date(2026, 3, 4), []),
        (date(2026, 6, 1), []),
        (date(2026, 6, 2), ["risk.expired"]),
    ],
)
def test_a_rule_holds_between_its_days(as_of: date, names: list[str]) -> None:
    """A contract has not expired on its last day, and the last day for notice is a day too."""
    document = line(notice_deadline="2026-03-03", expiration_date="2026-06-01")

    assert [item.name for item in due([document], [EXPIRED, NOTICE], as_of=as_of)] == names


def test_what_is_due_says_where_and_when() -> None:
    [found] = due([line(expiration_date="2026-06-01")], [EXPIRED], as_of=date(2026, 6, 11))

    assert (found.path, found.finding, found.day) == ("a.pdf", "f1", date(2026, 6, 1))
    assert (found.days_left, found.says, found.confidence) == (-10, "Expired", 0.9)


def test_what_comes_first_is_told_first() -> None:
    lines = [line("b", expiration_date="2026-02-01"), line("a", expiration_date="2026-01-01")]

    assert [item.path for item in due(lines, [EXPIRED], as_of=date(2027, 1, 1))] == ["a", "b"]


def test_a_contract_that_renews_does_not_expire() -> None:
    renewing = line(expiration_date="2026-01-01", renewal_term="1 year")

    assert due([renewing], [EXPIRED], as_of=date(2027, 1, 1)) == []


@pytest.mark.parametrize("normal", ["perpetual", "nonsense"])
def test_what_never_comes_is_never_due(normal: str) -> None:
    assert due([line(expiration_date=normal)], [EXPIRED], as_of=date(2027, 1, 1)) == []
