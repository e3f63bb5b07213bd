"""Every fact of a report: one row each, and nothing else knows which there are.

Their order here is that of a report. A new fact is a row, a finder in `contractsai.pipeline.facts`
and a test: ``docs/extending.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contractsai.domain import forms
from contractsai.domain.forms import Form


@dataclass(frozen=True, slots=True)
class FactRow:
    """What is known of a fact by its name.

    Attributes:
        name: as reports have it.
        label: as people read it.
        form: of its typed value.
        is_covered: whether the overview of a folder tells in how many documents it was found.
        clause: the category of clause that says it; empty if none does.
        is_whole_sentence: whether that clause is the sentence around the fact, not its words alone.
        is_correctable: whether a person may put another value in its place.
    """

    name: str
    label: str
    form: Form
    is_covered: bool = True
    clause: str = ""
    is_whole_sentence: bool = False
    is_correctable: bool = True


_ROWS: Final = (
    FactRow("title", "Title", forms.TEXT, clause="cuad.document_name"),
    FactRow("document_type", "Type", forms.TYPE),
    FactRow("party", "Party", forms.PARTY, clause="cuad.parties"),
    FactRow("address", "Address", forms.ADDRESS),
    FactRow("country", "Country", forms.PLACE_OF_PARTY, is_covered=False),
    FactRow("agreement_date", "Agreement date", forms.DAY, clause="cuad.agreement_date"),
    FactRow("effective_date", "Effective date", forms.DAY, clause="cuad.effective_date"),
    FactRow("term", "Term", forms.PERIOD, clause="cuad.expiration_date", is_whole_sentence=True),
    FactRow(
        "expiration_date",
        "Expires",
        forms.END,
        clause="cuad.expiration_date",
        is_whole_sentence=True,
    ),
    FactRow(
        "renewal_term",
        "Renewal",
        forms.RENEWAL,
        clause="cuad.renewal_term",
        is_whole_sentence=True,
    ),
    FactRow(
        "notice_period",
        "Notice to stop a renewal",
        forms.PERIOD,
        clause="cuad.notice_period_to_terminate_renewal",
        is_whole_sentence=True,
    ),
    FactRow("notice_deadline", "Last day for notice", forms.DAY, is_covered=False),
    FactRow("renews", "Renews", forms.RENEWS, is_covered=False),
    FactRow("notice_window", "Notice at the earliest", forms.PERIOD, is_covered=False),
    FactRow("option_notice", "Notice to extend", forms.PERIOD, is_covered=False),
    FactRow("extension", "Extended by", forms.PERIOD, is_covered=False),
    FactRow(
        "governing_law",
        "Governing law",
        forms.PLACE,
        clause="cuad.governing_law",
        is_whole_sentence=True,
    ),
    FactRow("jurisdiction", "Courts", forms.COURTS),
    FactRow("liability_cap", "Cap on liability", forms.SUM),
    FactRow("contract_value", "Contract value", forms.SUM, is_covered=False),
    FactRow("payment_term", "Payment", forms.PERIOD, is_covered=False),
    FactRow("duty", "Duty with a day", forms.DUTY, is_covered=False),
    FactRow("amends", "Amends", forms.TEXT, is_covered=False),
    FactRow("amends_date", "Amends the contract of", forms.DAY, is_covered=False),
    FactRow("new_end", "New end of the contract", forms.END, is_covered=False),
    FactRow("under", "Stands under", forms.TEXT, is_covered=False),
    FactRow("under_date", "Under the contract of", forms.DAY, is_covered=False),
    FactRow("former_name", "Former name", forms.TEXT, is_covered=False),
    FactRow("signature_status", "Signature", forms.SIGNATURE),
    FactRow("signatory", "Signatory", forms.SIGNATORY, is_covered=False),
    FactRow(
        "second_opinion",
        "Second opinion",
        forms.OPINION,
        is_covered=False,
        is_correctable=False,
    ),
)
FACTS: Final[Mapping[str, FactRow]] = {row.name: row for row in _ROWS}

IN_DOCUMENTS: Final = tuple(row.name for row in _ROWS if row.is_correctable)
"""Those that a document's own words say, and that a person may correct."""
