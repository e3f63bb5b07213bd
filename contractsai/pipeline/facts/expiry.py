"""When a contract ends, where it says so itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.facts.open_end import find_open_ends
from contractsai.pipeline.lexicon.dates import DateMention
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
UNTIL: Final = "rule:expiry.until"
_BEFORE: Final = 220  # characters
_NEAR: Final = 120
_RUNS_UNTIL: Final = 0.72
_ENDS_ON: Final = 0.5
_CANDIDATE: Final = 0.3  # a day that is named beats "until terminated", which comes behind it
_IN_DOUBT: Final = 0.5  # a date that can be read as another
_UNTIL_DATE: Final = re.compile(
    (
        r"(?s:.*)\b(?:expir\w*|terminat\w*|end(?:s|ing)?|until|through|to\s+and\s+including"
        r"|thru|continu\w*|conclud(?:es|ing)|(?:shall|will)\s+conclude)\b(?P<between>[^.;]{0,60})$"
    ),
    _I,
)
_TO: Final = re.compile(
    r"\s{0,3}(?:to|till|through|until|[-\u2013\u2014])(?:\s+and\s+including)?\s{1,3}", _I
)
_TERM: Final = re.compile(r"\b(?:term|agreement|contract|lease|subscription)\b", _I)
_CONTRACT: Final = re.compile(r"\b(?:agreement|term|contract|license|lease|amendment)\b", _I)
_OTHER_MATTER: Final = re.compile(
    r"\b(?:source|warrant|payment|invoice|fiscal|purchase\s+order|exclusiv|option)\w*", _I
)
_ANOTHER_DAY: Final = re.compile(
    r"\b(?:dated|effective(?!\s+date)|commenc\w*|begin\w*|start\w*|entered|made|reported)\b", _I
)
_MEANS: Final = re.compile(
    r"[\"\u201c]([^\"\u201c\u201d]{2,40})[\"\u201d]\s+(?:means|shall\s+mean)\b", _I
)
_END_BY_NAME: Final = re.compile(
    r"\b(?:term|expir\w+|end|terminat\w+|(?:contract|agreement|initial|services?)\s+period)\b", _I
)
_LATER_TERM: Final = re.compile(
    r"\b(?:may|options?|rights?|elects?)\s+(?:\w+\s+){0,4}(?:renew|extend)|\brenewal\s+(?:term|period)",
    _I,
)
_RUNS: Final = re.compile(r"\b(?:term|remain|continue|effect|expire)", _I)


def find_stated_ends(draft: Draft) -> list[Fact]:
    """Return the day a contract says it ends, or that it runs until somebody ends it."""
    dated = sorted(_dated(draft), key=lambda fact: (-fact.confidence, fact.spans[0][0]))[:1]
    is_named = any(fact.confidence >= _RUNS_UNTIL for fact in dated)
    return [
        *dated,
        *(
            replace(fact, confidence=_CANDIDATE) if is_named else fact
            for fact in find_open_ends(draft)
        ),
    ]


def _dated(draft: Draft) -> Iterator[Fact]:
    text = draft.text
    for mention in draft.dates:
        before = text[max(0, mention.start - _BEFORE) : mention.start]
        until = _UNTIL_DATE.match(before)
        if until and _ANOTHER_DAY.search(until["between"]):
            until = None
        if not (until or _ends_span(draft, mention)) or not _CONTRACT.search(before):
            continue
        span = (mention.start, mention.end)
        if not _is_of_another_matter(text, span):
            sure = _RUNS_UNTIL if _RUNS.search(before) else _ENDS_ON
            value = squeezed(text[slice(*span)])
            fact = Fact("expiration_date", value, mention.iso, sure, UNTIL, (span,))
            yield replace(fact, confidence=_IN_DOUBT, is_open=True) if mention.is_open else fact


def _is_of_another_matter(text: str, span: Span) -> bool:
    """Return whether the sentence of a date speaks of an invoice, of a renewal, of a "Year"."""
    start = sentence_around(text, span)[0]
    if _OTHER_MATTER.search(text, max(start, span[0] - _NEAR), span[0]):
        return True
    defined = _MEANS.findall(text, max(0, start - 3), span[0])
    if defined and not _END_BY_NAME.search(defined[-1]):
        return True
    return bool(_LATER_TERM.search(text, start, span[0]))


def _ends_span(draft: Draft, mention: DateMention) -> bool:
    """Return whether a date ends a span of the term: "the term is 1 March 2024 to 28 May 2025"."""
    text = draft.text
    start, _ = sentence_around(text, (mention.start, mention.end))
    earlier = [item for item in draft.dates if start <= item.start < mention.start]
    return bool(
        earlier
        and _TO.fullmatch(text, earlier[-1].end, mention.start)
        and _TERM.search(text, start, earlier[-1].start)
    )
