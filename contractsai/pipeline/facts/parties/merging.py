"""Each party once, however often and however fully a contract names it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Draft, Span, squeezed
from contractsai.pipeline.facts.address_lines import MOST_LINES, address_of_lines, lines_of
from contractsai.pipeline.facts.parties.addresses import Address
from contractsai.pipeline.facts.parties.boxed import address_beside
from contractsai.pipeline.facts.parties.signatures import Signature
from contractsai.pipeline.facts.parties.sources import Candidate, candidates
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form

_MOST: Final = 120  # candidates of one contract that are weighed
_FORM_WORDS: Final = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|gmbh|ag|sa|nv"
    r"|bv|the|and)\b"
)
_DOTS: Final = re.compile(r"[.'\u2019]")
_WORD: Final = re.compile(r"\w+")


@dataclass(slots=True)
class Party:
    """A party as its sources name it, the first of them best.

    Attributes:
        sources: with the lowest order in each.
    """

    text: str
    span: Span
    role: str | None
    address: Address | None
    sources: dict[str, int]


def merged_parties(draft: Draft, signed: Sequence[Signature]) -> list[Party]:
    """Return the candidates, each party once however often and however fully it is named."""
    found: dict[str, list[Party]] = {}
    count = 0
    for item in candidates(draft, signed):
        written = squeezed(draft.text[slice(*item.name)])
        same = found.setdefault(_core(written), [])
        held = next((one for one in same if _is_one(one.text, written)), None)
        if held is not None:
            _take_in(held, item, written)
        elif count < _MOST:
            count += 1
            role = None if item.role is None or _key(item.role) == _key(written) else item.role
            same.append(Party(written, item.name, role, item.address, {item.source: item.order}))
    parties = [party for same in found.values() for party in same]
    _find_addresses(draft.text, parties)
    return sorted(parties, key=lambda party: party.span)


def _find_addresses(text: str, parties: Sequence[Party]) -> None:
    """Give a party without an address the one below its name, in a letterhead or above "Dear"."""
    for party in parties:
        place = text.find(f"{party.text}\n") if party.address is None else -1
        if place < 0 or not ends_in_legal_form(party.text):
            continue
        lines = lines_of(text)
        number = next((at for at, line in enumerate(lines) if line[0] == place), None)
        if number is not None:
            below = lines[number + 1 : number + 1 + MOST_LINES]
            span = address_of_lines(text, lines[number], below)
            party.address = address_beside(text, span) if span else None


def _take_in(held: Party, item: Candidate, written: str) -> None:
    order = held.sources.get(item.source, item.order)
    held.sources[item.source] = min(order, item.order)
    if held.role is None and item.role and _key(item.role) != _key(written):
        held.role = item.role
    if item.address is not None:
        is_fuller = held.address is not None and _key(held.address.text) in _key(item.address.text)
        if held.address is None or is_fuller:
            held.address = item.address
    if ends_in_legal_form(written) and not ends_in_legal_form(held.text):
        held.text, held.span = written, item.name


def _is_one(left: str, right: str) -> bool:
    """Return whether two names of one core are one party: "Acme" and "Acme, Inc."."""
    forms = [_forms(name) for name in (left, right)]
    return forms[0] == forms[1] or not all(forms)


def _forms(name: str) -> str:
    words = _FORM_WORDS.findall(_DOTS.sub("", name.casefold()))
    alike = {"incorporated": "inc", "corporation": "corp", "limited": "ltd", "company": "co"}
    return " ".join(alike.get(word, word) for word in words if word not in {"the", "and"})


def _core(name: str) -> str:
    plain = _DOTS.sub("", name.casefold())
    return " ".join(_WORD.findall(_FORM_WORDS.sub(" ", plain))) or plain


def _key(name: str) -> str:
    return " ".join(_WORD.findall(name.casefold()))
