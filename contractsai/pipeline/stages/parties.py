"""The parties: names, roles and addresses, read from the passage that introduces them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.stages.addresses import Address, address_behind
from contractsai.pipeline.stages.forms import filled_in_parties, signing_parties
from contractsai.pipeline.stages.party_names import goes_on, is_person, name_at

_MAX_PARTIES: Final = 30
_CHUNK: Final = 600  # characters between a name and its defined term
_ENOUGH: Final = 2  # parties of a contract, at least

_QUOTED: Final = r"[\"“”„\u2018']{1,2}(?P<term>[^\"“”„()\n]{1,60}?)[\"“”\u2019']{1,2}"
# A name's defined term, in brackets or after "hereinafter".
_DEFINED: Final = re.compile(
    rf"\((?:[^()]{{0,150}}?(?<![A-Za-z]))?{_QUOTED}[^()]{{0,200}}(?:\([^()]{{0,80}}"
    rf"\)[^()]{{0,80}})?\)"
    rf"|,?\s*(?:hereinafter|hereafter|herein)[^()\"“”]{{0,80}}{_QUOTED.replace('term', 'bare')}"
    r"|\(\s*(?:the\s+|hereinafter\s+(?:referred\s+to\s+as\s+|called\s+)?(?:the\s+)?)?(?P"
    r"<plain>[A-Z][A-Za-z&.\u2019'-]{1,30}(?:\s[A-Z][A-Za-z&.\u2019'-]{1,30}){0,2}"
    r")\s*\)(?=\s*(?:[,;.:\n]|and\b|AND\b|an?\b|$))"
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
_SPLIT: Final = re.compile(
    r"(?:,|;)?\s+(?:and|AND|And)\s+(?:between\s+)?(?=(?:[A-Z0-9“\"]|[a-z\d-]+\.[a-z]{2,4}\b"
    r"|\(?[12b]\)|the\s+[A-Z]))|;\s+|\n\s*\n"
)
# Two parties are named, and then the text turns to something else.
_OVER: Final = re.compile(
    r"[^()]{0,400}?(?:(?<=[\w)])\.\s+[A-Z]|\n\s*\n(?!\s*(?:and|AND|And)\b))"
    r"|[\s,;.)\"\u201d]*(?!(?:and|an?|having|with|whose|located"
    r"|each|by|organi[sz]ed|as|which|acting|in|of|residing)\b)[a-z]"
)
_AND_MORE: Final = re.compile(r"[\s,;.]*(?:and|AND)\s+(?!collectively|together|each)")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of the preamble that names one party, and the term defined for it."""

    span: Span
    term: str | None


@dataclass(frozen=True, slots=True)
class _Named:
    """A party as it was found."""

    name: Span
    role: str | None
    address: Address | None
    rule: str
    confidence: float


def find_parties(draft: Draft) -> list[Fact]:
    """Return each party once, in the order of the text, and the addresses of parties.

    Where the preamble names fewer than two, the blanks of a form and the signatures may.
    """
    found: dict[str, _Named] = {}
    for source in (_in_preamble, _in_form, _in_signatures):
        if len(found) < _ENOUGH:
            for item in source(draft):
                found.setdefault(_key(squeezed(draft.text[slice(*item.name)])), item)
    return [fact for item in list(found.values())[:_MAX_PARTIES] for fact in _facts(draft, item)]


def _in_preamble(draft: Draft) -> Iterator[_Named]:
    start, end = draft.preamble
    if start == end:
        return
    for chunk in _chunks(draft.text, start, end):
        names = list(_names(draft.text, chunk))
        for index, name in enumerate(names):
            is_last = index == len(names) - 1
            role = chunk.term if is_last else None
            limit = chunk.span[1] if is_last else names[index + 1][0]
            address = address_behind(draft.text, name[1], limit)
            written = squeezed(draft.text[slice(*name)])
            sure = 0.5 + 0.3 * (role is not None) + 0.15 * ends_in_legal_form(written)
            yield _Named(name, role, address, "preamble", sure)


def _in_form(draft: Draft) -> Iterator[_Named]:
    for entry in filled_in_parties(draft.text):
        yield _Named(entry.name, entry.role, entry.address, "form", 0.85)


def _in_signatures(draft: Draft) -> Iterator[_Named]:
    for name in signing_parties(draft.text):
        yield _Named(name, None, None, "signature", 0.6)


def _facts(draft: Draft, item: _Named) -> Iterator[Fact]:
    name = squeezed(draft.text[slice(*item.name)])
    address = item.address
    role = None if item.role is None or _key(item.role) == _key(name) else item.role
    normal: dict[str, JsonValue] = {
        "name": name,
        "role": role,
        "kind": "person" if is_person(name, draft.text, item.name[1]) else "organisation",
        "address": address.text if address else None,
        "country": address.country if address else None,
    }
    method = f"rule:party.{item.rule}"
    yield Fact("party", name, normal, round(item.confidence, 4), method, (item.name,))
    if address is not None:
        place: JsonValue = {"text": address.text, "party": name, "country": address.country}
        yield Fact(
            "address", address.text, place, 0.85, f"rule:address.{item.rule}", (address.span,)
        )


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _chunks(text: str, start: int, end: int) -> Iterator[_Chunk]:
    """Cut the preamble at its defined terms; what follows the last one names nobody, usually."""
    position = start
    defined = 0
    for match in _DEFINED.finditer(text, start, end):
        written = match["term"] or match["bare"] or match["plain"] or ""
        term = squeezed(written).removeprefix("the ").strip(" ,.;")
        if match.start() < position:
            continue
        gap = text[position : match.start()]
        if defined >= _ENOUGH and _OVER.match(gap):
            return
        is_bare = not gap.strip(" ,;.\n")
        if _COLLECTIVE.match(term) or (is_bare and _TOGETHER.search(match[0][:60])):
            position = match.end() if is_bare else position
            continue
        if gap.strip(" ,;.\nor/and"):
            yield _Chunk((position, match.start()), term)
        defined += 1
        position = match.end()
    rest = (position, min(end, position + _CHUNK))
    if not defined or _AND_MORE.match(text, *rest):
        yield _Chunk(rest, None)


def _names(text: str, chunk: _Chunk) -> Iterator[Span]:
    """Yield the name that a chunk begins with, and names joined to it by "and"."""
    found = 0
    for number, piece in enumerate(_pieces(text, chunk)):
        name = name_at(text, *piece, defined=chunk.term is not None)
        if name is None:
            continue
        is_near = number < _ENOUGH if chunk.term is None else not found
        if is_near or ends_in_legal_form(text[slice(*name)]):
            found += 1
            yield name


def _pieces(text: str, chunk: _Chunk) -> Iterator[Span]:
    start, end = chunk.span
    for split in _SPLIT.finditer(text, start, end):
        if chunk.term is not None and goes_on(text, start, split.start()):
            continue
        if text[start : split.start()].strip(" ,;.:\n"):
            yield start, split.start()
        start = split.end()
    yield start, end
