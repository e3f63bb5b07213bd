"""The date of a letter: on a line of its own, above what the letter is about."""

import re
from typing import Final

from contractsai.pipeline.draft import ANSWER, Draft, Fact, squeezed
from contractsai.pipeline.facts.paper_kind import paper_kind

_SURE: Final = 0.6  # nobody has labelled it
_DEAR: Final = re.compile(r"\bDear\s", re.IGNORECASE)
_ALONE: Final = re.compile(r"[\s.]*(?:date[d]?\s*:?\s*)?", re.IGNORECASE)
_NAMES: Final = frozenset({"agreement_date", "effective_date"})


def find_letter_date(draft: Draft, found: list[Fact]) -> list[Fact]:
    """Return the date of a letter that changes a contract, if no other day was found for it."""
    if any(fact.name in _NAMES and fact.confidence >= ANSWER for fact in found):
        return []
    kind = paper_kind(draft.text)
    dear = _DEAR.search(draft.text)
    if kind is None or dear is None:
        return []
    for mention in draft.dates:
        if mention.start > dear.start():
            break
        start = draft.text.rfind("\n", 0, mention.start) + 1
        end = draft.text.find("\n", mention.end)
        around = draft.text[start : mention.start], draft.text[mention.end : max(end, mention.end)]
        if all(_ALONE.fullmatch(part) for part in around):
            span = (mention.start, mention.end)
            words = squeezed(draft.text[slice(*span)])
            return [
                Fact(
                    "agreement_date",
                    words,
                    mention.iso,
                    _SURE,
                    "rule:date.letter",
                    (span,),
                    is_open=True,
                )
            ]
    return []
