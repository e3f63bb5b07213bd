"""Postal addresses, and the country they lie in."""

import re
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span, squeezed
from contractsai.pipeline.lexicon.dates import find_dates
from contractsai.pipeline.lexicon.german import german_country
from contractsai.pipeline.lexicon.places import country_code, is_us_state, place_code

_MAX_ADDRESS: Final = 200  # characters
_WITHIN: Final = 450  # characters behind a name
# Words that lead to an address, which then begins within a few words with a number.
_BEGIN: Final = re.compile(
    r"(?:\b(?:at|address(?:\s+(?:is|at|of))?:?|located\s+(?:at|in)|residing\s+at|of|is)|,|:)\s+"
    r"(?P<address>(?:(?:c/o|[A-Z][\w.\u2019'&-]*|de|la|rue|der"
    r"|am|an)[ ,]+){0,6}\d[^()\"“”;|]{8,200})"
)
_OTHER_BOX: Final = re.compile(r"\||\n[ \t]*[A-Z][^\n:|]{2,40}(?::|\t|[ ]{3})")
_END: Final = re.compile(
    r",?\s+(?:an?|the(?!\s+(?:netherlands|philippines|bahamas|united\s+(?:kingdom|states))\b)|hereinafter|hereafter|as|represented|acting"
    r"|and|organi[sz]ed|duly|whose|having"
    r"|which|by|who|tel|phone|fax|attn|attention|on\s+behalf|herein)\b(?=[\s:.])"
    r"|\n\s*\n|\n[ \t]*[A-Z][^\n:|]{1,30}:(?=\s)|\.\s+[A-Z][a-z]+\s[a-z]",
    re.IGNORECASE,
)
_US_ZIP: Final = re.compile(r"\b(?P<state>[A-Z]{2}),?\s+\d{5}(?:-\d{4})?\b")
_ZIP: Final = re.compile(r"\s*\b[\dA-Z]{0,4}-?\d{3,6}(?:-\d{3,4})?\b\s*")
_UK_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Address:
    """An address on one line, where it stands, and its country's code where it tells.

    Attributes:
        parts: where its parts stand, if a form asks for them one by one.
    """

    text: str
    span: Span
    country: str | None
    parts: tuple[Span, ...] = ()

    @property
    def places(self) -> tuple[Span, ...]:
        """Where to look it up."""
        return self.parts or (self.span,)


def joined(text: str, parts: tuple[Span, ...]) -> Address:
    """Return the address of which a form asked the parts one by one."""
    line = ", ".join(squeezed(text[slice(*part)]).strip(" ,") for part in parts)
    return Address(line, parts[0], country_of(line), parts)


def address_behind(text: str, start: int, end: int) -> Address | None:
    """Return the address that follows a party's name, before *end*."""
    end = min(end, start + _WITHIN)
    other = _OTHER_BOX.search(text, start, end)
    match = _BEGIN.search(text, start, other.start() if other else end)
    return None if match is None else address_in(text, match.span("address"))


def address_in(text: str, span: Span) -> Address | None:
    """Return the address that *span* begins with, or None if it holds none."""
    start, end = span[0], min(span[1], span[0] + _MAX_ADDRESS)
    stop = _END.search(text, start, end)
    written = text[start : stop.start() if stop else end].rstrip(" ,.;:\n\t")
    line = squeezed(written)
    if "," not in line or not any(letter.isdigit() for letter in line) or find_dates(line):
        return None
    return Address(line, (start, start + len(written)), country_of(line))


def country_of(address: str) -> str | None:
    """Return the ISO 3166-1 code of the country that *address* lies in, if it tells."""
    last = address.rsplit(",", 1)[-1].strip(" .")
    named = country_code(last) or country_code(_ZIP.sub(" ", last).strip())
    if named is not None and place_code(last) == named:
        return named
    zipped = _US_ZIP.search(address)
    if zipped and is_us_state(zipped["state"]):
        return "US"
    code = place_code(_ZIP.sub(" ", last).strip())
    if code is not None:
        return code.split("-")[0]
    return "GB" if _UK_POSTCODE.search(address) else named or german_country(last)
