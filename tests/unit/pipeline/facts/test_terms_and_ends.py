"""When a contract begins and ends, where its words make that hard to see."""

from collections.abc import Callable
from typing import Any

import pytest
from support.supply_agreement import OPENING, given

from contractsai.domain.findings import Analysis, Band

Analyse = Callable[[str], tuple[Analysis, ...]]


@pytest.mark.parametrize(
    "before",
    [
        "Buyer pays each invoice in thirty days.",
        "Supplier warrants the goods for one year.",
        "Buyer has an option on more goods.",
        "The fiscal year of Buyer ends in June.",
    ],
)
def test_the_sentence_before_does_not_take_away_a_stated_end(analyse: Analyse, before: str) -> None:
    """What it says of invoices and warranties is another matter."""
    [analysis] = analyse(
        f"{OPENING}{before}\n\n3. Term\n\nThis Agreement remains in force until 31 December 2027."
    )

    assert [item.normal for item in given(analysis, "expiration_date")] == ["2027-12-31"]


@pytest.mark.parametrize(
    "term",
    [
        (
            'The initial term is three (3) years from the Commencement Date. "Commencement Date" '
            "means June 1, 2025."
        ),
        (
            "The Commencement Date is June 1, 2025. The initial term is three (3) years from the "
            "Commencement Date."
        ),
        (
            'Services begin on June 1, 2025 (the "Launch Date"). The initial term is three (3) '
            "years from the Launch Date."
        ),
    ],
)
def test_a_term_runs_from_the_day_that_it_names(analyse: Analyse, term: str) -> None:
    """Counted from the agreement's date, it would end too early."""
    [analysis] = analyse(f"{OPENING}3. Term\n\n{term}")

    assert [item.normal for item in given(analysis, "expiration_date")] == ["2028-06-01"]


def test_an_end_counted_from_a_day_that_nobody_knows_is_not_sure(analyse: Analyse) -> None:
    [analysis] = analyse(
        f"{OPENING}3. Term\n\nThe initial term is three (3) years from the Acceptance Date."
    )

    assert all(item.band is not Band.SURE for item in given(analysis, "expiration_date"))


@pytest.mark.parametrize(
    ("written", "conflict"),
    [
        ("thirty-six (24) months", True),
        ("two (3) years", True),
        ("three hundred sixty five (365) days", False),
        ("one hundred and eighty (180) days", False),
        ("two (2) years", False),
    ],
)
def test_words_and_figures_that_differ_are_doubted(
    analyse: Analyse, written: str, *, conflict: bool
) -> None:
    """Which of the two was meant, only the parties know."""
    [analysis] = analyse(
        f"{OPENING}3. Term\n\nThe initial term of this Agreement is {written} from the Effective "
        "Date."
    )

    assert ("number_conflict" in analysis.review_reasons) is conflict
    if conflict:
        assert [item.band for item in given(analysis, "term")] == [Band.LOOK_HERE]


@pytest.mark.parametrize(
    "term",
    [
        (
            "This Agreement continues on a month-to-month basis until either party terminates it "
            "on thirty (30) days written notice."
        ),
        (
            "This Agreement runs from month to month. Either party may terminate it by giving "
            "thirty (30) days' prior notice."
        ),
        "This is a rolling term, and either party may end it on thirty (30) days' written notice.",
    ],
)
def test_a_term_that_rolls_on_has_the_notice_that_ends_it(analyse: Analyse, term: str) -> None:
    [analysis] = analyse(f"{OPENING}3. Term\n\n{term}")

    normals: list[Any] = [item.normal for item in given(analysis, "notice_period")]
    assert normals == [{"n": 30, "unit": "day"}]


SIGNED = (
    "Acme, Inc.\nDate: January 9, 2024\nBy: /s/ Ada Byron\n\nBorealis GmbH\nDate: January 15, "
    "2024\nBy: /s/ Max Kern\n"
)


@pytest.mark.parametrize(
    "effect",
    [
        "takes effect on the date of the last signature below",
        "is effective as of the later of the two signature dates below",
        (
            "becomes effective when the last party to sign has signed it: the date on which it is "
            "signed by both parties"
        ),
        "shall enter into force on the date it is signed by the last party to sign",
    ],
)
def test_a_contract_may_begin_with_its_last_signature(analyse: Analyse, effect: str) -> None:
    [analysis] = analyse(
        'SUPPLY AGREEMENT\n\nThis Supply Agreement (this "Agreement") is made by and between Acme, '
        f'Inc. ("Supplier") and Borealis GmbH ("Buyer") and {effect}.\n\n{SIGNED}'
    )

    assert [item.normal for item in given(analysis, "effective_date")] == ["2024-01-15"]


@pytest.mark.parametrize(
    "opening",
    [
        (
            'This Statement of Work No. 3 ("SOW") is issued under the Master Services Agreement '
            "dated January 10, 2020. This SOW is effective as of March 3, 2025 and is between"
        ),
        (
            "This Work Order, subject to the Framework Agreement dated January 10, 2020, is made "
            "on March 3, 2025 between"
        ),
    ],
)
def test_an_order_is_dated_by_itself_not_by_the_agreement_it_names(
    analyse: Analyse, opening: str
) -> None:
    [analysis] = analyse(
        f'STATEMENT OF WORK\n\n{opening} Acme, Inc. ("Supplier") and Borealis GmbH ("Buyer").'
    )

    assert [item.normal for item in given(analysis, "agreement_date")] == ["2025-03-03"]


SECOND = (
    'CONFIDENTIALITY AGREEMENT\n\nThis Confidentiality Agreement (this "NDA") is entered into as '
    "of June 9, 2023 by and between Harbor Corp. and Tern Ltd.\n"
)


@pytest.mark.parametrize(
    ("rest", "is_several"),
    [
        (f"{SIGNED}\n\n{SECOND}", True),
        (f"{SIGNED}\n\nEXHIBIT B\n\nForm of agreement\n\n{SECOND}", False),
        (SIGNED, False),
    ],
)
def test_a_second_contract_behind_the_first_is_a_reason_to_look(
    analyse: Analyse, rest: str, *, is_several: bool
) -> None:
    """The facts of two contracts, mixed, would pass for those of one; exhibits belong to it."""
    [analysis] = analyse(f"{OPENING}The parties agree.\n\n{rest}")

    assert ("several_contracts" in analysis.review_reasons) is is_several


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("eight (8) quarters", 24),
        ("six calendar quarters", 18),
        ("one quarter", 3),
        ("three quarters of the members of Buyer", None),
        ("a three-quarters majority", None),
        ("the fourth quarter", None),
    ],
)
def test_a_quarter_is_three_months(analyse: Analyse, written: str, months: int | None) -> None:
    """So that no reader of a report needs to know a fifth unit."""
    [analysis] = analyse(f"{OPENING}3. Term\n\nThe initial term of this Agreement is {written}.")

    normals: list[Any] = [item.normal for item in given(analysis, "term")]
    assert normals == ([] if months is None else [{"n": months, "unit": "month"}])


@pytest.mark.parametrize(
    ("renewal", "length"),
    [
        ("renews for successive terms of two quarters", {"n": 6, "unit": "month"}),
        ("renews from quarter to quarter", {"n": 3, "unit": "month"}),
        ("renews on a quarterly basis", {"n": 3, "unit": "month"}),
        ("continues from quarter to quarter", {"n": 3, "unit": "month"}),
        ("renews for another year", {"n": 1, "unit": "year"}),
        ("shall renew for a further year", {"n": 1, "unit": "year"}),
    ],
)
def test_a_later_term_may_be_told_without_a_number(
    analyse: Analyse, renewal: str, length: dict[str, Any]
) -> None:
    [analysis] = analyse(
        f"{OPENING}3. Term\n\nThe initial term is two years. Thereafter this Agreement {renewal} "
        "unless a party gives one quarter's notice before the end of the term."
    )
    [found] = given(analysis, "renewal_term")
    [notice] = given(analysis, "notice_period")

    normal: Any = found.normal
    assert {"n": normal["n"], "unit": normal["unit"]} == length
    assert notice.normal == {"n": 3, "unit": "month"}
