"""Amounts and dates by the customs of their country; what stays open is not sure."""

from collections.abc import Callable
from typing import Any

import pytest

from contractsai.domain.findings import Analysis, Band, Finding
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.money import find_money
from contractsai.pipeline.lexicon.numbers import number_of, year_of

Analyse = Callable[[str], tuple[Analysis, ...]]
MADE = (
    "SUPPLY AGREEMENT\n\nThis Supply Agreement is made on {date} between Acme Ltd and Borealis "
    "GmbH.\n\n"
)


def given(analysis: Analysis, name: str) -> list[Finding]:
    return [item for item in analysis.findings if item.name == name and item.is_answer]


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("EUR 500.000", "500000", "EUR"),
        ("EUR 1.250.000,00", "1250000", "EUR"),
        ("€ 12,5 million", "12500000", "EUR"),
        ("750,00 €", "750", "EUR"),
        ("EUR 1 000 000,50", "1000000.50", "EUR"),
        ("1 000 000 zł", "1000000", "PLN"),
        ("CHF 1'000'000", "1000000", "CHF"),
        ("CHF 1\u2019000\u2019000", "1000000", "CHF"),
        ("Rs. 5,00,000", "500000", "INR"),
        ("INR 1.5 lakhs", "150000", "INR"),
        ("₹ 2 crore", "20000000", "INR"),
        ("CAD $750,000", "750000", "CAD"),
        ("750,000 CAD", "750000", "CAD"),
        ("S$20,000", "20000", "SGD"),
        ("NZ$5,000.50", "5000.50", "NZD"),
        ("R$ 1.000,00", "1000", "BRL"),
        ("USD10m", "10000000", "USD"),
        ("€20k", "20000", "EUR"),
        ("GBP 3bn", "3000000000", "GBP"),
        ("$0.125", "0.125", "USD"),
    ],
)
def test_an_amount_is_read_as_its_country_writes_it(
    written: str, amount: str, currency: str
) -> None:
    """Half a million is not five hundred, whatever sign parts its thousands."""
    [found] = find_money(f"a sum of {written} is due")

    assert (found.amount, found.currency, found.certain) == (amount, currency, True)


@pytest.mark.parametrize(
    ("written", "amount"), [("USD 500.000", "500000"), ("$1.125", "1.125"), ("50.000 kr", "50000")]
)
def test_an_amount_that_may_be_another_is_not_certain(written: str, amount: str) -> None:
    [found] = find_money(f"a sum of {written} is due")

    assert (found.amount, found.certain) == (amount, False)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("This Agreement is governed by the laws of the Province of Ontario.", "CAD"),
        ("All amounts are in Australian dollars.", "AUD"),
        ("This Agreement is governed by the laws of Ohio.", "USD"),
    ],
)
def test_a_dollar_is_that_of_the_contract(analyse: Analyse, text: str, currency: str) -> None:
    """A bare dollar sign is used by a dozen countries."""
    [analysis] = analyse(
        MADE.format(date="3 March 2025") + "Liability under this Agreement shall not exceed "
        f"$50,000.\n\n{text}"
    )

    [cap] = [item.normal for item in given(analysis, "liability_cap")]
    normal: Any = cap
    assert normal["money"] == {"amount": "50000", "currency": currency}


def test_words_that_say_another_amount_are_a_reason_to_look(analyse: Analyse) -> None:
    [analysis] = analyse(
        MADE.format(date="3 March 2025")
        + "Liability under this Agreement shall not exceed fifty thousand dollars ($5,000)."
    )

    assert "number_conflict" in analysis.review_reasons
    assert all(cap.band is not Band.SURE for cap in given(analysis, "liability_cap"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("five hundred thousand", 500_000),
        ("one hundred and eighty", 180),
        ("two million three hundred thousand and five", 2_300_005),
        ("half of it", None),
    ],
)
def test_numbers_are_read_from_words(text: str, said: int | None) -> None:
    assert number_of(text) == said


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("two thousand and twenty-four", 2024),
        ("nineteen hundred and ninety-nine", 1999),
        ("twenty twenty-five", 2025),
    ],
)
def test_years_are_read_from_words(text: str, year: int) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("15-Jan-2024", "2024-01-15"),
        ("15-Jan-24", "2024-01-15"),
        ("Jan-15-2024", "2024-01-15"),
        ("15/Jan/2024", "2024-01-15"),
        ("2024/01/15", "2024-01-15"),
        ("2024.01.15", "2024-01-15"),
        ("15.01.2024", "2024-01-15"),
        ("2024年1月15日", "2024-01-15"),
        ("the first day of January, two thousand and twenty-four", "2024-01-01"),
        ("this twenty first day of March, nineteen hundred and ninety-nine", "1999-03-21"),
        ("the 3rd day of March, in the year 2025", "2025-03-03"),
        ("25/12/2024", "2024-12-25"),
        ("05/05/2024", "2024-05-05"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, iso: str) -> None:
    [found] = find_dates(f"made on {written}, by")

    assert (found.iso, found.is_open) == (iso, False)


ENGLISH = "This Agreement is governed by the laws of England and Wales."
OHIO = "This Agreement is governed by the laws of the State of Ohio."


@pytest.mark.parametrize(
    ("text", "iso", "is_sure"),
    [
        (ENGLISH, "2024-05-04", True),
        (OHIO, "2024-04-05", True),
        (f"{OHIO} Delivery is due on 25/12/2024.", "2024-05-04", True),
        ("Acme Ltd is registered in Ireland.", "2024-05-04", True),
        ("The parties agree.", "2024-04-05", False),
        (f"{OHIO} Acme Ltd is incorporated in England.", "2024-04-05", False),
    ],
)
def test_day_or_month_first_is_told_by_law_places_and_other_dates(
    analyse: Analyse, text: str, iso: str, *, is_sure: bool
) -> None:
    """Where nothing tells, a guess may be a month off, and a person has to look."""
    opening = (
        'SUPPLY AGREEMENT\n\nThis Supply Agreement (this "Agreement") is entered into as of '
        '04/05/2024 (the "Effective Date") by and between Acme Ltd ("Supplier") and Borealis GmbH '
        '("Buyer").\n\n'
    )
    [analysis] = analyse(opening + text)

    [date] = given(analysis, "effective_date")
    assert date.normal == iso
    assert (date.band is Band.SURE) <= is_sure
