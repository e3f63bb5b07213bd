"""The parties of a form and their addresses, out of its entries, blocks and letterheads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span
from contractsai.pipeline.facts.entries import entries
from contractsai.pipeline.facts.grids import Entry
from contractsai.pipeline.facts.parties.addresses import Address, joined
from contractsai.pipeline.facts.parties.blocks import blocks
from contractsai.pipeline.facts.parties.boxed import address_beside, behind_gap, is_other, name_in
from contractsai.pipeline.facts.parties.letterheads import is_order, letter_parties, writer
from contractsai.pipeline.facts.parties.organisations import organisations
from contractsai.pipeline.facts.rows import rows_of
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form

_MOST: Final = 40  # parties of a form
_SIGNER: Final = re.compile(
    r"^[ \t|]*(?:authori[sz]ed\s+)?(?:signature|signatory|signed|title|designation"
    r"|position|capacity|by)[ \t]*[|:]",
    re.IGNORECASE | re.MULTILINE,
)
# Between two parties in one box: "; and (2)", two blanks for a line's end.
_PARTED: Final = re.compile(
    r"(?:(?:[;,)]|[ ]{2}|\n)\s*(?:and\b\s*)?|\band\s+)(?:\(?(?:\d|[a-z]|ii?)[.)]\s*)?$",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"(?<![^\s;,)])\((?:[1-9]|[a-z]|ii?)\)\s+(?=[A-Z])")
_AND: Final = re.compile(r"\d\w*,?\s+and\s+(?=[A-Z])")  # "PL31 2HQ, and Acme Ltd"
_ABOVE: Final = 300  # characters between the name of who signs and the address
_AROUND: Final = 120  # characters
_WHO: Final = frozenset({"party", "name"})
_TWO: Final = 2
_OTHERS: Final = frozenset(  # not agents, managers, trustees: these sign with the two
    {
        "subcontractor",
        "sub-contractor",
        "broker",
        "bank",
        "insurer",
        "architect",
        "end user",
        "consignee",
    }
)
_MAX_PART: Final = 60
_MOST_PARTS: Final = 8
_PART_WITHIN: Final = 250  # characters behind the name, or the part before


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
        elif entry.label.kind == "parties":
            found += _parties_in(text, entry)
        elif entry.label.kind in _WHO and len(found) < _MOST:
            party = _party(text, entry)
            if party is not None:
                found.append(party)
    for party in found:
        if len(party.parts) > 1:
            party.address = joined(text, party.parts)
    return _without_others(text, _with_writer(text, [*found, *_of_blocks(text)]))


def _with_writer(text: str, parties: list[FilledParty]) -> list[FilledParty]:
    """Add who wrote an order or a letter; in an order a person beside a role acts for it."""
    if not is_order(text):
        return parties
    letter = [FilledParty(name, None, 0, address) for name, address in letter_parties(text)]
    wrote = None if letter else writer(text)
    firms = [party for party in parties if ends_in_legal_form(text[slice(*party.name)])]
    if wrote is not None and firms:
        letter = [FilledParty(wrote[0], None, 0, wrote[1])]
    return [*firms, *letter] if letter else parties


def _without_others(text: str, parties: list[FilledParty]) -> list[FilledParty]:
    """Leave out whom two parties only name, under a label of its own: a bank, an insurer."""
    roles = {party.role for party in parties if party.role} - _OTHERS
    own = [party for party in parties if party.role not in _OTHERS]
    unnamed = {text[slice(*party.name)] for party in own if party.role is None}
    if len(roles) < _TWO and len(unnamed) < _TWO:
        return parties
    return own


def _party(text: str, entry: Entry) -> FilledParty | None:
    name = name_in(text, entry.value)
    if name is None:
        return None
    is_firm = ends_in_legal_form(text[slice(*name)])
    if not is_firm and (_signs(text, entry) if entry.is_row else entry.label.kind != "party"):
        return None
    address = address_beside(text, behind_gap(text, name[1], entry.value[1]))
    return FilledParty(name, entry.label.role, entry.column, address)


def _behind_and(text: str, firm: Span) -> Span:
    """Return a firm without the end of the address that "and" parts from it."""
    joins = list(_AND.finditer(text, *firm))
    return (joins[-1].end(), firm[1]) if joins else firm


def _parties_in(text: str, entry: Entry) -> Iterator[FilledParty]:
    """Yield the firms that one box names together: "Acme Ltd, ... and Bray plc, ..."."""
    low = entry.value[0]
    counted = [match.end() for match in _COUNTED.finditer(text, *entry.value)]
    if len(counted) > 1:
        yield from _counted_parties(text, counted, entry.value[1])
        return
    firms = [_behind_and(text, firm) for firm in organisations(text, *entry.value)]
    begins = [span for span in firms if span[0] == low or _PARTED.search(text, low, span[0])]
    if not begins:
        return
    ends = [span[0] for span in begins[1:]] + [entry.value[1]]
    for number, (name, end) in enumerate(zip(begins, ends, strict=True)):
        parted = _PARTED.search(text, name[1], end)
        stop = parted.start() if parted else end
        address = address_beside(text, behind_gap(text, name[1], stop))
        yield FilledParty(name, None, number, address)


def _counted_parties(text: str, begins: Sequence[int], end: int) -> Iterator[FilledParty]:
    """Yield whom a box counts, "(a) ...; and (b) ...": what is counted is a party, firm or not."""
    for number, (start, stop) in enumerate(zip(begins, [*begins[1:], end], strict=True)):
        name = name_in(text, (start, stop))
        if name is not None:
            address = address_beside(text, behind_gap(text, name[1], stop))
            yield FilledParty(name, None, number, address)


def _signs(text: str, entry: Entry) -> bool:
    """Return whether a box beside "Name" is that of the person who signs."""
    around = max(0, entry.row - _AROUND), entry.value[1] + _AROUND
    is_name = entry.label.kind == "name" and entry.label.role is None
    return is_name and _SIGNER.search(text, *around) is not None


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
    is_full = party is None or len(party.parts) >= _MOST_PARTS
    if party is None or is_full or not _is_short(text, entry.value) or is_other(text, entry.value):
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
        name = name_in(text, block.name)
        if name is None:
            continue
        start, end = block.address or (name[1], block.name[1])
        address = address_beside(text, behind_gap(text, start, end))
        if address or (block.role and ends_in_legal_form(text[slice(*name)])):
            yield FilledParty(name, block.role, 0, address)
