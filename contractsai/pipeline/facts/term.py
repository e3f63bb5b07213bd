"""How long a contract runs at first."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span
from contractsai.pipeline.facts.period_facts import FoundPeriod, period_facts, sentence_end
from contractsai.pipeline.lexicon.anniversaries import find_anniversaries
from contractsai.pipeline.lexicon.periods import PeriodMention, find_periods
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_FAR: Final = 150  # characters between a cue and its period
_BEHIND: Final = 40  # characters behind a period that say what it is of
_PASSING: Final = 40  # characters before a cue that say that it only passes
_BRACKET: Final = 40
# What a rule cannot do without, within how many characters it ends, or behind how many words.
_HOLDS: Final[Mapping[str, tuple[tuple[str, ...], int, int]]] = {
    "table": (("|",), 200, 0),
    "term_of_agreement": (("term",), 0, 3),
    "in_effect": (("effect", "force", "valid"), 0, 4),
    "obligations_end": (("expire", "terminate", "lapse", "cease", "end"), 180, 0),
    "heading": (("term", "duration"), 200, 0),
}
_TERM_CUES: Final = tuple(
    (
        rule,
        confidence,
        Cue(re.compile(pattern, _I), begins, "\n" in begins, *_HOLDS.get(rule, ((), 0, 0))),
    )
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
                r"\b(?:agreement|obligations?(?:\s[^.;]{0,60})?|restrictions|covenants|undertakings|terms)\b"
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
                r"|nda|license|lease|order|engagement|appointment)\s+(?:shall|will|is|commences?|begins?"
                r"|expires?|runs?|starts?|has|continues?|remains?|takes?)\b"
            ),
        ),
        (
            "term_shall",
            0.7,
            ("term", "subscription", "contract", "initial", "licen", "service"),
            (
                r"\b(?:term|(?:subscription|contract|initial|licen[cs]e|service)\s+period)\b[\"\u201d)]{0,2}\s*(?:shall|will|is|means|:|of|begins?"
                r"|commences?)"
            ),
        ),
        (
            "heading",
            0.6,
            ("\n",),
            (
                r"(?:\A|\n)[ \t]{0,90}(?:(?:article|section)\s{1,9})?[\dIVX.]{0,6}\s{0,40}"
                r"(?:(?:initial|subscription|contract|licen[cs]e|lease|service)\s{1,9})?"
                r"(?:term|duration|term\s+and\s+termination|term\s+of\s+agreement)[ \t]*[.:\n-]"
            ),
        ),
    )
)
_TO_PERIOD: Final = re.compile(
    (
        r"(?:\b(?:of|for|is|be|period|term|expires?|lasts?|continues?"
        r"|means|until|ends?\s+(?:on|upon)|:|\|)|[|:])[\s\S]{0,60}$"
    ),
    _I,
)
# An anniversary ends a term where the words lead up to it, and nobody merely may end it then.
_TO_ANNIVERSARY: Final = re.compile(
    r"\b(?:until|through|to|ends?|ending|expir\w+|terminat\w+|conclud\w+)\b[^.;]{0,80}$", _I
)
_DAY_BEFORE: Final = re.compile(r"\bday\s+(?:immediately\s+)?(?:before|prior\s+to|preceding)\b", _I)
_NOT_AN_END: Final = re.compile(
    r"\b(?:may|if|right|entitled|elects?|option|event|each|after|before)\b", _I
)
# "... unless sooner terminated or renewed as provided herein, shall continue for": an aside.
_ASIDE: Final = re.compile(
    r"\b(?:unless|subject\s+to|except)\b(?:[^;.]{0,250}?(?=\b(?:shall|will)\b)|[^,;.]{0,120},)", _I
)
_FROM_THE_START: Final = re.compile(
    r"\b(?:commenc\w*|begin\w*|start\w*|effective|dated?)\b[^.;]{0,200}$", _I
)
_TO_AN_END: Final = re.compile(r"\b(?:until|through|expir\w+|ends?|ending|conclu\w+)\b", _I)
_HEADED: Final = re.compile(
    r"[\s\dIVX.]{0,20}(?:\w+\s{1,9}){0,2}(?:term|duration)(?:\s+of\s+\w+)?\s{0,3}[.:\u2013\u2014-]\s{0,9}",
    _I,
)  # "Term. Twelve months starting ..."
_THEREAFTER: Final = re.compile(r"\bthereafter\b", _I)
_IN_PASSING: Final = re.compile(
    r"\b(?:material|during|throughout|over|within|beyond|(?:end|expir\w+|terminat\w+|remainder|balance"
    r"|rest|length|last\s+\w+)\s+of|(?:extend|renew)\w*)\s+(?:(?:the|this|its|such)\s+)?$",
    _I,
)
# "shall enter into a hire agreement for an initial period of ...": another contract's.
_OF_ANOTHER: Final = re.compile(
    r"\b(?:enter(?:s|ed|ing)?\s+into|conclude[sd]?)\s+an?\s+(?:[\w-]+\s+){0,4}"
    r"(?:agreement|contract|lease)\b(?:[^.;]|\.(?=\d)){0,300}$",
    _I,
)
_ANOTHER_WITHIN: Final = 350  # characters
_DEFINED: Final = Cue(
    re.compile(
        r"[\"\u201c](?:(?:initial|original|first|base|primary)\s+)?(?:term|period)[\"\u201d]"
        r"[^()]{0,40}\)",
        _I,
    ),
    ('"', "\u201c"),
)
_DEFINED_SURE: Final = 0.9
_FIRST: Final = Cue(
    re.compile(r"\b(?:initial|fixed|original|primary)\s+", _I),
    ("initial", "fixed", "original", "primary"),
)
_OF_TERM: Final = re.compile(r"[\s-]{1,3}term\b", _I)
_BEFORE_ITS_NAME: Final = 0.65
_IN_DAYS: Final = re.compile(
    r"(?:\b(?:of|for|is|be|means)\b|[:|])\s*(?:an?\s+|the\s+)?(?:initial\s+)?"
    r"(?:(?:period|term)\s+of\s+)?$",
    _I,
)
_NOT_TERM: Final = re.compile(
    (
        r"\b(?:notice|prior|advance|warrant\w*|confidential\w*|surviv\w*"
        r"|invoice\w*|payment|paid|cure|default|breach|audit|records"
        r"|insurance|renew\w*|extend\w*|extension|successive|delivery"
        r"|trial|pilot|within|every|non-?compet\w*|last\s+day|revocation|revoke|standstill|times"
        r"|delivered|employment)\b"
    ),
    _I,
)
_NOT_TERM_AFTER: Final = re.compile(
    (
        r"[^\w.]{0,3}\s*(?:\w+\s+){0,2}(?:prior|notice|advance|written"
        r"|(?:after|following)\s+(?:the\s+|any\s+|such\s+|your\s+|his\s+|her\s+|its\s+)?(?:termination"
        r"|expiration|expiry|end|separation|closing)\b|after\s+(?:it|they|(?:this|the|your|his|her)\s+\w+)\s+"
        r"(?:(?:has|have|is|are)\s+)?(?:ends?|ended|expires?|expired|terminat\w+)\b|of\s+age|revocation|period\s+of\s+non|day\s+of)"
    ),
    _I,
)


def find_terms(draft: Draft) -> list[Fact]:
    """Return the initial term, with lesser candidates."""
    return list(period_facts("term", _initial_terms(draft.text)))


def _initial_terms(text: str) -> Iterator[FoundPeriod]:
    for rule, confidence, opening in _TERM_CUES:
        for match in matches(opening, text):
            if _IN_PASSING.search(text, max(0, match.start() - _PASSING), match.start()):
                continue
            end = sentence_end(text, match.end())
            if rule == "table":
                line = text.find("\n", match.end())
                end = min(end, line) if line >= 0 else end
            period = _period_of(text, match.span(), end, in_row=rule == "table")
            if period is None:
                continue
            low = max(0, match.start() - _ANOTHER_WITHIN)
            is_initial = rule == "initial_term"
            another = 0.2 * (is_initial and bool(_OF_ANOTHER.search(text, low, match.start())))
            far = 0.05 * (period.start - match.end() > _FAR)
            early = 0.03 * (match.start() < len(text) / 2)
            yield FoundPeriod(period, rule, confidence - far - another + early)
    yield from _defined_behind(text)
    yield from _before_its_name(text)


def _before_its_name(text: str) -> Iterator[FoundPeriod]:
    """Yield the length that stands before what it is of: "an initial three-year term"."""
    for match in matches(_FIRST, text):
        for period in find_periods(text, match.end(), min(len(text), match.end() + _FAR))[:1]:
            if not text[match.end() : period.start].strip() and _OF_TERM.match(text, period.end):
                yield FoundPeriod(period, "before_its_name", _BEFORE_ITS_NAME)


def _defined_behind(text: str) -> Iterator[FoundPeriod]:
    """Yield what a sentence calls the term: "for three years from the date hereof (the "Term")"."""
    for match in matches(_DEFINED, text):
        bracket = text.rfind("(", max(0, match.start() - _BRACKET), match.start())
        if bracket < 0:
            continue
        start = sentence_around(text, (bracket, bracket))[0]
        period = _period_of(text, (start, start), bracket, in_row=False)
        if period is not None and bracket - period.end < _FAR:
            yield FoundPeriod(period, "defined_behind", _DEFINED_SURE)


def _period_of(text: str, cue: Span, end: int, *, in_row: bool) -> PeriodMention | None:
    """Return the first period behind *cue* that may be a term."""
    numbered = find_anniversaries(text, cue[1], end)
    for period in sorted(
        [*find_periods(text, cue[1], end), *numbered], key=lambda item: item.start
    ):
        between = _ASIDE.sub(" ", text[cue[1] if in_row else cue[0] : period.start])
        if _is_term(text, period, between, in_row=in_row):
            return period
    return None


def _is_term(text: str, period: PeriodMention, between: str, *, in_row: bool) -> bool:
    """Return whether the words before *period*, and those behind it, make it a term."""
    is_anniversary = text[period.start : period.end].lower().endswith("anniversary")
    if is_anniversary:
        between = _DAY_BEFORE.sub(" ", between)
    if (
        _NOT_TERM.search(between)
        or _NOT_TERM_AFTER.match(text, period.end, period.end + _BEHIND)
        or _is_later(text, period, between)
    ):
        return False
    if is_anniversary:
        return bool(_TO_ANNIVERSARY.search(between)) and not _NOT_AN_END.search(between)
    if in_row or _HEADED.fullmatch(between):
        return True
    return bool((_IN_DAYS if period.unit == "day" else _TO_PERIOD).search(between))


def _is_later(text: str, period: PeriodMention, between: str) -> bool:
    """Return whether *period* comes after another: "and thereafter for a year".

    "Commences on the Effective Date and continues thereafter for a year" has none before.
    """
    behind = _THEREAFTER.match(text, period.end + 1, period.end + _BEHIND)
    word = _THEREAFTER.search(between)
    before = between if behind else between[: word.start()] if word else ""
    return bool(behind or word) and not (
        _FROM_THE_START.search(before) and not _TO_AN_END.search(before)
    )
