"""The day on which a contract takes effect, by the ways in which contracts put it."""

from collections.abc import Callable

import pytest
from support.supply_agreement import normals

from contractsai.domain.findings import Analysis

Analyse = Callable[[str], tuple[Analysis, ...]]
SIGNED = (
    "Acme, Inc.\nDate: January 9, 2024\nBy: /s/ Ada Byron\n\nBorealis GmbH\nDate: January 15, "
    "2024\nBy: /s/ Max Kern\n"
)


def starts_of(analyse: Analyse, text: str) -> list[object]:
    [analysis] = analyse(text)
    return normals(analysis, "effective_date")


def agreement(clause: str, *, made: str = "made as of March 3, 2025", title: str = "SUPPLY") -> str:
    return (
        f'{title} AGREEMENT\n\nThis Agreement is {made} by and between Acme, Inc. ("Supplier") and '
        f'Borealis GmbH ("Buyer").\n\n{clause}'
    )


@pytest.mark.parametrize(
    "made",
    [
        "made March 3, 2025 (the Effective Date)",
        'made as of March 3, 2025 the ("Effective Date")',
        'made as of 3-3-2025 , 2025 (the "Effective Date")',
    ],
)
def test_a_date_is_named_behind_it_however_the_name_is_written(analyse: Analyse, made: str) -> None:
    assert starts_of(analyse, agreement("", made=made)) == ["2025-03-03"]


@pytest.mark.parametrize(
    "clause",
    [
        '"Effective Date" means the date first written above.',
        "This split-dollar agreement is to be effective as of the date first listed above.",
        "1. Term. The term of this Agreement commences on the date hereof and lasts two years.",
    ],
)
def test_a_contract_may_begin_on_its_own_date(analyse: Analyse, clause: str) -> None:
    assert starts_of(analyse, agreement(clause)) == ["2025-03-03"]


@pytest.mark.parametrize(
    "clause",
    [
        "Mr. Gray resigns from the board of Buyer effective as of the date hereof.",
        "The standstill period begins on the date of this letter.",
    ],
)
def test_what_else_begins_on_that_date_is_not_the_contract(analyse: Analyse, clause: str) -> None:
    assert starts_of(analyse, agreement(clause)) == []


def test_the_hour_is_no_end_of_a_sentence(analyse: Analyse) -> None:
    clause = '"Effective Date" means 12:01 a.m. Eastern Standard Time on March 3, 2026.'

    assert starts_of(analyse, agreement(clause)) == ["2026-03-03"]


def test_a_confidentiality_agreement_binds_from_its_date(analyse: Analyse) -> None:
    assert starts_of(analyse, agreement("", title="CONFIDENTIALITY")) == ["2025-03-03"]


def test_a_contract_that_merely_has_such_a_clause_does_not(analyse: Analyse) -> None:
    clause = "9. Confidentiality. Each party keeps what it learns to itself."

    assert starts_of(analyse, agreement(clause)) == []


@pytest.mark.parametrize(
    ("effect", "start"),
    [
        ("is effective on the day after the date of last signature", "2024-01-16"),
        ("is entered into as of the latest date referenced on the signature page", "2024-01-15"),
    ],
)
def test_the_last_signature_may_begin_it_at_once_or_on_the_next_day(
    analyse: Analyse, effect: str, start: str
) -> None:
    text = (
        "SUPPLY AGREEMENT\n\nThis Supply Agreement is by and between Acme, Inc. and Borealis GmbH "
        f"and {effect}.\n\n{SIGNED}"
    )

    assert starts_of(analyse, text) == [start]


@pytest.mark.parametrize(
    "label", ["Start of contract", "Date of commencement of employment", "Beginning of the lease"]
)
def test_a_form_names_its_first_day_in_many_ways(analyse: Analyse, label: str) -> None:
    rows = f"Supplier | Acme, Inc.\nBuyer | Borealis GmbH\n{label} | 2 September 2024\n"

    assert starts_of(analyse, f"ORDER FORM\n\n{rows}\nThe parties agree.") == ["2024-09-02"]
