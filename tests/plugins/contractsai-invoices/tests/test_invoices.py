"""The suite of pipelines, on invoices."""

import pytest
from contractsai_invoices.facts import FACTS
from contractsai_invoices.pipeline import InvoicePipeline

from contractsai.application.ports import Pipeline
from contractsai.testing.conformance.pipelines import PipelineConformance

INVOICE = b"""INVOICE

Invoice number: RE-2026-0117
Invoice date: 3 March 2026
Total: EUR 1,190.00
"""


class TestInvoicePipeline(PipelineConformance):
    samples = (INVOICE, INVOICE.replace(b"\n", b"\r\n"), b"Total: EUR 5")
    facts = FACTS

    @pytest.fixture
    def pipeline(self) -> Pipeline:
        return InvoicePipeline()


def test_an_invoice_says_its_number_date_and_total() -> None:
    [analysis] = InvoicePipeline().analyse(INVOICE, checkpoint=lambda _: None)

    assert {finding.name: finding.normal for finding in analysis.findings} == {
        "invoice_number": "RE-2026-0117",
        "invoice_date": "2026-03-03",
        "invoice_total": {"money": {"amount": "1190.00", "currency": "EUR"}},
    }


@pytest.mark.parametrize(
    "line", [b"Invoice date: 31 February 2026", b"Invoice date: 3 Marz 2026", b"Total: much"]
)
def test_what_makes_no_sense_is_no_fact_and_somebody_has_to_look(line: bytes) -> None:
    [analysis] = InvoicePipeline().analyse(line, checkpoint=lambda _: None)

    assert analysis.findings == ()
    assert analysis.review_reasons == ("low_confidence",)
