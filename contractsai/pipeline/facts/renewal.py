"""Whether a contract renews, for how long, and with what notice that can be stopped."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import ANSWER, Draft, Fact
from contractsai.pipeline.facts.notice_window import notice_ranges
from contractsai.pipeline.facts.period_facts import FoundPeriod, period_facts, sentence_end
from contractsai.pipeline.facts.term import find_terms
from contractsai.pipeline.lexicon.periods import Known, PeriodMention, find_periods
from contractsai.pipeline.matching import Cue, matches
from contractsai.pipeline.text.sentences import sentence_around

_I: Final = re.IGNORECASE
_BEHIND: Final = 220  # characters between "renew" and its period
_NOTICE_BEFORE: Final = 300  # characters around "renew" in which its notice may stand
_NOTICE_BEHIND: Final = 250
_AROUND: Final = 200
_LENGTH_OF: Final = {
    "annual": (1, "year"),
    "yearly": (1, "year"),
    "year": (1, "year"),
    "quarterly": (3, "month"),
    "quarter": (3, "month"),
    "monthly": (1, "month"),
    "month": (1, "month"),
    "week": (1, "week"),
}
_RENEW: Final = Cue(
    re.compile(
        r"\b(?:renew(?:ed|s|al|als|able|ing)?|extend(?:ed|s)?|extension|successive|roll\s+over)\b",
        _I,
    ),
    ("renew", "exten", "successive", "roll"),
)
_SUCCESSIVE: Final = re.compile(
    (
        r"\b(?:successive|consecutive|(?P<unit>year|quarter|month)[\s-]to[\s-](?P=unit)"
        r"|each\s+(?:year|anniversary)|(?:additional|further)\s+[^.]{0,40}(?:terms"
        r"|periods))\b"
    ),
    _I,
)
_ROLLING: Final = re.compile(
    (
        r"\b(?P<unit>year|quarter|month|week)[\s-]+to[\s-]+(?P=unit)\b|\bfrom\s+(?P<unit2>year"
        r"|month)\s+to\s+(?:year|month)\b|\b(?P<unit3>annual|yearly"
        r"|quarterly|monthly)(?:ly)?\s+(?:basis|renewal|periods?|terms?)"
        r"|\b(?:another|an?\s+(?:further|additional))\s+(?P<unit4>year|quarter|month)\b"
    ),
    _I,
)
_NOTICE: Final = re.compile(
    r"\b(?:notice|notif(?:y|ies|ied|ication)|advise|written|writing|inform\w*|elects?|letter"
    r"|objects?|opposes?|declines?)\b",
    _I,
)
_NOTICE_AFTER: Final = re.compile(
    (
        r"[\s\u2019']*(?:s\b)?[\s,]*(?:written\s+|advance\s+|prior\s+"
        r"|or\s+more\s+){0,6}(?:(?:is|be|has\s+been|shall\s+be)\s+(?:given|served)\s+)?"
        r"(?:(?:but|and|nor)\s+[^.]{0,60})?(?:prior|before|in\s+advance"
        r"|advance|preceding|notice|written\s+notice|written)\b"
    ),
    _I,
)
_IS_NOTICE: Final = re.compile(
    r"\W{0,3}\s*(?:(?!unless)\w+\s+){0,2}(?:prior|notice|advance|written)", _I
)
_OTHER_MATTER: Final = re.compile(
    r"\b(?:notice|prior|within|at\s+least|less\s+than|unless|days\s+before"
    r"|patent|trademark|credit|payment|invoice)\b",
    _I,
)
_PLAIN_RENEWAL: Final = re.compile(r"automatic|successive|additional|renewal\s+term|further", _I)
_OTHER_NOTICE: Final = re.compile(r"\b(?:breach|default|cure|convenience|invoice|payment)\b", _I)
_ABOUT_THE_END: Final = re.compile(
    r"\b(?:renew|non-?renew|extend|expir|runs?\s+out|laps|end\s+of\s+(?:the|any|each|such)|then[\s-](?:current|running)|close\s+of\s+the|anniversary)",
    _I,
)


_AT_MOST: Final = re.compile(r"\b(?:more|earlier|sooner|greater)\s+than\s+$", _I)
_CUE: Final = 30  # characters
_RANGE: Final = 0.7
_TO_USE_AN_OPTION: Final = re.compile(r"\boptions?\b", _I)  # that notice stops no renewal


_SAME: Final = Cue(
    re.compile(
        r"\b(?:(?:like|same|similar|identical|equal|equivalent)\s+(?:term|periods?|length|duration)"
        r"|equal\s+(?:in\s+length\s+|in\s+duration\s+)?to\s+the\s+(?:length\s+of\s+the\s+)?"
        r"(?:initial|original|first|preceding|previous|then))\b",
        _I,
    ),
    ("like", "same", "similar", "identical", "equal", "equivalent"),
)
_RENEWS: Final = re.compile(r"\b(?:renew|exten|prolong|tacit|automatic\w*)", _I)
_SAME_SURE: Final = 0.6  # nobody has labelled it
_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TIMES: Final = re.compile(
    rf"\b(?P<word>{'|'.join(_NUMBERS)})\b(?:\s{{0,2}}\(\d{{1,2}}\))?\s{{1,3}}"
    r"(?:successive|consecutive|additional|further|renewal|extension|optional)\b"
    r"[^.;,]{0,40}?\b(?:terms|periods|renewals|extensions)\b",
    _I,
)


def find_renewals(draft: Draft) -> list[Fact]:
    """Return the renewal term and the notice period, each with lesser candidates."""
    told = [*_renewal_terms(draft.text), *_rolling_terms(draft.text)]
    terms = list(period_facts("renewal_term", told))
    return [
        *(_with_successive(draft.text, fact) for fact in terms or _as_long_as_the_first(draft)),
        *period_facts(
            "notice_period", [*_notice_periods(draft.text), *_rolling_notices(draft.text)]
        ),
    ]


def _with_successive(text: str, fact: Fact) -> Fact:
    start, end = fact.spans[0]
    low, high = sentence_around(text, (start, end))
    around = text[max(low, start - 120) : min(high, end + 60)]
    assert isinstance(fact.normal, dict)  # noqa: S101 - period_facts made it
    normal: dict[str, JsonValue] = fact.normal | {"successive": bool(_SUCCESSIVE.search(around))}
    times = _TIMES.search(around)
    if times is not None and times["word"].lower() in _NUMBERS:
        normal["times"] = _NUMBERS.index(times["word"].lower()) + 2
    return replace(fact, normal=normal)


def _as_long_as_the_first(draft: Draft) -> Iterator[Fact]:
    """Yield the length of the first term where later ones are "for the same period"."""
    for match in matches(_SAME, draft.text):
        start, end = sentence_around(draft.text, match.span())
        if not _RENEWS.search(draft.text, start, end):
            continue
        for term in find_terms(draft)[:1]:
            if isinstance(term.normal, dict) and term.confidence >= ANSWER:
                sure = min(_SAME_SURE, term.confidence)
                spans = (match.span(), *term.spans)
                rule = "rule:renewal_term.same"
                yield replace(term, name="renewal_term", confidence=sure, method=rule, spans=spans)
        return


# A term that has no end of its own: it goes on from month to month until notice is given.
_ROLLS_ON: Final = Cue(
    re.compile(
        r"\b(?:(?:month|week|quarter|year)(?:[\s-]+to[\s-]+|[\s-]+by[\s-]+)(?:month|week|quarter|year)"
        r"|(?:monthly|weekly|quarterly|yearly|annual)\s+(?:rolling\s+)?basis"
        r"|rolling\s+(?:\w+\s+)?(?:basis|term|period)|evergreen"
        r"|indefinitely)\b",
        _I,
    ),
    ("month", "week", "quarter", "year", "annual", "rolling", "evergreen", "indefinitely"),
)  # fmt: skip
_ENDS_IT: Final = re.compile(
    r"\b(?:terminat\w*|cancel\w*|end(?:s|ed|ing)?|give\w*|giving|notice)\b", _I
)
_ROLLING_NOTICE: Final = 0.6


def _rolling_notices(text: str) -> Iterator[FoundPeriod]:
    """Yield the notice that ends a contract which rolls on from month to month."""
    for match in matches(_ROLLS_ON, text):
        low, high = sentence_around(text, match.span())
        further = sentence_around(text, (high, min(len(text), high + 1)))[1]
        paragraph = text.find("\n\n", high, further)
        for period in find_periods(text, match.end(), further if paragraph < 0 else paragraph):
            start, end = sentence_around(text, (period.start, period.end))
            around = text[max(low, start) : end]
            is_notice = _NOTICE_AFTER.match(text, period.end, period.end + 60) and (
                _NOTICE.search(around) and _ENDS_IT.search(around)
            )
            if is_notice and not _BREACH.search(around):
                yield FoundPeriod(period, "rolling", _ROLLING_NOTICE)
                break


_BREACH: Final = re.compile(r"\b(?:breach|default|cure|invoice|payment)\b", _I)


def _renewal_terms(text: str) -> Iterator[FoundPeriod]:
    for match in matches(_RENEW, text):
        end = min(sentence_end(text, match.start()), match.end() + _BEHIND)
        for rolling in _ROLLING.finditer(text, match.end(), end):
            written = rolling[rolling.lastgroup or "unit"].lower()
            yield FoundPeriod(PeriodMention(*rolling.span(), *_LENGTH_OF[written]), "rolling", 0.7)
        for period in find_periods(text, match.end(), end):
            between = text[match.start() : period.start]
            if _OTHER_MATTER.search(between):
                break
            if period.unit == "day" or _IS_NOTICE.match(text, period.end, period.end + 30):
                continue
            sure = 0.8 if _PLAIN_RENEWAL.search(between) else 0.6
            yield FoundPeriod(period, "renewed_for", sure)
            break


_GOES_ON: Final = re.compile(r"\b(?:continu\w*|thereafter|remain\w*|renew\w*|extend\w*|term)\b", _I)
_FROM_TO: Final = re.compile(r"(?P<unit>year|quarter|month|week)[\s-]+(?:to|by)[\s-]+(?P=unit)", _I)


def _rolling_terms(text: str) -> Iterator[FoundPeriod]:
    """Yield the length of a term that goes on "from month to month", whatever the verb."""
    for match in matches(_ROLLS_ON, text):
        low, high = sentence_around(text, match.span())
        rolling = _FROM_TO.fullmatch(match[0])
        if rolling and _GOES_ON.search(text, low, high) and not _BREACH.search(text, low, high):
            mention = PeriodMention(*match.span(), *_LENGTH_OF[rolling["unit"].lower()])
            yield FoundPeriod(mention, "rolls_on", _ROLLING_NOTICE)


def _notice_periods(text: str) -> Iterator[FoundPeriod]:
    """Yield periods of notice in sentences about renewal, or right behind one."""
    weights: dict[int, float] = {}  # by where the period stands: windows overlap
    known: Known = {}
    for early, late in notice_ranges(text):
        weights[early.start] = weights[late.start] = 0.0  # decided here, whatever stands around
        low, high = sentence_around(text, (early.start, late.end))
        if not _TO_USE_AN_OPTION.search(text, low, high):
            yield FoundPeriod(late, "range", _RANGE)
    for match in matches(_RENEW, text):
        end = sentence_end(text, match.start())
        start = max(0, match.start() - _NOTICE_BEFORE)
        for period in find_periods(text, start, min(len(text), end + _NOTICE_BEHIND), known=known):
            if period.start not in weights:
                weights[period.start] = _weight_as_notice(text, period)
            weight = weights[period.start]
            if weight:
                inside = match.start() - _AROUND <= period.start <= end
                yield FoundPeriod(period, "before_renewal", weight * (1.0 if inside else 0.65))


def _weight_as_notice(text: str, period: PeriodMention) -> float:
    """Return how sure it is that *period* is one of notice before the end; 0 if it is not."""
    if not _NOTICE_AFTER.match(text, period.end, period.end + 90):
        return 0.0
    if _AT_MOST.search(text[max(0, period.start - _CUE) : period.start]):
        return 0.0  # it says how early a notice counts
    low, high = sentence_around(text, (period.start, period.end))
    around = text[max(low, period.start - _AROUND) : min(high, period.end + _AROUND)]
    if not _NOTICE.search(around) or _OTHER_NOTICE.search(around):
        return 0.0
    return 0.7 if _ABOUT_THE_END.search(around) else 0.3
