"""The agreement's date and the date it takes effect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.dates import DateMention, find_dates
from contractsai.pipeline.matching import matches

_HEAD: Final = 3_000  # characters in which an agreement dates itself
_BEFORE_PREAMBLE: Final = 500
_AFTER_PREAMBLE: Final = 250
_CUE: Final = 90  # characters before a date that say what it is
_TERM_AFTER: Final = 80
_MAX_FOOTER: Final = 120

_I: Final = re.IGNORECASE
_FOOTER: Final = re.compile(r"\s*(?:source:|filed\b)", _I)
_NOT_OURS: Final = re.compile(
    r"(?:as\s+amended|registration|act\s+of|incorporated\s+on|born|last\s+updated"
    r"|certain\s+\S[^.;]{0,120}(?:dated|effective)|(?:agreements?|plan|letter)[\"\u201d)]*,?\s+(?:dated|entered\s+into|effective))\s*[^.;]{0,25}$",
    _I,
)
_THIS: Final = re.compile(r"\bthis\b", _I)
_OTHER_AFTER: Final = re.compile(
    r"[,\s]*(?:as\s+amended|\((?!this\b)[^()\n]{0,25}[\"\u201c](?:original\s+|existing\s+|prior\s+)?(?:agreement|slcma|distribution\s+agreement)[\"\u201d])",
    _I,
)
_EFFECTIVE_BEFORE: Final = re.compile(
    r"\beffective\b(?:\s+date\b)?[^.;)]{0,35}$|\b(?:commenc(?:e|es|ing)|begin(?:s|ning)?|start(?:s|ing)?)\s+(?:on|as\s+of|from)?\s*(?:the\s+)?$",
    _I,
)
_EFFECTIVE_AFTER: Final = re.compile(
    r"[,\s]*\(?[^()]{0,30}[\"“]\s*(?:the\s+)?(?:effective|commencement|start)\s+date", _I
)
_MADE_BEFORE: Final = re.compile(
    r"\b(?:dated|made|entered|executed|signed|concluded|agreement\s+date:?)\b[^.;]{0,60}$", _I
)
_AS_OF_BEFORE: Final = re.compile(r"\b(?:as\s+of|date|on|this)\b[^.;]{0,25}$", _I)
_LETTER: Final = re.compile(
    r"[^\n]{0,60}\n(?:[^\n]{0,120}\n){0,14}[^\n]{0,40}\b(?:ladies|gentlemen|dear)\b", _I
)
_DEFINED: Final = re.compile(
    r"[\"“]?(?:effective|commencement)\s+date[\"”]?\s*(?:means|shall\s+mean|shall\s+be|is|:|\||of\s+this\s+agreement\s+(?:is|shall\s+be))\s*[^.;]{0,60}?",
    _I,
)
_EFFECTIVE_AS_OF: Final = re.compile(
    r"\b(?:this\s+agreement|agreement|contract|amendment|term)\b[^.;]{0,80}\b(?:effective|commenc\w+|takes?\s+effect|begin\w*)\b[^.;]{0,40}$",
    _I,
)
_SAME_DAY: Final = re.compile(
    r"effective\s+(?:as\s+of\s+|on\s+|upon\s+)?(?:the\s+)?(?:date\s+(?:first\s+)?(?:above|written|hereof|set\s+forth|of\s+this)|day\s+and\s+year|date\s+first)"
    r"|(?:commenc|begin|start)\w*\s+(?:on|as\s+of|upon|from)\s+(?:the\s+)?(?:date\s+(?:first|hereof|of\s+this\s+agreement|set\s+forth\s+above|above)|agreement\s+date|execution)",
    _I,
)
_NDA: Final = re.compile(r"non-?\s?disclosure|confidentiality\s+agreement", _I)
_SIGNATURE: Final = re.compile(r"\b(?:date|dated|signed)\s*:?\s*$", _I)


@dataclass(frozen=True, slots=True)
class _Dated:
    mention: DateMention
    rule: str
    confidence: float


def find_agreement_dates(draft: Draft) -> list[Fact]:
    """Return the agreement date and the effective date, each with lesser candidates."""
    made = list(_made(draft))
    effective = list(_effective(draft))
    if not effective and made:
        effective = list(_from_signing(draft.text, max(made, key=lambda item: item.confidence)))
    return [
        *_facts(draft, "agreement_date", made),
        *_facts(draft, "effective_date", effective),
    ]


def _from_signing(text: str, made: _Dated) -> Iterator[_Dated]:
    """Yield the day of signing where the text says so, or where that is how it is: for NDAs."""
    if _SAME_DAY.search(text):
        yield _Dated(made.mention, "same_day", 0.5)
    elif _NDA.search(text, 0, _HEAD):
        yield _Dated(made.mention, "nda_from_signing", min(0.7, made.confidence))


def _facts(draft: Draft, name: str, dated: list[_Dated]) -> Iterator[Fact]:
    """Yield the surest reading of each date; whatever is not the first is a candidate."""
    best: dict[str, _Dated] = {}
    for item in dated:
        if item.mention.iso not in best or item.confidence > best[item.mention.iso].confidence:
            best[item.mention.iso] = item
    ranked = sorted(best.values(), key=lambda item: (-item.confidence, item.mention.start))
    for rank, item in enumerate(ranked[:3]):
        span: Span = (item.mention.start, item.mention.end)
        confidence = item.confidence if rank == 0 else min(item.confidence / 3, 0.3)
        value = squeezed(draft.text[slice(*span)])
        yield Fact(
            name, value, item.mention.iso, round(confidence, 4), f"rule:date.{item.rule}", (span,)
        )


def _windows(draft: Draft) -> list[tuple[int, int]]:
    start, end = draft.preamble
    if start == end:
        return [(0, _HEAD)]
    return [
        (max(0, start - _BEFORE_PREAMBLE), min(end, start + _HEAD) + _AFTER_PREAMBLE),
        (0, _HEAD),
    ]


def _made(draft: Draft) -> Iterator[_Dated]:
    text = draft.text
    for number, window in enumerate(_windows(draft)):
        for mention in find_dates(text, *window):
            if not _is_ours(text, mention):
                continue
            before = text[max(0, mention.start - _CUE) : mention.start]
            late = 0.05 * (mention.start > draft.preamble[0] > 0)
            if _MADE_BEFORE.search(before):
                yield _Dated(mention, "made_on", (0.93 if number == 0 else 0.8) - late)
            elif _EFFECTIVE_BEFORE.search(before):
                yield _Dated(mention, "effective_only", 0.45 if number == 0 else 0.2)
            elif _AS_OF_BEFORE.search(before):
                yield _Dated(mention, "as_of", (0.7 - 5 * late) if number == 0 else 0.2)
            elif _LETTER.match(text, mention.end):
                yield _Dated(mention, "letter", 0.75)
            else:
                yield _Dated(mention, "near_preamble", 0.3 if number == 0 else 0.2)
    for mention in find_dates(text, max(0, len(text) - 2 * _HEAD)):
        if _SIGNATURE.search(text, max(0, mention.start - 20), mention.start):
            yield _Dated(mention, "signature", 0.3)


def _is_ours(text: str, mention: DateMention) -> bool:
    """Return whether a date may be this contract's: not a footer's, nor another contract's."""
    line = text.rfind("\n", 0, mention.start) + 1
    if _FOOTER.match(text, line, mention.start) and mention.start - line < _MAX_FOOTER:
        return False
    if _OTHER_AFTER.match(text, mention.end, mention.end + _TERM_AFTER):
        return False
    other = _NOT_OURS.search(text, max(0, mention.start - 160), mention.start)
    if other is None:
        return True
    return bool(_THIS.search(text, max(0, other.start() - _CUE), other.end())) and (
        "certain" not in other[0]
    )


def _effective(draft: Draft) -> Iterator[_Dated]:
    text = draft.text
    for number, window in enumerate(_windows(draft)):
        for mention in find_dates(text, *window):
            before = text[max(0, mention.start - _CUE) : mention.start]
            if _EFFECTIVE_AFTER.match(text, mention.end, mention.end + _TERM_AFTER):
                yield _Dated(mention, "defined_term", 0.97)
            elif _EFFECTIVE_BEFORE.search(before) and _is_ours(text, mention):
                yield _Dated(mention, "effective_as_of", 0.9 if number == 0 else 0.8)
    for match in matches(_DEFINED, text):
        for mention in find_dates(text, match.end(), match.end() + 90)[:1]:
            yield _Dated(mention, "definition", 0.9)
    for mention in find_dates(text):
        before = text[max(0, mention.start - 140) : mention.start]
        if _EFFECTIVE_AS_OF.search(before) and _is_ours(text, mention):
            yield _Dated(mention, "takes_effect", 0.7)
