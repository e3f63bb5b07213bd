"""The parties: names, roles and kinds, read from the passage that introduces them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form, starts_with_legal_form

_MAX_PARTIES: Final = 30
_MIN_NAME: Final = 2
_MAX_NAME: Final = 120
_MAX_WORDS: Final = 14
_CHUNK: Final = 600  # characters between a name and its defined term

_QUOTED: Final = r"[\"“”„\u2018']{1,2}(?P<term>[^\"“”„()\n]{1,60}?)[\"“”\u2019']{1,2}"
# A name's defined term, in brackets or after "hereinafter".
_DEFINED: Final = re.compile(
    rf"\((?:[^()]{{0,150}}?(?<![A-Za-z]))?{_QUOTED}[^()]{{0,200}}(?:\([^()]{{0,80}}"
    rf"\)[^()]{{0,80}})?\)"
    rf"|,?\s*(?:hereinafter|hereafter|herein)[^()\"“”]{{0,80}}{_QUOTED.replace('term', 'bare')}"
    r"|\(\s*(?:the\s+|hereinafter\s+(?:referred\s+to\s+as\s+|called\s+)?(?:the\s+)?)?(?P"
    r"<plain>[A-Z][A-Za-z&.\u2019'-]{1,30}(?:\s[A-Z][A-Za-z&.\u2019'-]{1,30}){0,2}"
    r")\s*\)"
)
_COLLECTIVE: Final = re.compile(
    r"^(?:the\s+)?(?:agreement|effective date|part(?:y|ies)|contract"
    r"|execution date|amendment|this|closing|date|commencement date"
    r"|individually|collectively|together|both|each|act|commission"
    r"|sec|code|nasdaq|original|.{0,40}\b(?:agreement|date|affiliates"
    r"|parties|amendment))$",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(
    r"\b(?:collectively|together|individually|jointly|each\s+(?:a|of)|both\s+parties|singly)\b",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"[\s,;:.|*_\u2013—-]*(?:(?:and|by|among|between|amongst|&"
    r"|both|or|each\s+of|of\s+the\s+(?:first|second|third|one"
    r"|other)\s+part"
    r"|on\s+(?:the\s+)?(?:one|other)\s+(?:part|hand|side)|party\s+(?:[a-d]"
    r"|[1-4]|one|two)(?:\s*\([^()]{0,30}\))?|first\s+party|second\s+party"
    r"|the\s+following\s+parties"
    r"|\(?(?:[a-h]|[1-9]|i{1,3}|iv|v)\s*[).]|the\s+(?:undersigned"
    r"|parties)|on\s+behalf\s+of|messrs?\.?|mr\.?|mrs\.?|ms\.?)(?=[\s,;:.(|A-Z]"
    r"|$)[\s,;:.|\u2013—-]*)",
    re.IGNORECASE,
)
_TERM_LEAD: Final = re.compile(
    r"\s*(?P<term>[A-Z][A-Za-z]{3,20}(?:\s[A-Z][a-z]{3,15})?)\s*:\s+(?=[A-Z0-9])"
)
# Where a name ends, besides a comma that no legal form follows.
_NAME_END: Final = re.compile(
    r"\s*[(;|\"“”]|\s*:\s|\s+(?:an?|the)\s+(?:\w+\s+){0,4}(?:corporation"
    r"|company|partnership|individual|limited|bank|trust|national"
    r"|person|citizen|resident|entity|association|proprietorship"
    r"|firm)\b"
    r"|\s+(?:having|with\s+(?:an?|its|offices?|principal|registered"
    r"|the)|whose|located|residing|organi[sz]ed|incorporated\s+(?:in"
    r"|under|and)|existing|duly|acting|hereinafter|hereafter|herein"
    r"|a\s+(?:[A-Z][a-z]+)|an\s+[A-Z]|of\s+(?:the\s+(?:one|other"
    r"|first|second)|\d)|on\s+(?:behalf|the\s+(?:one|other))|for\s+(?:itself"
    r"|and|the)|doing\s+business|d/?b/?a|f/?k/?a|formerly|through"
    r"|together|registered|"
    r"as\s+(?:the\s+)?[a-z]|as\s+(?:of|the)\b|is\b|are\b|whereby"
    r"|which|who\b|in\s+(?:its|consideration)|including|whereas"
    r"|dated|effective|regarding|under|at\s+\d|to\s+(?:the|be)"
    r"|shall|entered|sets?\s+forth|wherein|in\s+(?:order|connection)"
    r"|party\s+[ab]\b|address\b)"
    r"|\n\s*\n|\s+\d{2,6}\s+[A-Z]|\s*[\u2013—]\s|\s-{1,2}\s|\s+/s/|_{3,}|\[\*",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(
    r"(?:,|;)?\s+(?:and|AND|And)\s+(?:between\s+)?(?=(?:[A-Z0-9“\"]"
    r"|\(?[12b]\)|the\s+[A-Z]))|;\s+|\n\s*\n"
)
_BAD: Final = re.compile(
    r"^(?:this|that|these|the\s+(?:parties|company|agreement|date"
    r"|effective)|it|party|parties|agreement|article|section|exhibit"
    r"|whereas|witnesseth|source|page|date|effective|each|such"
    r"|certain|its|by|january|february"
    r"|march|april|may|june|july|august|september|october|november"
    r"|december|schedule|address|attn|attention|tel|fax|name|title"
    r"|on|in|for|as|a|an|of|or|if|all|any|no|table|subsidiar|affiliate"
    r"|collectively|background|recitals?|delaware|state)\b(?!\s+(?-i:[A-Z]).*(?-i:"
    r"Inc|INC|LLC|L\.L\.C|Ltd|LTD|Corp|CORP|Limited|LIMITED))"
    r"|^(?:an?|the\s+(?:parties|company|agreement|date|agent|bank"
    r"|association|holding\s+company))\b(?!\s\S+\s(?-i:Inc|INC"
    r"|LLC|L\.L\.C|Ltd|LTD))"
    r"|@|https?:|\bagreement\b|\bhereby\b|\b(?:shall|will|hereinafter"
    r"|hereto|thereof|effective date)\b|\[|_{2,}|^\W*$|^(?:corporation"
    r"|company|inc|llc|ltd|limited|partnership)\W*$",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr)\.?\s+)?[A-Z][a-z\u2019'-]+(?:\s+[A-Z]\.?){0,2}(?:\s+(?:[a-z]{2,3}"
    r"\s+)?[A-Z][A-Za-z\u2019'-]+){1,2}(?:,?\s+(?:Jr|Sr|M\.?D"
    r"|Ph\.?D|Esq)\.?)?$"
)
_PERSON_AFTER: Final = re.compile(
    (
        r"\W{0,3}\s*(?:an?\s+(?:individual|natural\s+person|citizen"
        r"|resident|adult)|residing|born|whose\s+(?:home|residence))"
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of the preamble that names one party, and the terms defined for it."""

    span: Span
    terms: tuple[str, ...]


def find_parties(draft: Draft) -> list[Fact]:
    """Return each party once, in the order of the text."""
    found: dict[str, Fact] = {}
    for name, terms in _named(draft):
        fact = _fact(draft, name, terms)
        found.setdefault(_key(fact.value), fact)
        if len(found) == _MAX_PARTIES:
            break
    return list(found.values())


def _fact(draft: Draft, span: Span, terms: tuple[str, ...]) -> Fact:
    name = squeezed(draft.text[slice(*span)])
    is_person = not ends_in_legal_form(name) and (
        bool(_PERSON_AFTER.match(draft.text, span[1])) or bool(_PERSON.match(name) and not terms)
    )
    role = next((term for term in terms if _key(term) != _key(name)), None)
    confidence = 0.5 + 0.3 * bool(terms) + 0.15 * ends_in_legal_form(name)
    return Fact(
        "party",
        name,
        {
            "name": name,
            "role": role,
            "kind": "person" if is_person else "organisation",
            "address": None,
            "country": None,
        },
        round(confidence, 4),
        "rule:party.preamble",
        (span,),
    )


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _named(draft: Draft) -> Iterator[tuple[Span, tuple[str, ...]]]:
    start, end = draft.preamble
    if start == end:
        return
    for chunk in _chunks(draft.text, start, end):
        names = list(_names(draft.text, chunk))
        for index, name in enumerate(names):
            yield name, chunk.terms if index == len(names) - 1 else ()


def _chunks(text: str, start: int, end: int) -> Iterator[_Chunk]:
    """Cut the preamble at its defined terms; what follows the last one names nobody, usually."""
    position = start
    defined = False
    for match in _DEFINED.finditer(text, start, end):
        term = match["term"] or match["bare"] or match["plain"] or ""
        terms = tuple(squeezed(one).removeprefix("the ").strip(" ,.;") for one in (term,))
        if match.start() < position:
            continue
        gap = text[position : match.start()]
        if _COLLECTIVE.match(terms[0]) or (
            _TOGETHER.search(match[0][:60]) and not gap.strip(" ,;\n")
        ):
            if defined and not _SPLIT.search(gap):
                position = match.end() if not gap.strip(" ,;.\n") else position
            elif not gap.strip(" ,;.\n"):
                position = match.end()
            continue
        if gap.strip(" ,;.\nor/and"):
            yield _Chunk((position, match.start()), terms)
        defined = True
        position = match.end()
    rest = text[position : min(end, position + _CHUNK)]
    lead = re.match(r"[\s,;.]*(?:and|AND)\s+(?!collectively|together|each)", rest)
    if not defined or lead:
        yield _Chunk((position, min(end, position + _CHUNK)), ())


def _names(text: str, chunk: _Chunk) -> Iterator[Span]:
    """Yield the name that a chunk begins with, and names joined to it by "and"."""
    start, end = chunk.span
    position = start
    pieces = []
    for split in _SPLIT.finditer(text, start, end):
        if text[position : split.start()].strip(" ,;.:\n"):
            pieces.append((position, split.start()))
        position = split.end()
    pieces.append((position, end))
    for number, piece in enumerate(pieces):
        name = _name_at(text, *piece)
        if name is None:
            continue
        plausible = number == 0 or ends_in_legal_form(text[slice(*name)]) or not chunk.terms
        if plausible:
            yield name


def _name_at(text: str, start: int, end: int) -> Span | None:
    """Return the name that *text* begins with between *start* and *end*."""
    for _ in range(6):
        lead = _LEAD.match(text, start, end) or _TERM_LEAD.match(text, start, end)
        if lead is None or lead.end() == start:
            break
        start = lead.end()
    while start < end and not (text[start].isalnum()):
        start += 1
    limit = min(end, start + _MAX_NAME)
    stop = _NAME_END.search(text, start, limit)
    stop_at = stop.start() if stop else limit
    name_end = _comma_end(text, start, stop_at)
    name = squeezed(text[start:name_end]).rstrip(" ,;:-")
    if not _is_name(name):
        return None
    stripped = text[start:name_end].rstrip(" ,;:-\n\t")
    return start, start + len(stripped)


def _comma_end(text: str, start: int, end: int) -> int:
    """Return where the name ends: at the first comma that no legal form follows."""
    position = start
    while True:
        comma = text.find(",", position, end)
        if comma < 0:
            return end
        if not starts_with_legal_form(text[comma + 1 : min(end, comma + 30)]):
            return comma
        position = comma + 1


def _is_name(name: str) -> bool:
    words = name.split()
    if not _MIN_NAME <= len(name) <= _MAX_NAME or not words or len(words) > _MAX_WORDS:
        return False
    if _BAD.search(name) or not any(letter.isalpha() for letter in name):
        return False
    first = name.removeprefix("the ")[:1]
    return first.isupper() or first.isdigit() or (first.islower() and ends_in_legal_form(name))
