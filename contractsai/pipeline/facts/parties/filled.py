"""The parties of a form and their addresses, out of its entries, blocks and letterheads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span, squeezed, trimmed
from contractsai.pipeline.facts.entries import entries
from contractsai.pipeline.facts.grids import Entry
from contractsai.pipeline.facts.parties.addresses import Address, country_of, joined
from contractsai.pipeline.facts.parties.blocks import blocks
from contractsai.pipeline.facts.parties.names import is_name, name_at
from contractsai.pipeline.facts.parties.organisations import organisations
from contractsai.pipeline.facts.rows import rows_of
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.labels import label_of
from contractsai.pipeline.lexicon.legal_forms import SAFE_LEGAL_FORM, ends_in_legal_form

_MOST: Final = 40  # parties of a form
_SMALL: Final = frozenset(
    {"of", "and", "for", "the", "de", "du", "der", "und", "la", "le", "et", "y", "e", "in", "van"}
)
_MAX_WORDS: Final = 10
_FIRST_NUMBER: Final = re.compile(r"\s(?=\d)|[,;/(\n]|\s[-\u2013]\s")
_NUMBER: Final = re.compile(r"\s\d")
_SAFE_END: Final = re.compile(rf"(?<![A-Za-z]){SAFE_LEGAL_FORM}\s*$")
_GAP: Final = re.compile(
    r"[\s,;/_\u2013-]*(?:(?:of|at|(?:located|residing|resident|registered)\s+(?:at|in))[\s_]+)?"
)
# Where an address in a box ends: at what else people write there, and at any other label.
_NOT_ADDRESS: Final = re.compile(
    r"[\s,;|]*(?:\b(?:attn|attention|tel|telephone|phone|fax|facsimile|e-?mail|email|contact"
    r"|represented|website|(?:company|registration|tax|vat)\s+(?:no|number|id))(?![a-z])"
    r"|\b(?-i:[A-Z])[A-Za-z-]{2,20}(?:[ ][A-Za-z]{2,20}){0,2}:|\S{1,60}@|www\.|<!--|\[)",
    re.IGNORECASE,
)
# "a Delaware corporation, with places of business at", between a name and its address.
_LEADS_TO: Final = re.compile(
    r"[ \t,(]*(?:an?|and|[a-z]{4,20})\b[^\n;|]{0,180}?"
    r"\b(?:offices?|business|address|located|residing|resident|seat|headquartered|domiciled|premises)\b"
    r"[^\n;|]{0,40}?\s(?:at|in|of)[:\s]+(?=[\dA-Z])"
)
_BEGINS_SMALL: Final = re.compile(
    r"(?:c/o|rue|avenue|chemin|boulevard|place|am|an|im|in|via|calle|de)\b"
)
_LABELLED: Final = re.compile(r"\s*(?:[A-Za-z]{3,20}[ ]){0,2}address\s*:?\s*", re.IGNORECASE)
_HEADING_LINE: Final = re.compile(
    r".*\b(?:agreement|contract|letter|memorandum|confidential|non-disclosure)\b", re.IGNORECASE
)
_NO_NAME: Final = re.compile(
    r"(?:dated?|signature|signed|title|name|principal|facsimile|representative)", re.IGNORECASE
)
_NEW_LINE: Final = re.compile(r"[ ,]*(?:\n\s*|[ ]{2,})")
_SIGNER: Final = re.compile(
    r"^[ \t|]*(?:authori[sz]ed\s+)?(?:signature|signatory|signed|title|designation"
    r"|position|capacity|by)[ \t]*[|:]",
    re.IGNORECASE | re.MULTILINE,
)
_ABOVE: Final = 300  # characters between the name of who signs and the address
_AROUND: Final = 120  # characters
_WHO: Final = frozenset({"party", "name"})
_MAX_ADDRESS: Final = 200  # characters
_TWO: Final = 2
_OTHERS: Final = frozenset(  # not agents, managers, trustees: these sign with the two
    {"subcontractor", "sub-contractor", "bank", "insurer", "architect", "end user", "consignee"}
)
_MAX_PART: Final = 60
_MOST_PARTS: Final = 8
_PART_WITHIN: Final = 250  # characters behind the name, or the part before
_MIN_WORDS: Final = 3
_OTHER_LINE: Final = re.compile(
    r".*(?:[:@|_]|/s/)|(?:by|name|title|date|its|signature|signed|attn)\b", re.IGNORECASE
)


@dataclass(slots=True)
class FilledParty:
    """A party as a form names it."""

    name: Span
    role: str | None
    column: int
    address: Address | None = None
    parts: tuple[Span, ...] = ()


def form_parties(text: str) -> list[FilledParty]:
    """Return the parties that boxes and blocks name, with their addresses."""
    found: list[FilledParty] = []
    for entry in entries(text):
        if entry.label.kind == "address":
            signing = _above(text, found, entry)
            if signing is not None:
                found.append(signing)
            else:
                _give(text, found, entry)
        elif entry.label.kind == "address_part":
            _give_part(text, found, entry)
        elif entry.label.kind in _WHO and len(found) < _MOST:
            party = _party(text, entry)
            if party is not None:
                found.append(party)
    for party in found:
        if len(party.parts) > 1:
            party.address = joined(text, party.parts)
    return _without_others([*found, *_of_blocks(text)])


def _without_others(parties: list[FilledParty]) -> list[FilledParty]:
    """Leave out whom two parties only name, each under a label of its own: a bank, an insurer."""
    roles = {party.role for party in parties if party.role} - _OTHERS
    if len(roles) < _TWO:
        return parties
    return [party for party in parties if party.role not in _OTHERS]


def _party(text: str, entry: Entry) -> FilledParty | None:
    name = _name_in(text, entry.value)
    if name is None:
        return None
    is_firm = ends_in_legal_form(text[slice(*name)])
    if not is_firm and (_signs(text, entry) if entry.is_row else entry.label.kind != "party"):
        return None
    rest = (_behind_gap(text, name[1], entry.value[1]), entry.value[1])
    return FilledParty(name, entry.label.role, entry.column, address_beside(text, rest))


def _name_in(text: str, value: Span) -> Span | None:
    """Return the name that a box begins with: up to its legal form, else to the first number."""
    organisation = next(organisations(text, *value), None)
    if organisation is not None and organisation[0] == value[0]:
        written = text[slice(*organisation)]
        if is_name(squeezed(written)) and (
            _SAFE_END.search(written) or not _NUMBER.search(written)
        ):
            return organisation
    name = name_at(text, *value)
    if name is None or name[0] != value[0]:
        return None
    cut = _FIRST_NUMBER.search(text, *name)
    if cut is not None and not _SAFE_END.search(text[slice(*name)]):
        name = trimmed(text, (name[0], cut.start()))
    words = squeezed(text[slice(*name)]).split()
    is_label = _NO_NAME.fullmatch(" ".join(words)) or label_of(" ".join(words))
    is_plain = not is_label and all(word in _SMALL or not word[0].islower() for word in words)
    return name if is_plain and len(words) <= _MAX_WORDS and is_name(" ".join(words)) else None


def _signs(text: str, entry: Entry) -> bool:
    """Return whether a box beside "Name" is that of the person who signs."""
    around = max(0, entry.row - _AROUND), entry.value[1] + _AROUND
    is_name = entry.label.kind == "name" and entry.label.role is None
    return is_name and _SIGNER.search(text, *around) is not None


def _behind_gap(text: str, start: int, end: int) -> int:
    gap = _GAP.match(text, start, end)
    return gap.end() if gap else start


def address_beside(text: str, span: Span, *, is_labelled: bool = False) -> Address | None:
    """Return what fills a box for an address, or follows a name, without telephones and the like.

    Args:
        text: the contract.
        span: of the box, or behind the name.
        is_labelled: whether a label says that it is an address: then it may be without a number.
    """
    label = _LABELLED.match(text, *span) or _LEADS_TO.match(text, *span)
    start = label.end() if label else span[0]
    limit = min(span[1], start + _MAX_ADDRESS)
    stop = _NOT_ADDRESS.search(text, start, limit)
    written = text[start : stop.start() if stop else limit].rstrip(" ,.;:\n\t")
    line = squeezed(_NEW_LINE.sub(", ", written))
    is_street = any(letter.isdigit() for letter in line)
    is_street |= is_labelled and line.count(",") > 1
    is_sentence = line[:1].islower() and not _BEGINS_SMALL.match(line)
    if (
        not is_street
        or is_sentence
        or len(line.split()) < _MIN_WORDS
        or "___" in line
        or find_dates(line)
    ):
        return None
    return Address(line, (start, start + len(written)), country_of(line))


def _above(text: str, parties: Sequence[FilledParty], entry: Entry) -> FilledParty | None:
    """Return the organisation above an address in a block of signature, with it."""
    if entry.label.role is not None or entry.column or len(parties) >= _MOST:
        return None
    party = _whose(parties, entry)
    if party is not None and party.address is None and not party.parts:
        return None
    told = (
        (party.name, party.address.span if party.address else party.name, *party.parts)
        if party
        else ()
    )
    low = max([0, entry.row - _ABOVE, *(span[1] for span in told)])
    names = list(organisations(text, low, entry.row))
    signs = bool(names) and _SIGNER.search(text, names[-1][1], entry.row) is not None
    address = address_beside(text, entry.value, is_labelled=True) if signs else None
    return FilledParty(names[-1], None, 0, address) if address is not None else None


def _give(text: str, parties: Sequence[FilledParty], entry: Entry) -> None:
    """Give an address to the party it is labelled for, else to the last one in its column."""
    party = _whose(parties, entry)
    if party is None or party.address is not None or len(party.parts) > 1:
        return
    party.address = address_beside(text, entry.value, is_labelled=True)
    if party.address is not None:
        party.parts = (party.address.span,)
    elif not party.parts and _is_short(text, entry.value):
        party.parts = (entry.value,)  # a town alone, or a street that other parts follow


def _give_part(text: str, parties: Sequence[FilledParty], entry: Entry) -> None:
    """Give a part of an address to its party, if it follows the name or another part closely."""
    party = _whose(parties, entry)
    if party is None or not _is_short(text, entry.value) or len(party.parts) >= _MOST_PARTS:
        return
    last = party.parts[-1] if party.parts else party.name
    is_whole = party.address is not None and not party.parts
    if not is_whole and entry.value[0] - last[1] < _PART_WITHIN:
        party.parts = (*party.parts, entry.value)


def _is_short(text: str, value: Span) -> bool:
    written = text[slice(*value)]
    return len(written) <= _MAX_PART and "___" not in written and not find_dates(written)


def _whose(parties: Sequence[FilledParty], entry: Entry) -> FilledParty | None:
    role = entry.label.role
    if role is not None:
        chosen = [party for party in parties if party.role == role]
    else:
        chosen = [party for party in parties if party.column == entry.column] or list(parties)
    return chosen[-1] if chosen else None


def _of_blocks(text: str) -> Iterator[FilledParty]:
    """Yield the parties of blocks of lines."""
    for block in blocks(text, rows_of(text)):
        name = _name_in(text, block.name)
        if name is None:
            continue
        start, end = block.address or (name[1], block.name[1])
        address = address_beside(text, (_behind_gap(text, start, end), end))
        if address or (block.role and ends_in_legal_form(text[slice(*name)])):
            yield FilledParty(name, block.role, 0, address)


def address_below(text: str, lines: Sequence[Span]) -> Address | None:
    """Return the address that *lines* begin with, up to an empty one or one of another kind."""
    end = lines[0][0] if lines else 0
    for line in lines:
        written = text[slice(*line)].strip()
        if not written or label_of(written) or find_dates(written):
            break
        if _OTHER_LINE.match(written) or _HEADING_LINE.match(written):
            break
        if ends_in_legal_form(written):
            break
        end = line[1]
    return address_beside(text, (lines[0][0], end)) if lines and end > lines[0][0] else None
