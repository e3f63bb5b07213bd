"""Standard forms: what was filled in beside labels, and who is to sign."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span
from contractsai.pipeline.facts.parties.addresses import Address, address_in
from contractsai.pipeline.facts.parties.names import is_name, name_at
from contractsai.pipeline.lexicon.labels import label_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.matching import Near, matches

_I: Final = re.IGNORECASE
_ROLES: Final = (
    r"provider|customer|partner|company|licen[sc]or|licen[sc]ee"
    r"|buyer|seller|supplier|client|contractor"
    r"|consultant|vendor|landlord|tenant|discloser|recipient|purchaser"
    r"|distributor|reseller|franchisor|franchisee"
    r"|party\s+(?:[ab12]|one|two)|service\s+provider"
)
# "PROVIDER: Acme, Inc." and "**Customer:** Acme", at the start of a line or of a table's cell.
_ROLE: Final = Near(
    re.compile(
        (
            rf"(?:^|[|*#])[ \t*]*(?P<role>{_ROLES})[ \t]*:[ \t*]*(?P<name>[^\n|:\]]{{2,90}}"
            rf")"
        ),
        _I | re.MULTILINE,
    ),
    (":", "|"),
)
_PARTY_NAME: Final = Near(
    re.compile(
        r"(?:^|\|)[ \t]*(?:party[ \t]+name|name[ \t]+of[ \t]+(?:party"
        r"|company)|legal[ \t]+name|company[ \t]+name)"
        r"[ \t]*[:|][ \t]*(?P<name>[^\n|:\]]{2,90})",
        _I | re.MULTILINE,
    ),
    (":", "|"),
)
_NAME_ROW: Final = Near(
    re.compile(
        (
            r"^[ \t|]*(?:print[ \t]+name|name|company|party|parties)[ \t]*\|(?P<cells>[^\n]{2,300}"
            r")$"
        ),
        _I | re.MULTILINE,
    ),
    ("|",),
)
_CELL: Final = re.compile(r"[^|]+")
_POSTAL: Final = re.compile(
    (
        r"(?:postal[ \t]+(?:mail|address)|mailing[ \t]+address|notice[ \t]+address"
        r"|address)[ \t]*[:|][ \t]*(?P<address>[^\n|]{10,200})"
    ),
    _I,
)
# "Party A: Acme Office", whatever the name ends in.
_PARTY_LINE: Final = Near(
    re.compile(
        (
            rf"(?:^[ \t*]*|[|*#][ \t*]*|(?<=[ ]{{2}}))(?P<role>{_ROLES}"
            r"|shipper|sender|owner|employer|employee|bank)"
            r"[ \t]*(?:\([^()\n]{0,30}\)[ \t]*)?[:|]"
            r"[ \t*]*(?P<name>(?-i:[A-Z])[^\n|:;\]]{2,90})"
        ),
        _I | re.MULTILINE,
    ),
    (":", "|"),
)
_PARTY_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class FormParty:
    """A party as somebody filled it in."""

    name: Span
    role: str | None
    address: Address | None


def filled_in_parties(text: str) -> Iterator[FormParty]:
    """Yield the parties named beside labels such as ``Customer:`` or in rows of names."""
    for match in matches(_PARTY_NAME, text):
        span = _trimmed(text, match.span("name"))
        if is_name(text[slice(*span)]):
            yield FormParty(span, None, _address_below(text, match.end()))
    for match in matches(_ROLE, text):
        span = _trimmed(text, match.span("name"))
        if ends_in_legal_form(text[slice(*span)]) and is_name(text[slice(*span)]):
            yield FormParty(span, match["role"].strip().capitalize(), None)
    for match in matches(_NAME_ROW, text):
        for cell in _CELL.finditer(text, *match.span("cells")):
            span = _trimmed(text, cell.span())
            if ends_in_legal_form(text[slice(*span)]) and is_name(text[slice(*span)]):
                yield FormParty(span, None, None)


def party_lines(text: str) -> Iterator[FormParty]:
    """Yield what stands behind ``Party A:`` and the like, name or not: a model will weigh it."""
    for match in list(matches(_PARTY_LINE, text))[:_PARTY_LINES]:
        name = name_at(text, *match.span("name"))
        label = label_of(text[slice(*name)]) if name is not None else None
        if name is not None and (label is None or label.kind == "address"):  # "Bray Office"
            yield FormParty(name, match["role"].strip().capitalize(), None)


def _address_below(text: str, start: int) -> Address | None:
    """Return the address in the lines below a party's name, before the next party's."""
    end = start + 500
    following = next(matches(_PARTY_NAME, text, start, end), None)
    match = _POSTAL.search(text, start, following.start() if following else end)
    return None if match is None else address_in(text, match.span("address"))


def _trimmed(text: str, span: Span) -> Span:
    piece = text[slice(*span)]
    start = span[0] + len(piece) - len(piece.lstrip(" *_"))
    return start, max(start, span[1] - (len(piece) - len(piece.rstrip(" *_]"))))
