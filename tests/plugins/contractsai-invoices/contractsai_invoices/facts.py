"""What an invoice says, as reports, overviews and corrections have it."""

from contractsai.domain import forms
from contractsai.domain.facts import FactRow

FACTS = (
    FactRow("invoice_number", "Invoice number", forms.TEXT),
    FactRow("invoice_date", "Invoice date", forms.DAY),
    FactRow("invoice_total", "Total", forms.SUM),
)
