"""The end that a paper gives the contract it amends: "the Agreement is extended until 31 May 2027".

Amendments are full of days that end something else: a period of orders, their own force. So only a
sentence whose subject is the contract or its term counts.
"""

import re
from dataclasses import replace
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, squeezed
from contractsai.pipeline.facts.paper_kind import AMENDMENT, paper_kind
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_SURE: Final = 0.7  # nobody has labelled it
_REACH: Final = 400  # characters of the sentence before a day
_CONTRACT: Final = (
    r"(?:agreement|contract|lease|licen[cs]e|msa|subscription|engagement|arrangement|term)\b"
)
_IT: Final = rf"(?:(?:this|the|said|our|your)\s+(?:[\w&-]+\s+){{0,4}}{_CONTRACT}|it\b|\bterm\b)"
_RUNS: Final = (
    r"(?:extended|continues?|remains?|expires?|terminates?|ends?|ending|renew(?:ed|s)?|runs?|lasts?"
    r"|effective|prolonged|in\s+(?:full\s+)?(?:force|effect))\b"
)
_HELP: Final = (
    r"(?:(?:is|are|be|shall|will|has|been|now|hereby|then|further|automatically|also|to|and|amended"
    r"|changed|modified|deemed)\s+){0,6}"
)
_BEFORE_DAY: Final = (
    r"\b(?:until|till|through|thru|to|on|ending|including|expiring)\s+(?:(?:and|including|on|the)\s+)"
    r"{0,3}$"
)
_SUBJECT: Final = re.compile(
    rf"\b{_IT}(?:\s+of\s+(?:this|the|said)\s+(?:[\w&-]+\s+){{0,4}}{_CONTRACT})?"
    rf"\s*(?:\([^()]{{0,80}}\)\s*)?{_HELP}{_RUNS}[^;]{{0,200}}?{_BEFORE_DAY}",
    _I,
)
_OBJECT: Final = re.compile(
    rf"\b(?:extend|renew|prolong)(?:s|ed|ing)?\s+{_IT}[^;]{{0,200}}?{_BEFORE_DAY}", _I
)
_NAMED_END: Final = re.compile(
    r"\b(?:expir\w+|terminat\w+|end)\s+date(?::\s"
    r"|\b[^;]{0,120}?\b(?:to|be|is|means|read)\s[\"\u201c]?)$",
    _I,
)
_ITSELF: Final = re.compile(
    rf"\bthis\s+(?:\w+\s+){{0,3}}{AMENDMENT}\b\s*(?:\([^()]{{0,80}}\)\s*)?{_HELP}{_RUNS}", _I
)
_ACT: Final = re.compile(r"\b(?:renew|exten[ds]|prolong)\w*", _I)
_OTHER: Final = re.compile(
    r"\b(?:purchase|order(?:s|ed)?|price|royalt\w+|invoice|payment|warrant\w+|minimum|exclusiv\w+|between)\b",
    _I,
)


def find_new_end(draft: Draft) -> list[Fact]:
    """Return the last one of the ends that an amendment gives its contract, if it gives one."""
    kind = paper_kind(draft.text)
    if kind is None or kind.fact != "amends":
        return []
    found: list[Fact] = []
    for mention in draft.dates:
        span = (mention.start, mention.end)
        start = max(sentence_around(draft.text, span)[0], mention.start - _REACH)
        before = squeezed(draft.text[start : mention.start]) + " "
        said = max(
            (
                match
                for pattern in (_SUBJECT, _OBJECT, _NAMED_END)
                for match in (pattern.search(before),)
                if match
            ),
            key=lambda match: match.start(),
            default=None,
        )
        if said is None or _ITSELF.search(before) or _OTHER.search(said[0]):
            continue
        value = squeezed(draft.text[slice(*span)])
        found.append(
            Fact("new_end", value, mention.iso, _SURE, "rule:new_end", (span,), is_open=True)
        )
    return found[-1:]


def without_acts_of_renewal(draft: Draft) -> Draft:
    """Return the draft with blanks for a sentence by which the paper itself renews the contract.

    "Is renewed for a further year until 31 May 2027" names a new end, and changes nothing in how
    the contract renews after that.
    """
    text = draft.text
    for fact in find_new_end(draft):
        start, end = sentence_around(text, fact.spans[0])
        day = fact.spans[0][0]
        if _ACT.search(text, start, day) and not _ACT.search(text, day, end):
            text = text[:start] + " " * (end - start) + text[end:]
    return draft if text is draft.text else replace(draft, text=text)
