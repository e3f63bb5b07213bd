"""What follows from other facts, and that it is counted as the calendar counts it."""

from datetime import date

import pytest

from contractsai.domain.findings import JsonValue
from contractsai.domain.lengths import Period
from contractsai.domain.schedule import Terms, calendar_on
from contractsai.pipeline.draft import Fact
from contractsai.pipeline.facts.derive import derive


def fact(name: str, normal: JsonValue, method: str = "rule:x") -> Fact:
    return Fact(name, str(normal), normal, 0.9, method, ((0, 1),))


YEARLY = fact("renewal_term", {"n": 1, "unit": "year", "successive": True})
SIXTY_DAYS = fact("notice_period", {"n": 60, "unit": "day"})


def derived(*facts: Fact) -> dict[str, JsonValue]:
    return {item.name: item.normal for item in derive(facts)}


@pytest.mark.parametrize("notice", [Period(60, "day"), Period(3, "month"), Period(2, "week")])
def test_the_last_day_for_notice_is_that_of_the_calendar(notice: Period) -> None:
    """One day apart, one of the two would be a day late."""
    start, first = date(2025, 3, 1), Period(3, "year")
    terms = Terms(start=start, first=first, renewal=Period(1, "year"), notice=notice)

    found = derived(
        fact("effective_date", start.isoformat()),
        fact("term", {"n": 3, "unit": "year"}),
        YEARLY,
        fact("notice_period", {"n": notice.n, "unit": notice.unit}),
    )

    shown = calendar_on(terms, start)
    assert found == {
        "expiration_date": str(shown.term_to),
        "notice_deadline": str(shown.notice_by),
    }


def test_a_day_that_the_contract_names_is_its_last_full_day() -> None:
    ends = fact("expiration_date", "2026-12-31", "rule:expiry.until")

    assert derived(ends, YEARLY, SIXTY_DAYS) == {"notice_deadline": "2026-11-01"}


def test_an_end_counted_from_a_named_day_is_an_anniversary() -> None:
    ends = fact("expiration_date", "2028-06-01", "rule:expiry.named_start")

    assert derived(ends, YEARLY, SIXTY_DAYS) == {"notice_deadline": "2028-04-01"}


@pytest.mark.parametrize(
    "facts",
    [
        (YEARLY, SIXTY_DAYS),
        (fact("expiration_date", "perpetual"), YEARLY, SIXTY_DAYS),
        (fact("expiration_date", "2026-12-31"), SIXTY_DAYS),
        (fact("expiration_date", "2026-12-31"), YEARLY, SIXTY_DAYS, fact("renews", "no")),
        (fact("expiration_date", "0001-01-02"), YEARLY, SIXTY_DAYS),
    ],
)
def test_nothing_is_counted_that_does_not_follow(facts: tuple[Fact, ...]) -> None:
    assert derived(*facts) == {}


def test_a_term_without_a_length_has_no_end() -> None:
    assert derived(fact("effective_date", "2025-01-01"), fact("term", "perpetual")) == {}
