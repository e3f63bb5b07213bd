"""How long a contract runs, whether it renews, and when that can be stopped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, squeezed
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.periods import PeriodMention, find_periods
from contractsai.pipeline.stages.sentences import sentence_around

PERPETUAL: Final = "perpetual"
_I: Final = re.IGNORECASE
_SENTENCE: Final = 700  # characters behind a cue that are looked at
_FAR: Final = 150  # characters between a cue and its period
_MAX_CUES: Final = 400
_STOP: Final = re.compile(r"(?<!\bNo)[.](?=\s+[\"\u201c(]?[A-Z])|\n\s*\n")

_TERM_CUES: Final = tuple(
    (rule, confidence, re.compile(pattern, _I))
    for rule, confidence, pattern in (
        (
            "table",
            0.85,
            (
                r"(?:^|\n)[ \t]*(?:(?:initial|mnda|agreement|subscription"
                r"|nda|contract|license)\s+)?(?:term|period|term\s+of\s+(?:nda"
                r"|agreement))\b[^\n|]{0,60}\|"
            ),
        ),
        ("initial_term", 0.85, r"\binitial\s+(?:term|period)\b(?!\s+(?:and|or|unless|,))"),
        (
            "term_of_agreement",
            0.82,
            (
                r"\b(?:the|this|its)\s+(?:\w+\s+){0,2}term\s+(?:of\s+this\s+(?:\w+\s+){0,3}?(?:"
                r"agreement|contract|lease|license)|hereof)\b"
            ),
        ),
        (
            "in_effect",
            0.82,
            (
                r"\b(?:continue|remain|be|stay)s?\s+(?:in\s+)?(?:full\s+)?(?:force\s+and\s+)?(?:"
                r"in\s+)?(?:effect|effective|force|valid)\b"
            ),
        ),
        (
            "agreement_runs",
            0.75,
            (
                r"\b(?:this|the)\s+(?:\w+\s+){0,2}(?:agreement|contract|mnda"
                r"|nda|license|lease)\s+(?:shall|will|is|commences?|begins?"
                r"|expires?|runs?|starts?|has|continues?|remains?|takes?)\b"
            ),
        ),
        (
            "term_shall",
            0.7,
            (
                r"\bterm\b[\"\u201d)]{0,2}\s*(?:shall|will|is|means|:|of|begins?"
                r"|commences?)"
            ),
        ),
        (
            "heading",
            0.6,
            (
                r"(?:^|\n)[ \t]*(?:(?:article|section)\s+)?[\dIVX.]{0,6}\s*(?:initial\s+)?(?:t"
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
        r"|trial|pilot|within|every|non-?compet\w*|last\s+day)\b"
    ),
    _I,
)
_NOT_TERM_AFTER: Final = re.compile(
    (
        r"\W{0,3}\s*(?:\w+\s+){0,2}(?:prior|notice|advance|written"
        r"|after\s+(?:the\s+)?(?:termination|expiration)|of\s+age)"
    ),
    _I,
)
_RENEW: Final = re.compile(
    r"\b(?:renew(?:ed|s|al|als|able|ing)?|extend(?:ed|s)?|extension|successive|roll\s+over)\b", _I
)
_RENEWS: Final = re.compile(
    (
        r"\b(?:renew(?:ed|s|al|als)?|extend(?:ed|s)?|extensions?|successive"
        r"|additional|further|subsequent)\b"
    ),
    _I,
)
_SUCCESSIVE: Final = re.compile(
    (
        r"\b(?:successive|consecutive|year[\s-]to[\s-]year|month[\s-]to[\s-]month"
        r"|each\s+(?:year|anniversary)|(?:additional|further)\s+[^.]{0,40}(?:terms"
        r"|periods))\b"
    ),
    _I,
)
_ROLLING: Final = re.compile(
    (
        r"\b(?P<unit>year|month|week)[\s-]+to[\s-]+(?P=unit)\b|\bfrom\s+(?P<unit2>year"
        r"|month)\s+to\s+(?:year|month)\b|\b(?P<unit3>annual|yearly"
        r"|monthly)(?:ly)?\s+(?:basis|renewal|periods?|terms?)"
    ),
    _I,
)
_NOTICE: Final = re.compile(
    r"\b(?:notice|notif(?:y|ies|ied|ication)|advise|written|inform\w*|elects?)\b", _I
)
_NOTICE_AFTER: Final = re.compile(
    (
        r"[\s\u2019']*(?:s\b)?[\s,]*(?:written\s+|advance\s+|prior\s+"
        r"|or\s+more\s+|but\s+[^.]{0,40})*(?:prior|before|in\s+advance"
        r"|advance|preceding|notice|written\s+notice|written)\b"
    ),
    _I,
)
_UNTIL_DATE: Final = re.compile(
    (
        r"\b(?:expir\w*|terminat\w*|end(?:s|ing)?|until|through|to\s+and\s+including"
        r"|thru|continu\w*|conclud\w*)\b[^.;]{0,60}$"
    ),
    _I,
)
_OPEN_END: Final = re.compile(
    (
        r"\b(?:perpetual\s+term|in\s+perpetuity|indefinite(?:ly)?"
        r"|(?:continue|remain)s?\s+(?:in\s+(?:full\s+)?(?:force\s+and\s+)?(?:effect"
        r"|force)\s+)?(?:thereafter\s+)?(?:unless\s+and\s+)?until\s+(?:it\s+is\s+)?ter"
        r"minated)\b"
    ),
    _I,
)


@dataclass(frozen=True, slots=True)
class _Found:
    period: PeriodMention
    rule: str
    confidence: float


def find_terms(draft: Draft) -> list[Fact]:
    """Return the initial term, the renewal term, the notice period and a stated end."""
    return [
        *_period_facts(draft, "term", _initial_terms(draft.text)),
        *_period_facts(draft, "renewal_term", _renewal_terms(draft.text)),
        *_period_facts(draft, "notice_period", _notice_periods(draft.text)),
        *_stated_ends(draft),
    ]


def _period_facts(draft: Draft, name: str, found: Iterator[_Found]) -> Iterator[Fact]:
    """Yield the surest period, the first one of equals, and up to two lesser ones."""
    best: dict[tuple[int, str], _Found] = {}
    for item in found:
        key = (item.period.n, item.period.unit)
        if key not in best or item.confidence > best[key].confidence:
            best[key] = item
    ranked = sorted(best.values(), key=lambda item: (-item.confidence, item.period.start))
    for rank, item in enumerate(ranked[:3]):
        span = (item.period.start, item.period.end)
        normal: dict[str, JsonValue] = {"n": item.period.n, "unit": item.period.unit}
        if name == "renewal_term":
            around = draft.text[max(0, span[0] - 120) : span[1] + 60]
            normal["successive"] = bool(_SUCCESSIVE.search(around))
        confidence = item.confidence if rank == 0 else min(0.3, item.confidence / 3)
        yield Fact(
            name,
            item.period.text,
            normal,
            round(confidence, 4),
            f"rule:{name}.{item.rule}",
            (span,),
        )


def _window(text: str, start: int) -> int:
    """Return the end of the sentence that goes on at *start*."""
    limit = min(len(text), start + _SENTENCE)
    stop = _STOP.search(text, start, limit)
    return stop.start() if stop else limit


def _initial_terms(text: str) -> Iterator[_Found]:
    for rule, confidence, cue in _TERM_CUES:
        for number, match in enumerate(cue.finditer(text)):
            if number >= _MAX_CUES:
                break
            end = _window(text, match.end())
            if rule == "table":
                end = min(end, text.find("\n", match.end()) % (len(text) + 1))
            for period in find_periods(text, match.end(), end):
                between = text[match.start() : period.start]
                if _NOT_TERM.search(between) or _NOT_TERM_AFTER.match(
                    text, period.end, period.end + 40
                ):
                    continue
                if not _TO_PERIOD.search(between):
                    continue
                far = 0.05 * (period.start - match.end() > _FAR)
                early = 0.03 * (match.start() < len(text) / 2)
                short = 0.3 * (period.unit == "day")
                yield _Found(period, rule, confidence - far - short + early)
                break


def _renewal_terms(text: str) -> Iterator[_Found]:
    for match in _RENEW.finditer(text):
        end = _window(text, match.start())
        for rolling in _ROLLING.finditer(text, match.end(), min(end, match.end() + 160)):
            unit = rolling["unit"] or rolling["unit2"] or rolling["unit3"]
            plain = {"annual": "year", "yearly": "year", "monthly": "month"}.get(
                unit.lower(), unit.lower()
            )
            yield _Found(PeriodMention(rolling.start(), rolling.end(), 1, plain), "rolling", 0.7)
        for period in find_periods(text, match.end(), min(end, match.end() + 220)):
            between = text[match.start() : period.start]
            if re.search(
                (
                    r"\b(?:notice|prior|within|at\s+least|less\s+than|unless|days\s+before"
                    r"|patent|trademark|credit|payment|invoice)\b"
                ),
                between,
                _I,
            ):
                break
            if _NOT_TERM_AFTER.match(text, period.end, period.end + 30) or period.unit == "day":
                continue
            sure = (
                0.8
                if re.search(r"automatic|successive|additional|renewal\s+term|further", between, _I)
                else 0.6
            )
            yield _Found(period, "renewed_for", sure)
            break


def _notice_periods(text: str) -> Iterator[_Found]:
    """Yield periods of notice in sentences about renewal, or right behind one."""
    for match in _RENEW.finditer(text):
        end = _window(text, match.start())
        start = max(0, match.start() - 300)
        follows = min(len(text), end + 250)
        for period in find_periods(text, start, follows):
            if not _NOTICE_AFTER.match(text, period.end, period.end + 60):
                continue
            low, high = sentence_around(text, (period.start, period.end))
            around = text[max(low, period.start - 200) : min(high, period.end + 200)]
            if not _NOTICE.search(around):
                continue
            if re.search(r"\b(?:breach|default|cure|convenience|invoice|payment)\b", around, _I):
                continue
            about = re.search(
                r"\b(?:renew|non-?renew|extend|expir|end\s+of\s+the|then[\s-]current|anniversary)",
                around,
                _I,
            )
            inside = match.start() - 200 <= period.start <= end
            yield _Found(period, "before_renewal", (0.75 if inside else 0.5) if about else 0.3)


def _stated_ends(draft: Draft) -> Iterator[Fact]:
    text = draft.text
    found: dict[str, Fact] = {}
    for mention in find_dates(text):
        before = text[max(0, mention.start - 220) : mention.start]
        cue = _UNTIL_DATE.search(before)
        if cue is None or not re.search(
            r"\b(?:agreement|term|contract|license|lease|amendment)\b", before, _I
        ):
            continue
        if re.search(
            r"\b(?:source|warrant|payment|invoice|fiscal|purchase\s+order|exclusiv|option)\w*",
            before[-120:],
            _I,
        ):
            continue
        sure = 0.72 if re.search(r"\b(?:term|remain|continue|effect|expire)", before, _I) else 0.5
        value = squeezed(text[mention.start : mention.end])
        fact = Fact(
            "expiration_date",
            value,
            mention.iso,
            sure,
            "rule:expiry.until",
            ((mention.start, mention.end),),
        )
        if mention.iso not in found or found[mention.iso].confidence < sure:
            found[mention.iso] = fact
    ranked = sorted(found.values(), key=lambda fact: (-fact.confidence, fact.spans[0][0]))
    yield from ranked[:1]
    for match in _OPEN_END.finditer(text):
        before = text[max(0, match.start() - 200) : match.start()]
        if re.search(r"\b(?:this\s+(?:\w+\s+){0,2}agreement|term)\b", before, _I) and not re.search(
            r"\bconfidential|surviv|licen[sc]e\b", before[-120:], _I
        ):
            yield Fact(
                "expiration_date",
                "perpetual",
                PERPETUAL,
                0.55,
                "rule:expiry.open_end",
                (match.span(),),
            )
            break
