"""Where a contract may name its parties: preamble, title page, letterhead, form, signatures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from contractsai.pipeline.draft import Draft, Span, squeezed
from contractsai.pipeline.facts.parties.addresses import Address, address_behind
from contractsai.pipeline.facts.parties.boxed import address_below
from contractsai.pipeline.facts.parties.filled import form_parties
from contractsai.pipeline.facts.parties.forms import filled_in_parties, party_lines
from contractsai.pipeline.facts.parties.names import behind_leads, is_name, name_at
from contractsai.pipeline.facts.parties.organisations import organisations
from contractsai.pipeline.facts.parties.preamble import introduced
from contractsai.pipeline.facts.parties.signatures import Signature
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.matching import Cue, Near, matches

_I: Final = re.IGNORECASE
_HEAD: Final = 6_000  # characters in which parties introduce themselves
_TITLE_PAGE: Final = 3_000
_REGION: Final = 900  # characters of a passage without an end of its own
_MAIN: Final = "preamble"
_TWO: Final = 2
_MOST: Final = 12  # names from one source but signatures
_BETWEEN: Final = re.compile(r"\b(?:between|among)\b:?", _I)
_PARTIES: Final = Near(
    re.compile(
        r"(?:^|\n|(?<=\s))[ \t]*(?:(?:THE\s+)?PARTIES[ \t]*:?(?=\s)"
        r"|(?i:the\s+undersigned)[ \t]*:(?=\s*\n))"
    ),
    ("parties", "undersigned"),
    30,
    30,
)
_MADE_BY: Final = Cue(
    re.compile(
        r"\b(?:entered\s+into|made|executed|given|delivered|effective|dated|granted)\b"
        r"[^.;\"“”]{0,90}?\b(?:by|between)\s+(?!and\s+(?:between|among)\b|the\s+(?:parties|undersigned))",
        _I,
    ),
    ("entered", "made", "executed", "given", "delivered", "effective", "dated", "granted"),
)
_REGION_END: Final = re.compile(
    r"\bRECITALS?\b|\bRecitals?\b|\bWHEREAS\b|\bBACKGROUND\b|\bDATE:|\n\s*\n\s*\n"
    r"|\bis\s+entered\s+into\b|\bThis\s+(?:Agreement|Covenant)\b"
)
_SALUTATION: Final = Near(
    re.compile(
        r"(?:\n|\s{2})\s*(?:Ladies\s+and\s+Gentlemen|Gentlemen|Dear\s+[A-Z][^\n:,]{0,60})\s*[:,]",
        _I,
    ),
    ("gentlemen", "dear"),
    before=400,
    after=400,
)
_LINES: Final = re.compile(r"[^\n]+?(?=\n|$|[ \t]{3})")
_WHOLE_LINES: Final = re.compile(r"^[^\n]*$", re.MULTILINE)
_ADDRESS_LINES: Final = 5
_TERM_BEHIND: Final = re.compile(
    r"[^()“”\"]{0,200}\((?:[^()“”\"]{0,90})[\"“](?P<term>[^\"“”()]{1,40})[\"”]"
)
_NOT_TERM: Final = re.compile(r"agreement|date|part(?:y|ies)|act\b|affiliate|information", _I)
_I_PERSON: Final = re.compile(
    r"\bI,?\s+(?P<name>[A-Z][\w.\u2019'-]+(?:\s+[A-Z][\w.\u2019'-]*){1,3})\s*(?:,|\()"
)
_BEHALF: Final = Cue(
    re.compile(
        r"\b(?:for\s+and\s+)?on\s+behalf\s+of\b:?(?!\s+(?:the|itself|all|any|its|such)\b)\s*\)?\s*",
        _I,
    ),
    ("for", "on"),
    holds=("behalf",),
    words=3,
)


_OFFICE_BEFORE: Final = 90
_PERSONAL: Final = re.compile(
    r"\b(?:employee|executive|consultant|associate|individually|recipient|second\s+party|grantee"
    r"|director|shareholder)[\u201d\")]?\s*[:.]?\s*(?:By|Signature)?\s*:?\s*$",
    _I,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a party's, and the source that says so."""

    name: Span
    source: str
    role: str | None = None
    address: Address | None = None
    order: int = 0


def candidates(draft: Draft, signed: Sequence[Signature]) -> Iterator[Candidate]:
    """Yield what each source names; the same party comes up again and again."""
    text = draft.text
    passages = [list(_introduced(text, span, source)) for source, span in _regions(draft)]
    main = next((names for names in passages if _names_two(names)), None)
    for names in passages:
        yield from (replace(item, source=_MAIN) for item in names) if names is main else names
    for entry in filled_in_parties(text):
        yield Candidate(entry.name, "form", entry.role, entry.address)
    for entry in party_lines(text):
        yield Candidate(entry.name, "party_line", entry.role, entry.address)
    for order, party in enumerate(form_parties(text)):
        role = party.role.capitalize() if party.role else None
        yield Candidate(party.name, "entry", role, party.address, order)
    yield from _letter(text)
    yield from _defined(text)
    for match in islice(matches(_I_PERSON, text, 0, _HEAD), 1):
        yield Candidate(match.span("name"), "i_person")
    yield from _behalf(text)
    yield from _signing(text, signed)


def _names_two(names: Sequence[Candidate]) -> bool:
    """Return whether a passage does what a preamble does: define terms for two parties."""
    return sum(item.role is not None for item in names) >= _TWO


def _introduced(text: str, region: Span, source: str) -> Iterator[Candidate]:
    for item in introduced(text, *region):
        if item.order >= _MOST * 5:
            return
        address = address_behind(text, item.name[1], item.until)
        if address is None and text.startswith("\n", item.name[1]):
            lines = _WHOLE_LINES.finditer(text, item.name[1] + 1, item.until)
            address = address_below(text, [line.span() for line in lines][:_ADDRESS_LINES])
        yield Candidate(item.name, source, item.role, address, item.order)


def _regions(draft: Draft) -> Iterator[tuple[str, Span]]:
    """Yield the passages that may introduce parties, the likeliest first."""
    text = draft.text
    if draft.preamble[0] < draft.preamble[1]:
        yield "between", draft.preamble
    for match in islice(matches(_PARTIES, text, 0, _HEAD), 1):
        yield "parties_block", _region(text, match.end(), _REGION)
    made = next(matches(_MADE_BY, text, 0, _HEAD), None)
    if made and not draft.preamble[0] <= made.end() < draft.preamble[1]:
        yield "made_by", _region(text, made.end(), _REGION)
    between = _BETWEEN.search(text, 0, _TITLE_PAGE)
    if between and between.end() != draft.preamble[0]:
        yield "title_page", _region(text, between.end(), _REGION // 2)


def _region(text: str, start: int, length: int) -> Span:
    end = _REGION_END.search(text, start, start + length)
    return start, end.start() if end else min(len(text), start + length)


def salutation_of(text: str) -> re.Match[str] | None:
    """Return where a letter addresses its reader; None for what is no letter."""
    return next(matches(_SALUTATION, text, 0, _HEAD), None)


def _letter(text: str) -> Iterator[Candidate]:
    """Yield the organisations of a letter's head: who writes, and who is written to."""
    salutation = salutation_of(text)
    if salutation is None:
        return
    order = 0
    lines = [line.span() for line in _WHOLE_LINES.finditer(text, 0, salutation.start())]
    for line in _LINES.finditer(text, 0, salutation.start()):
        start = behind_leads(text, *line.span())
        written = squeezed(text[start : line.end()]).rstrip(" ,;")
        if ends_in_legal_form(written) and is_name(written) and order < _MOST:
            end = start + len(text[start : line.end()].rstrip(" ,;"))
            below = [one for one in lines if one[0] >= line.end()][:_ADDRESS_LINES]
            address = address_below(text, below)
            yield Candidate((start, end), "letterhead", address=address, order=order)
            order += 1


def _defined(text: str) -> Iterator[Candidate]:
    """Yield organisations near the beginning that a term is defined for."""
    order = 0
    for span in organisations(text, 0, min(len(text), _TITLE_PAGE)):
        term = _TERM_BEHIND.match(text, span[1], span[1] + 320)
        if term is not None and not _NOT_TERM.search(term["term"]):
            role = squeezed(term["term"]).strip(" ,.")
            address = address_behind(text, span[1], term.end())
            yield Candidate(span, "defined", role, address, order)
            order += 1


def _behalf(text: str) -> Iterator[Candidate]:
    order = 0
    for match in matches(_BEHALF, text):
        name = name_at(text, match.end(), min(len(text), match.end() + 120))
        line_end = text.find("\n", match.end())
        if name and line_end >= 0:
            name = (name[0], min(name[1], max(line_end, name[0])))
        if name and is_name(squeezed(text[slice(*name)])):
            yield Candidate(name, "behalf", order=order)
            order += 1


def _signing(text: str, signed: Sequence[Signature]) -> Iterator[Candidate]:
    for order, item in enumerate(signed):
        for span in item.above:
            yield Candidate(span, "sign_org", order=order)
        if item.person and item.is_signed:
            acts = item.for_another or item.title is not None
            before = max(0, item.mark[0] - _OFFICE_BEFORE)
            own = _PERSONAL.search(text, before, item.mark[0])
            source = "sign_personal" if own else "sign_for" if acts else "sign_person"
            yield Candidate(item.person, source, order=order)
