"""What a party was called before: "Glu Mobile, Inc. f/k/a Sorrent, Inc.".

A paper of today names its party as it is called today; the contract that it changes does not.
"""

import re
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, squeezed

_SURE: Final = 0.6  # nobody has labelled it
_HEAD: Final = 4_000  # characters in which parties are introduced
_MOST: Final = 6
_WORD: Final = r"[A-Z0-9][\w&.'\u2019-]*"
_FORMER: Final = re.compile(
    r"(?i:\b(?:formerly|previously)(?:\s+(?:known|called|named|trading))?(?:\s+as)?"
    r"|\bf/k/a|\bfka|\bf\.k\.a\.|\bsuccessor(?:\s+(?:in|by)\s+\w+)?\s+(?:to|of)"
    r"|\bassignee\s+of|\bchange\s+of\s+name\s+from)\s+[\"\u201c]?"
    rf"(?P<name>{_WORD}(?:\s(?:{_WORD}|&|(?:of|and|the)\s{_WORD}|plc\b)){{0,7}}"
    r"(?:,\s(?:Inc|INC|Incorporated|L\.?L\.?[CP]|Ltd|LTD|Limited|Corp|Co|L\.P|LP|N\.A|S\.A)\b\.?)?)"
)


def find_former_names(draft: Draft) -> list[Fact]:
    """Return the former names of parties, and the names of those whom they followed."""
    found: dict[str, Fact] = {}
    for match in _FORMER.finditer(draft.text, 0, _HEAD):
        name = squeezed(match["name"]).rstrip(' ,"\u201d')
        fact = Fact(
            "former_name",
            name,
            name,
            _SURE,
            "rule:former_name",
            (match.span("name"),),
            is_open=True,
        )
        found.setdefault(name, fact)
    return list(found.values())[:_MOST]
