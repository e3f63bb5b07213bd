"""Dates as contracts write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from contractsai.pipeline.matching import matches

_MONTHS: Final = (
    "january januar janvier enero gennaio janeiro januari ocak jan",
    "february februar février febrero febbraio fevereiro februari şubat feb",
    "march märz mars marzo março maart mart mar",
    "april avril abril aprile nisan apr",
    "may mai mayo maggio maio mei may\u0131s",
    "june juni juin junio giugno junho haziran jun",
    "july juli juillet julio luglio julho temmuz jul",
    "august août agosto augustus ağustos aug",
    "september septembre septiembre settembre setembro eylül sept sep",
    "october oktober octobre octubre ottobre outubro ekim oct",
    "november novembre noviembre novembro kas\u0131m nov",
    "december dezember décembre diciembre dicembre dezembro aral\u0131k dec",
)
_NUMBER_OF: Final = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_ORDINALS: Final = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_DAY_OF: Final = {word: number for number, word in enumerate(_ORDINALS, start=1)}

_MONTH: Final = "(?P<month>" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")\b\.?"
_ORDINAL_END: Final = r"(?:\s?(?:st|nd|rd|th|s\st|n\sd|r\sd|t\sh)\b|\.)?"
_WORDS: Final = "|".join(sorted(_DAY_OF, key=len, reverse=True))
_DAY: Final = rf"(?P<day>\d{{1,2}}|{_WORDS}){_ORDINAL_END}"
_YEAR: Final = r"(?P<year>(?:19|20)\d{2})(?!\d)"
# Wherever there is a date in words there is a year: looking for years first is what makes it fast,
# and that what a whole text is searched for begins with what a search can skip to.
_YEARS: Final = re.compile(r"(?:19|20)(?<!\d..)\d{2}(?!\d)")
_BEFORE_YEAR: Final = 60  # characters
_AFTER_YEAR: Final = 8
_NUMERIC: Final = re.compile(
    r"(?P<month>\d(?<![\w/.-].)\d?)\s?[/-]\s?(?P<day>\d{1,2})\s?[/-]\s?"
    r"(?P<year>(?:19|20)?\d{2})(?![\w/-])"
)
_IN_WORDS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w){_MONTH}\s{{0,3}}{_DAY}\s?,?\s{{0,4}}(?:of\s+)?{_YEAR}",
        (
            rf"(?<!\w){_DAY}\s{{0,3}}(?:day\s+)?(?:of\s+)?(?:the\s+month\s+of\s+)?"
            rf"{_MONTH}\s?,?\s{{0,4}}(?:in\s+the\s+year\s+|of\s+|de\s+)?{_YEAR}"
        ),
    )
)
_HYPHENED: Final = re.compile(
    r"(?<![\w/.-])(?P<year>(?:19|20)\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\w/-])"
)
_DOTTED: Final = re.compile(
    r"(?<![\w/.-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d{2})(?![\w/-])"
)
_MONTH_BEGINS: Final = re.compile("|".join(sorted({name[:3] for name in _NUMBER_OF})))
_MONTHS_A_YEAR: Final = 12
_CENTURY: Final = 100
_PIVOT: Final = 50  # two-digit years from here on are of the last century


@dataclass(frozen=True, slots=True)
class DateMention:
    """A complete date and where it stands."""

    start: int
    end: int
    iso: str


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Return the complete dates between *start* and *end*, in order, none inside another."""
    found = sorted(_mentions(text, start, len(text) if end is None else end), key=_place)
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _place(mention: DateMention) -> tuple[int, int]:
    return mention.start, -mention.end


def _mentions(text: str, start: int, end: int) -> Iterator[DateMention]:
    for match in matches(_NUMERIC, text, start, end):
        yield from _read(match)
    for year in matches(_YEARS, text, start, end):
        low, high = max(start, year.start() - _BEFORE_YEAR), min(end, year.end() + _AFTER_YEAR)
        for pattern in _patterns_for(text, low, year):
            for match in pattern.finditer(text, low, high):
                yield from _read(match)


def _patterns_for(text: str, low: int, year: re.Match[str]) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that may hold for *year*, by what stands beside it and before it."""
    begin, end = year.span()
    if _MONTH_BEGINS.search(text[low:begin].lower()):
        yield from _IN_WORDS
    if text.startswith("-", end):
        yield _HYPHENED
    if "." in text[max(low, begin - 2) : begin]:
        yield _DOTTED


def _read(match: re.Match[str]) -> Iterator[DateMention]:
    iso = _iso(match["year"], match["month"], match["day"])
    if iso:
        yield DateMention(match.start(), match.end(), iso)


def _iso(year: str, month: str, day: str) -> str | None:
    number = _NUMBER_OF.get(month.lower().rstrip("."))
    month_number = int(month) if number is None else number
    day_number = _DAY_OF.get(day.lower()) or int(day)
    if number is None and month_number > _MONTHS_A_YEAR >= day_number:
        month_number, day_number = day_number, month_number  # written day first
    year_number = int(year)
    if year_number < _CENTURY:
        year_number += 1900 if year_number >= _PIVOT else 2000
    try:
        return date(year_number, month_number, day_number).isoformat()
    except ValueError:
        return None
