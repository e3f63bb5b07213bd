"""How long a contract runs at first."""

import re
from collections.abc import Iterator
from typing import Final

from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.facts.period_facts import FoundPeriod, period_facts, sentence_end
from contractsai.pipeline.lexicon.periods import PeriodMention, find_periods
from contractsai.pipeline.matching import Cue, matches

_I: Final = re.IGNORECASE
_FAR: Final = 150  # characters between a cue and its period
_TERM_CUES: Final = tuple(
    (rule, confidence, Cue(re.compile(pattern, _I), begins, at_start="\n" in begins))
    for rule, confidence, begins, pattern in (
        (
            "table",
            0.85,
            ("\n",),
            (
                r"(?:\A|\n)[ \t]*(?:(?:initial|mnda|agreement|subscription"
                r"|nda|contract|license)\s+)?(?:term|period|term\s+of\s+(?:nda"
                r"|agreement))\b[^\n|]{0,60}\|"
            ),
        ),
        (
            "initial_term",
            0.85,
            ("initial",),
            r"\binitial\s+(?:term|period)\b(?!\s+(?:and|or|unless|,))",
        ),
        (
            "term_of_agreement",
            0.82,
            ("the", "this", "its"),
            (
                r"\b(?:the|this|its)\s+(?:\w+\s+){0,2}term\s+(?:of\s+this\s+(?:\w+\s+){0,3}?(?:"
                r"agreement|contract|lease|license)|hereof)\b"
            ),
        ),
        (
            "in_effect",
            0.82,
            ("continue", "remain", "be", "stay"),
            (
                r"\b(?:continue|remain|be|stay)s?\s+(?:in\s+)?(?:full\s+)?(?:force\s+and\s+)?(?:"
                r"in\s+)?(?:effect|effective|force|valid)\b"
            ),
        ),
        (
            "obligations_end",
            0.7,
            ("agreement", "obligation", "restrictions", "covenants", "undertakings", "terms"),
            (
                r"\b(?:agreement|obligations?(?:\s+[^.;]{0,60})?|restrictions|covenants|undertakings|terms)\b"
                r"[^.;]{0,90}?\b(?:expire|terminate|lapse|cease|end)s?\b(?:\s+(?:and|upon|on|be|of|no"
                r"|further|automatically|the|earlier|at)\b){0,6}"
            ),
        ),
        (
            "agreement_runs",
            0.75,
            ("this", "the"),
            (
                r"\b(?:this|the)\s+(?:\w+\s+){0,2}(?:agreement|contract|mnda"
                r"|nda|license|lease)\s+(?:shall|will|is|commences?|begins?"
                r"|expires?|runs?|starts?|has|continues?|remains?|takes?)\b"
            ),
        ),
        (
            "term_shall",
            0.7,
            ("term",),
            (
                r"\bterm\b[\"\u201d)]{0,2}\s*(?:shall|will|is|means|:|of|begins?"
                r"|commences?)"
            ),
        ),
        (
            "heading",
            0.6,
            ("\n",),
            (
                r"(?:\A|\n)[ \t]*(?:(?:article|section)\s+)?[\dIVX.]{0,6}\s*(?:initial\s+)?(?:t"
                r"erm|duration|term\s+and\s+termination|term\s+of\s+agreement)[ \t]*[.:\n-]"
            ),
        ),
    )
)
_TO_PERIOD: Final = re.compile(
    (
        r"(?:\b(?:of|for|is|be|period|term|expires?|lasts?|continues?"
        r"|means|until|:|\|)|[|:])[\s\S]{0,60}$"
    ),
    _I,
)
_NOT_TERM: Final = re.compile(
    (
        r"\b(?:notice|prior|advance|warrant\w*|confidential\w*|surviv\w*"
        r"|invoice\w*|payment|paid|cure|default|breach|audit|records"
        r"|insurance|renew\w*|extend\w*|extension|successive|delivery"
        r"|trial|pilot|within|every|non-?compet\w*|last\s+day|revocation|revoke|standstill|times"
        r"|delivered|thereafter|employment)\b"
    ),
    _I,
)
_NOT_TERM_AFTER: Final = re.compile(
    (
        r"\s+thereafter\b|\W{0,3}\s*(?:\w+\s+){0,2}(?:prior|notice|advance|written"
        r"|(?:after|following)\s+(?:the\s+|any\s+|such\s+|your\s+|his\s+|her\s+)?(?:termination"
        r"|expiration|separation|closing)|of\s+age|revocation|period\s+of\s+non|day\s+of)"
    ),
    _I,
)


def find_terms(draft: Draft) -> list[Fact]:
    """Return the initial term, with lesser candidates."""
    return list(period_facts("term", _initial_terms(draft.text)))


def _initial_terms(text: str) -> Iterator[FoundPeriod]:
    for rule, confidence, opening in _TERM_CUES:
        for match in matches(opening, text):
            period = _period_behind(text, match, in_row=rule == "table")
            if period is None:
                continue
            far = 0.05 * (period.start - match.end() > _FAR)
            early = 0.03 * (match.start() < len(text) / 2)
            short = 0.3 * (period.unit == "day")
            yield FoundPeriod(period, rule, confidence - far - short + early)


def _period_behind(text: str, cue: re.Match[str], *, in_row: bool) -> PeriodMention | None:
    """Return the first period behind *cue*, in its sentence or table row, that may be a term."""
    end = sentence_end(text, cue.end())
    line = text.find("\n", cue.end())
    if in_row and line >= 0:
        end = min(end, line)
    for period in find_periods(text, cue.end(), end):
        between = text[cue.end() if in_row else cue.start() : period.start]
        is_other = _NOT_TERM.search(between) or _NOT_TERM_AFTER.match(
            text, period.end, period.end + 40
        )
        if not is_other and (in_row or _TO_PERIOD.search(between)):
            return period
    return None
