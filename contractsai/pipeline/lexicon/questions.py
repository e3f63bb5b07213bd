"""Questions that forms in plain language ask: who, where, when, how long, under which law."""

import re
from typing import Final

_I: Final = re.IGNORECASE
_PAPER: Final = (
    r"(?:agreement|contract|deal|lease|licen[sc]e|job|employment|engagement|order|tenancy|hire"
    r"|arrangement|subscription|services?|work)"
)
_IT: Final = rf"(?:it|this|we|you|(?:(?:the|this|your|our|my)\s+)?(?:\w+\s+)?{_PAPER})"
_DO: Final = r"(?:does|do|will|did|is|are|can|should)"
# The first group that took part is the role of whom a question asks for.
_QUESTIONS: Final = (
    (
        "party",
        re.compile(
            r"who\s+(?:(?:is|are|will\s+be)\s+)?(?P<act>provid|suppl|sell|buy|purchas|hir|rent|lett|lend|borrow"
            r"|receiv|licens|employ|perform|do)(?:s|es|ies|y|e|ing|ying)?(?:\s+(?!not\b)\w+){0,4}"
            r"|who\s+(?:is|are|am|will\s+be)\s+(?:(?:the|your|our|my)\s+)?(?P<role>[a-z][a-z-]+(?:\s+[a-z-]+)?)"
            r"|who\s+(?:am\s+i|are\s+we|are\s+you)\s+(?:contracting|dealing)\s+with",
            _I,
        ),
    ),
    (
        "address",
        re.compile(
            r"where\s+(?:is|are|do|does)\s+(?:(?:the|your|our)\s+)?(?P<role>[a-z][a-z-]+(?:\s+[a-z-]+)?)"
            r"\s+(?:based|registered|located|established|live|trade\s+from)"
            r"|what(?:[\u2019']s|\s+is)\s+(?:(?:the|your|our|their|its)\s+)?(?:(?P<whose>[a-z][a-z-]+(?:\s+[a-z-]+)?)[\u2019']s?\s+)?"
            r"(?:registered\s+|business\s+|postal\s+)?(?:address|office)",
            _I,
        ),
    ),
    (
        "effective_date",
        re.compile(
            rf"when\s+{_DO}\s+{_IT}\s+(?:start|begin|commence|run\s+from|take\s+effect|come\s+into\s+(?:force|effect)|apply(?:\s+from)?)"
            rf"|when\s+{_DO}\s+{_IT}\s+(?:starting|beginning)|what\s+is\s+the\s+(?:start|effective|commencement)\s+date",
            _I,
        ),
    ),
    (
        "expiration_date",
        re.compile(rf"when\s+{_DO}\s+{_IT}\s+(?:end|expire|run\s+out|finish|stop)", _I),
    ),
    (
        "term",
        re.compile(
            rf"how\s+long(?:\s+is)?(?:\s+{_DO})?(?:\s+{_IT})?(?:\s+(?:is\s+)?(?:expected\s+to\s+|likely\s+to\s+)?"
            r"(?:run|last|continue|for|stay\s+in\s+force|be\s+in\s+force|fixed))?(?:\s+for)?"
            r"|what\s+is\s+the\s+(?:initial\s+|minimum\s+)?(?:term|duration|length)(?:\s+of\s+(?:the\s+|this\s+)?\w+)?",
            _I,
        ),
    ),
    (
        "governing_law",
        re.compile(
            r"(?:which|what|whose)\s+(?:(?:country|state|place|nation)(?:[\u2019']?s)?\s+)?laws?\s+(?:will\s+|shall\s+|does\s+|do\s+)?"
            rf"(?:governs?|appl(?:y|ies)|controls?|covers?|is\s+used)(?:\s+(?:to\s+)?{_IT})?"
            r"|what(?:[\u2019']s|\s+is)\s+the\s+(?:governing|applicable)\s+law",
            _I,
        ),
    ),
)
_BY_ACT: Final = {
    "provid": "provider", "suppl": "supplier", "sell": "seller", "buy": "buyer",
    "purchas": "purchaser", "hir": "hirer", "rent": "renter", "lett": "landlord", "lend": "lender",
    "borrow": "borrower", "receiv": "recipient", "licens": "licensor", "employ": "employer",
    "perform": "contractor", "do": "contractor",
}  # fmt: skip


def asked(label: str) -> tuple[str, str | None] | None:
    """Return what a question asks for, and of whom, as it is written."""
    written = label.rstrip("? ")
    for kind, pattern in _QUESTIONS:
        match = pattern.fullmatch(written)
        if match is None:
            continue
        groups = match.groupdict()
        role = groups.get("role") or groups.get("whose")
        return kind, _BY_ACT.get((groups.get("act") or "").lower(), role)
    return None
