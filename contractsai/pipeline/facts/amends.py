"""Which contract a paper changes: "amends the Supply Agreement dated 1 July 2023"."""

import re
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, squeezed

_SURE: Final = 0.7  # nobody has labelled it
_HEAD: Final = 3_000  # characters in which an amendment says what it changes
_TOP: Final = 200
_IS_AMENDMENT: Final = re.compile(
    r"\b(?:amendment|addendum|side\s+letter|renewal\s+letter|extension)\b", re.IGNORECASE
)
_NAMED: Final = re.compile(
    r"\b(?P<title>[A-Z][\w&/-]*(?:\s(?:[A-Z][\w&/-]*|and|of|for|to|the)){0,8}?\s"
    r"(?:Agreement|AGREEMENT|Contract|CONTRACT|Lease|LEASE|Licen[cs]e|LICEN[CS]E|Terms|Order))"
    r"(?:\s\([^()]{0,60}\))?,?\s(?:[^.;]{0,60}?\s)?"
    r"(?:dated|made|entered\sinto|effective)(?:\s(?:as\sof|on|effective|the)){0,2}\s$"
)
_BEFORE: Final = 220  # characters
_TO: Final = re.compile(
    r"^.{0,60}\b(?:amendment|addendum)\s+to\s+(?:the\s+)?|^the\s+", re.IGNORECASE
)
_THIS: Final = re.compile(r"\b(?:this|amendment|addendum)\b", re.IGNORECASE)


def find_amended(draft: Draft) -> list[Fact]:
    """Return title and date of the contract that a paper says it amends."""
    if not _IS_AMENDMENT.search(draft.text, 0, _TOP):
        return []
    for mention in draft.dates:
        if mention.start > _HEAD:
            break
        before = squeezed(draft.text[max(0, mention.start - _BEFORE) : mention.start]) + " "
        named = _NAMED.search(before)
        if named is None:
            continue
        title = _TO.sub("", named["title"])
        if _THIS.search(title) or _THIS.search(before, named.end("title")):
            continue
        span = (mention.start, mention.end)
        words = squeezed(draft.text[slice(*span)])
        return [
            Fact("amends", title, title, _SURE, "rule:amends.named", (span,), is_open=True),
            Fact(
                "amends_date", words, mention.iso, _SURE, "rule:amends.named", (span,), is_open=True
            ),
        ]
    return []
