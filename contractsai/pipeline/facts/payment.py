"""How long an invoice may stay unpaid."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.facts.period_facts import FoundPeriod, period_facts
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_INVOICE: Final = Cue(re.compile(r"\b(?:invoices?|bills)\b", _I), ("invoice", "bills"))
_PAYS: Final = re.compile(r"\b(?:pay|pays|paid|payable|payments?|due|remit)\b", _I)
_WITHIN: Final = re.compile(r"\b(?:within|net|not?\s+later\s+than)\s+(?:a\s+period\s+of\s+)?$", _I)
_SINCE: Final = re.compile(
    r"\s{0,3}(?:of|after|from|following)\s[^.;]{0,60}\b(?:receipt|invoices?|bills|delivery)\b", _I
)
_BEFORE: Final = 40  # characters
_AFTER: Final = 100
_SURE: Final = 0.8  # nobody has labelled it, so it is never shown as sure


def find_payment_terms(draft: Draft) -> list[Fact]:
    """Return the time in which invoices are to be paid, with lesser candidates."""
    return list(period_facts("payment_term", _found(draft.text)))


def _found(text: str) -> Iterator[FoundPeriod]:
    looked_at = 0
    for invoice in matches(_INVOICE, text):
        start, end = sentence_around(text, invoice.span())
        if end <= looked_at or not _PAYS.search(text, start, end):
            continue
        looked_at = end
        for period in find_periods(text, start, end):
            before = text[max(start, period.start - _BEFORE) : period.start]
            since = _SINCE.match(text, period.end, min(end, period.end + _AFTER))
            if since and _WITHIN.search(before):
                yield FoundPeriod(period, "of_invoice", _SURE)
