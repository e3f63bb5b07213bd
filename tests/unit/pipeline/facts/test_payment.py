"""In which time invoices are to be paid."""

import pytest

from contractsai.domain.findings import Band
from contractsai.pipeline.facts.payment import find_payment_terms
from contractsai.pipeline.findings.assemble import band_of
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading


def found(text: str) -> list[tuple[object, float]]:
    draft = draft_of(normalise(Reading((text,)), max_characters=100_000))
    return [(fact.normal, fact.confidence) for fact in find_payment_terms(draft)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The Buyer shall pay each invoice within thirty (30) days of receipt.", 30),
        ("Invoices are payable within 45 days after the date of the invoice.", 45),
        ("Payment of undisputed invoices is due net 60 days from the invoice date.", 60),
        ("Client shall remit all sums no later than 14 days following receipt of an invoice.", 14),
    ],
)
def test_the_time_from_an_invoice_to_its_payment_is_found(text: str, days: int) -> None:
    """People plan their cash by it, and keep it in a column of their spreadsheet."""
    [(normal, _)] = found(text)

    assert normal == {"n": days, "unit": "day"}


@pytest.mark.parametrize(
    "text",
    [
        "The Buyer shall dispute an invoice within 10 days of its receipt.",
        "Either party may terminate within thirty (30) days. Invoices are sent monthly.",
        "Interest is payable on invoices that are unpaid for more than 30 days.",
        "Invoices shall be paid promptly.",
    ],
)
def test_other_times_beside_an_invoice_are_not_taken_for_it(text: str) -> None:
    """A wrong number of days would be worse than none."""
    assert found(text) == []


def test_it_is_never_shown_as_sure() -> None:
    """Nobody has labelled it: how often the rule is right is not known."""
    [(_, confidence)] = found("Invoices are payable within 45 days after receipt of the invoice.")

    assert band_of(confidence - 0.01) is not Band.SURE


def test_many_invoices_are_looked_at_once_each_sentence() -> None:
    """A page of the word must not cost its square."""
    text = "Invoices, invoices and invoices are payable within 30 days of receipt. " * 500

    assert found(text)[0][0] == {"n": 30, "unit": "day"}
