"""The day from which a letter, an order or a list of essentials says in a sentence that it runs."""

import re
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, squeezed
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.matching import Near, matches

_HEAD: Final = 6_000  # characters in which it stands
_SURE: Final = 0.6  # at most: nobody has labelled such papers
_NEAR: Final = 30  # characters from the words to the day
_STARTS: Final = Near(
    re.compile(
        r"\b(?:it|this\s+(?:\w+\s+){0,2}(?:agreement|contract|letter|order|engagement|lease|appointment)"
        r"|the\s+(?:contract|order|engagement|lease|work)|production|work)\s+(?:(?:shall|will)\s+)?"
        r"(?:takes?\s+effect|comes?\s+into\s+(?:force|effect)|commences?|begins?|starts?"
        r"|is\s+(?:effective|valid))\s+(?:with\s+effect\s+)?(?:on|from|as\s+(?:of|from))\s+"
        r"(?:and\s+including\s+)?(?=[\dA-Za-z])",
        re.IGNORECASE,
    ),
    ("effect", "force", "commence", "begin", "start", "valid"),
    before=80,
    after=60,
)


def stated_start(draft: Draft) -> list[Fact]:
    """Return the day right behind such words, in doubt: a person looks at it."""
    for match in matches(_STARTS, draft.text, 0, min(_HEAD, len(draft.text))):
        end = min(len(draft.text), match.end() + _NEAR)
        found = find_dates(draft.text, match.end(), end, day_first=draft.day_first)
        if found and not draft.text[match.end() : found[0].start].strip(" the"):
            span = (found[0].start, found[0].end)
            value = squeezed(draft.text[slice(*span)])
            rule = "rule:date.stated"
            return [Fact("effective_date", value, found[0].iso, _SURE, rule, (span,), is_open=True)]
    return []
