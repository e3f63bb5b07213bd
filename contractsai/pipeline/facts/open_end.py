"""Contracts without an end of their own: they run until somebody ends them."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.domain.forms import PERPETUAL
from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.lexicon.anniversaries import find_anniversaries
from contractsai.pipeline.lexicon.periods import find_periods
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_SURE: Final = 0.75
_SUBJECT_BEFORE: Final = 300  # characters
_ENDLESS: Final = Cue(
    re.compile(
        r"\b(?:perpetual(?:ly)?\s+(?:term|thereafter|unless)|perpetually|perpetuity"
        r"|indefinitely|(?:indefinite|unlimited)\s+(?:term|period|duration|time)"
        r"|(?:unless\s+and\s+|unless\s+or\s+)?until\s+(?:such\s+time\s+as\s+)?"
        r"(?:(?:it|this\s+agreement|the\s+agreement|(?:this|the)\s+\w+)\s+(?:is|has\s+been|shall\s+be|be)\s+)?"
        r"(?:(?:sooner|earlier|otherwise|so)\s+)?(?:terminated|cancel+ed)"
        r"|until\s+(?:terminat|cancel)ion|until\s+(?:either|any|one|a)\s+(?:of\s+the\s+)?part(?:y|ies)\s+"
        r"(?:\w+\s+){0,3}(?:terminates?|cancels?|gives?|withdraws?|denounces?|ends?)"
        r"|(?:end|terminate|expire)s?\s+when\s+(?:it\s+is\s+)?terminated)\b",
        _I,
    ),
    ("perpetu", "indefinite", "unlimited", "unless", "until", "end", "terminate", "expire"),
)
_RUNS: Final = re.compile(
    r"(?:\b(?:this\s+(?:\w+\s+){0,3}(?:agreement|contract|lease|mnda|nda|license)|the\s+(?:agreement|contract)"
    r"|(?:the|this|its|minimum|initial|fixed|first)\s+(?:term|period)|appointment|employment|engagement)\b|[\"\u201c]term[\"\u201d])[\s\S]*"
    r"\b(?:continu\w*|remains?|stays?|runs?|lasts?|(?:be|is)\s+(?:valid|effective|in\s+(?:effect|force))"
    r"|enduring|endures?|concluded|agreed|ends?|terminates?|expires?|in\s+(?:full\s+)?(?:force|effect)|entered\s+into)\b",
    _I,
)
_OTHER_MATTER: Final = re.compile(
    r"\b(?:confidential\w*|surviv\w*|licen[sc]es?|rights|obligations?|provisions?|content|records?"
    r"|suspen\w+|restrictions?|covenants?|renew\w*|extend\w*)\b",
    _I,
)
_MAIN: Final = re.compile(r"\brights\s+and\s+obligations\b", _I)


def find_open_ends(draft: Draft) -> Iterator[Fact]:
    """Yield that a contract runs until somebody ends it, where it first says so."""
    text = draft.text
    for match in matches(_ENDLESS, text):
        start = max(sentence_around(text, match.span())[0], match.start() - _SUBJECT_BEFORE)
        runs = _RUNS.search(text, start, match.end())
        if runs is None or _OTHER_MATTER.search(_MAIN.sub(" ", text[runs.start() : match.start()])):
            continue
        if find_periods(text, runs.start(), match.start()):
            continue  # the first term has an end, and this is what comes behind it
        if any(find_anniversaries(text, runs.start(), match.start())):
            continue
        yield Fact(
            "expiration_date", PERPETUAL, PERPETUAL, _SURE, "rule:expiry.open_end", (match.span(),)
        )
        return
