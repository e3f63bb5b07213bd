"""When a contract ends, where it says so itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from contractsai.domain.forms import PERPETUAL
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.dates import DateMention
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_BEFORE: Final = 220  # characters
_NEAR: Final = 120
_IN_DOUBT: Final = 0.5  # a date that can be read as another
_UNTIL_DATE: Final = re.compile(
    (
        r"\b(?:expir\w*|terminat\w*|end(?:s|ing)?|until|through|to\s+and\s+including"
        r"|thru|continu\w*|conclud\w*)\b[^.;]{0,60}$"
    ),
    _I,
)
_OPEN_END: Final = Cue(
    re.compile(
        r"\b(?:perpetual\s+term|in\s+perpetuity|indefinite(?:ly)?"
        r"|(?:continue|remain)s?\s+(?:in\s+(?:full\s+)?(?:force\s+and\s+)?(?:effect"
        r"|force)\s+)?(?:thereafter\s+)?(?:unless\s+and\s+)?until\s+(?:it\s+is\s+)?ter"
        r"minated)\b",
        _I,
    ),
    ("perpetual", "in", "indefinite", "continue", "remain"),
)
_TO: Final = re.compile(
    r"\s{0,3}(?:to|till|through|until|[-\u2013\u2014])(?:\s+and\s+including)?\s{1,3}", _I
)
_TERM: Final = re.compile(r"\b(?:term|agreement|contract|lease|subscription)\b", _I)
_CONTRACT: Final = re.compile(r"\b(?:agreement|term|contract|license|lease|amendment)\b", _I)
_OTHER_MATTER: Final = re.compile(
    r"\b(?:source|warrant|payment|invoice|fiscal|purchase\s+order|exclusiv|option)\w*", _I
)
_RUNS: Final = re.compile(r"\b(?:term|remain|continue|effect|expire)", _I)
_THIS_CONTRACT: Final = re.compile(r"\b(?:this\s+(?:\w+\s+){0,2}agreement|term)\b", _I)
_OTHER_DUTY: Final = re.compile(r"\bconfidential|surviv|licen[sc]e\b", _I)


def find_stated_ends(draft: Draft) -> list[Fact]:
    """Return the day a contract says it ends, or that it runs until somebody ends it."""
    dated = sorted(_dated(draft), key=lambda fact: (-fact.confidence, fact.spans[0][0]))
    return [*dated[:1], *_open(draft.text)]


def _dated(draft: Draft) -> Iterator[Fact]:
    text = draft.text
    for mention in draft.dates:
        before = text[max(0, mention.start - _BEFORE) : mention.start]
        is_until = _UNTIL_DATE.search(before) or _ends_span(draft, mention)
        if not is_until or not _CONTRACT.search(before):
            continue
        span = (mention.start, mention.end)
        if not _OTHER_MATTER.search(_near_before(text, span)):
            sure = 0.72 if _RUNS.search(before) else 0.5
            value = squeezed(text[slice(*span)])
            fact = Fact("expiration_date", value, mention.iso, sure, "rule:expiry.until", (span,))
            yield replace(fact, confidence=_IN_DOUBT, is_open=True) if mention.is_open else fact


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


def _near_before(text: str, span: Span) -> str:
    """Return the words right before a place, in its own sentence: the one before is of another."""
    start = max(sentence_around(text, span)[0], span[0] - _NEAR)
    return text[start : span[0]]


def _open(text: str) -> Iterator[Fact]:
    for match in matches(_OPEN_END, text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _THIS_CONTRACT.search(before) and not _OTHER_DUTY.search(
            _near_before(text, match.span())
        ):
            yield Fact(
                "expiration_date",
                PERPETUAL,
                PERPETUAL,
                0.65,
                "rule:expiry.open_end",
                (match.span(),),
            )
            return
