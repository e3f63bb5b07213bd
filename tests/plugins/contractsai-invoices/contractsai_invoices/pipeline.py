"""The analysis of an invoice: a text file whose lines say ``Invoice number: ...`` and the like."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime

from contractsai.domain.findings import (
    Analysis,
    Band,
    Evidence,
    Finding,
    JsonValue,
    Kind,
    Outcome,
    Versions,
)

VERSION = "invoices 1"  # another one whenever the output may change
LINES = {
    "invoice_number": re.compile(r"^Invoice (?:number|no\.?):[ \t]*(\S[^\n]{0,80})$", re.M),
    "invoice_date": re.compile(r"^Invoice date:[ \t]*(\d{1,2} [A-Z][a-z]{2,8} \d{4})$", re.M),
    "invoice_total": re.compile(r"^Total:[ \t]*([A-Z]{3} \d[\d,]{0,24}(?:\.\d{2})?)$", re.M),
}


class InvoicePipeline:
    """`Pipeline` that reads invoices; what is no text, it says it does not support."""

    version = VERSION
    max_bytes = 1_000_000  # of a file; nothing of a larger one is read

    def analyse(self, content: bytes, *, checkpoint: Callable[[str], None]) -> tuple[Analysis, ...]:
        """Return what the invoice says."""
        checkpoint("read")
        sha256 = hashlib.sha256(content).hexdigest()
        versions = Versions(pipeline=VERSION, model="none", playbook="none")
        if not content.strip():
            return (Analysis(None, sha256, None, Outcome.FAILED, "empty", versions),)
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            return (Analysis(None, sha256, None, Outcome.FAILED, "unsupported", versions),)
        checkpoint("facts")
        findings = tuple(_findings(text))
        return (
            Analysis(
                *(None, sha256, "text/plain", Outcome.ANALYSED, None, versions),
                language="und",
                text=text,
                findings=findings,
                review_reasons=() if len(findings) == len(LINES) else ("low_confidence",),
            ),
        )


def _findings(text: str) -> Iterator[Finding]:
    """Yield a fact for each line that says one in a way that can be read."""
    number = 0
    for name, line in LINES.items():
        found = line.search(text)
        normal = _normal(name, found[1].rstrip()) if found else None
        if found is None or normal is None:
            continue
        number += 1
        place = Evidence(None, found.start(), found.end(), found[0])
        yield Finding(
            *(f"f{number}", Kind.FACT, name, found[1].rstrip(), normal, 0.95, Band.SURE),
            method="rule:invoice_line",
            evidence=(place,),
        )


def _normal(name: str, value: str) -> JsonValue:
    """Return the typed value of what a line says, None if it makes no sense."""
    if name == "invoice_date":
        try:
            return datetime.strptime(value, "%d %B %Y").date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            return None
    if name == "invoice_total":
        currency, _, amount = value.partition(" ")
        amount = amount.replace(",", "")
        if len(amount.partition(".")[0]) > 18:
            return None
        return {"money": {"amount": amount, "currency": currency}}
    return value
