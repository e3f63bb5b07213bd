"""What a box says of a party: its name, and its address behind it or on the lines below."""

import re
from collections.abc import Sequence
from typing import Final

from contractsai.pipeline.draft import Span, squeezed, trimmed
from contractsai.pipeline.facts.parties.addresses import Address, country_of
from contractsai.pipeline.facts.parties.names import is_name, name_at
from contractsai.pipeline.facts.parties.organisations import organisations
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.labels import label_of
from contractsai.pipeline.lexicon.legal_forms import (
    SAFE_LEGAL_FORM,
    before_legal_form,
    ends_in_legal_form,
)

_SMALL: Final = frozenset(
    {"of", "and", "for", "the", "de", "du", "der", "und", "la", "le", "et", "y", "e", "in", "van"}
)
_MAX_WORDS: Final = 10
_FIRST_NUMBER: Final = re.compile(r"\s(?=\d)|[,;/(\n]|\s[-\u2013]\s")
_NUMBER: Final = re.compile(r"\s\d")
_SAFE_END: Final = re.compile(rf"(?<![A-Za-z]){SAFE_LEGAL_FORM}\s*$")
# "(company number 0123)", "a company registered in England", "whose registered office is at".
_NUMBERED: Final = (
    r"\(?(?:(?:registered|company|registration|business|uen|reg|co)\b\.?\s*)?"
    r"(?:no|number|num|id|uen|cin|abn|acn|crn)\b"
    r"[.:]?\s*(?:\d{2,3}(?:\s\d{3}){2,3}(?!\d)|[A-Z0-9][\w./-]{3,24})\)?"
)
_GAP: Final = re.compile(
    rf"[\s,;/_\u2013-]*(?:{_NUMBERED}[\s,;]*)?"
    r"(?:\.?\s*(?:you|we|they|it)\s+(?:live|are\s+based|reside|trade)s?\s+(?:at|in)\s+"
    r"|\.?\s*(?:(?:your|our|its|their|whose)\s+)?(?:\w+\s+){0,2}(?:address|office)(?:\s+is)?(?:\s+at|:)\s*"
    r"|(?:of|at|(?:located|residing|resident|registered)\s+(?:at|in)"
    r"(?![^\n;|]{0,80}\soffice:))[\s_]+)?",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"\.\s+(?:you|your|we|our|they|it|no)\b", re.IGNORECASE)
# Where an address in a box ends: at what else people write there, and at any other label.
_NOT_ADDRESS: Final = re.compile(
    r"[\s,;|]*(?:\b(?:attn|attention|tel|telephone|phone|fax|facsimile|e-?mail|email|contact"
    r"|represented|website|(?:company|registration|tax|vat)\s+(?:no|number|id))(?![a-z])"
    r"|\b(?-i:[A-Z])[A-Za-z-]{2,20}(?:[ ][A-Za-z]{2,20}){0,2}:|\S{1,60}@|www\.|<!--|\["
    r"|\((?:the\s+)?[\"\u201c]|\([^()\d]{2,40}\)?[\s.;,]*$)",
    re.IGNORECASE,
)
# "a Delaware corporation, with places of business at", between a name and its address.
_LEADS_TO: Final = re.compile(
    r"[ \t,(]*(?:an?|and|[a-z]{4,20})\b[^\n;|]{0,180}?"
    r"\b(?:office|address|seat|premises):\s+(?=[\dA-Z])"
    r"|[ \t,(]*(?:an?|and|[a-z]{4,20})\b[^\n;|]{0,180}?"
    r"\b(?:offices?|business|address|located|residing|resident|seat|headquartered|domiciled|premises)\b"
    r"[^\n;|]{0,40}?\s(?:at|in|of)[:\s]+(?=[\dA-Z])"
    r"|[ \t,(]*an?\b[^\n;|]{0,100}?\b(?:registered|incorporated)\b[^\n;|]{0,60}?\sat\s+(?=[\dA-Z])"
)
_BEGINS_SMALL: Final = re.compile(
    r"(?:(?:c/o|rue|avenue|chemin|boulevard|place|am|an|im|in|via|calle|de|rua)\b|(?:ul|al|os|pl)\.)"
)
_LABELLED: Final = re.compile(r"\s*(?:[A-Za-z]{3,20}[ ]){0,2}address\s*:?\s*", re.IGNORECASE)
_HEADING_LINE: Final = re.compile(
    r".*\b(?:agreement|contract|letter|memorandum|confidential|non-disclosure)\b", re.IGNORECASE
)
_NO_NAME: Final = re.compile(
    r"(?:dated?|signature|signed|title|name|principal|facsimile|representative"
    r"|none|nil|nobody|n/?a|not\s+applicable|not\s+required|tb[acd]|to\s+be\s+(?:agreed|advised|confirmed)"
    r"|(?:the\s+)?same(?:\s+as\s+above)?|as\s+above)",
    re.IGNORECASE,
)
_HOUSE: Final = re.compile(r"\d{1,2}-\d{1,2}-\d{1,2}")
_NEW_LINE: Final = re.compile(r"[ ,]*(?:\n\s*|[ ]{2,})")
_MAX_ADDRESS: Final = 200  # characters
_MIN_WORDS: Final = 3
_OTHER_LINE: Final = re.compile(
    r".*(?:[:@|_]|/s/)|(?:by|name|title|date|its|signature|signed|attn|dear)\b", re.IGNORECASE
)

# "The name of your employer is", "Your name is Ms", "M/s": what a sentence puts before a name.
_LEAD: Final = re.compile(
    r"(?:(?:(?:the\s+)?(?:(?:full|legal|registered)\s+)?name\s+of\s+(?:your|the|our)\s+[\w-]+(?:\s[\w-]+)?"
    r"|(?:your|our|its|their|the\s+[\w-]+[\u2019']s)\s+(?:[\w-]+\s+){0,2}name"
    r"|(?:your|our|the)\s+[\w-]+)\s+is\s+|(?:we|you)\s+are\s+)?"
    r"(?:(?:mr|mrs|ms|miss|mx|dr|m/s)\b\.?\s+|\(\d\)\s+)?",
    re.IGNORECASE,
)


def name_in(text: str, value: Span) -> Span | None:
    """Return the name that a box begins with: up to its legal form, else to the first number."""
    lead = _LEAD.match(text, *value)
    value = (lead.end() if lead else value[0], value[1])
    sentence = _SENTENCE.search(text, *value)
    value = (value[0], sentence.start() if sentence else value[1])
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
    own = before_legal_form(" ".join(words)).split()  # "eG", "inc.", "Sp. z o.o."
    is_plain = not is_label and all(word in _SMALL or not word[0].islower() for word in own)
    return name if is_plain and len(words) <= _MAX_WORDS and is_name(" ".join(words)) else None


def behind_gap(text: str, start: int, end: int) -> Span:
    """Return what is left of a box behind a name and the words that lead to an address."""
    gap = _GAP.match(text, start, end)
    return (gap.end() if gap else start), end


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
        or _is_dated(line, is_labelled=is_labelled)
    ):
        return None
    return Address(line, (start, start + len(written)), country_of(line))


def _is_dated(line: str, *, is_labelled: bool) -> bool:
    """Return whether a day stands in a line: numbers of houses look like one, "5-9-88"."""
    days = find_dates(line)
    houses = [day for day in days if is_labelled and _HOUSE.fullmatch(line[day.start : day.end])]
    return len(days) > len(houses)


def is_other(text: str, span: Span) -> bool:
    """Return whether a line of a box is no part of an address: "Attn: ..."."""
    return _NOT_ADDRESS.match(text, *span) is not None


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
