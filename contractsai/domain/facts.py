"""Every fact of a report: one row each, and nothing else knows which there are.

Their order here is that of a report. A new fact is a row, a finder in `contractsai.pipeline.facts`
and a test: ``docs/extending.md``. The facts of somebody else's pipeline are learned at the start.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from contractsai.domain import forms
from contractsai.domain.errors import UnsafeConfiguration
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
_NAME: Final = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)


class _Table(Mapping[str, FactRow]):
    """Facts by name; it grows while a process starts, and whoever reads it sees all or none."""

    def __init__(self, rows: Iterable[FactRow]) -> None:
        self._rows = {row.name: row for row in rows}

    def __getitem__(self, name: str) -> FactRow:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, rows: Iterable[FactRow]) -> None:
        """Take *rows*, behind those that are there."""
        self._rows = {**self._rows, **{row.name: row for row in rows}}


_table: Final = _Table(_ROWS)
FACTS: Final[Mapping[str, FactRow]] = _table

OWN: Final = frozenset(FACTS)
"""Those of contracts: whoever does not find one says so; of other pipelines' nobody expects any."""

IN_DOCUMENTS: Final = tuple(row.name for row in _ROWS if row.is_correctable)
"""Those that a contract's own words say, and that a person may correct."""


def learn(rows: Iterable[FactRow]) -> None:
    """Make the facts of other pipelines known, to this process; twice is as once.

    Raises:
        UnsafeConfiguration: a name is no name of a fact, or belongs to another fact already.
    """
    learned: dict[str, FactRow] = {}
    for row in rows:
        if not _NAME.fullmatch(row.name):
            raise UnsafeConfiguration(
                f"{row.name!r} is no name of a fact: those are small letters and _, 40 at the most"
            )
        if {**FACTS, **learned}.get(row.name, row) != row:
            raise UnsafeConfiguration(
                f"the fact {row.name!r} means something else already, here or in another plug-in; "
                "give it another name, or uninstall one of the two"
            )
        learned[row.name] = row
    _table.add(learned.values())
