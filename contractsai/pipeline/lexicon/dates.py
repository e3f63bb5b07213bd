"""Dates as contracts write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from contractsai.pipeline.lexicon.numbers import ORDINALS, YEAR_IN_WORDS, year_of
from contractsai.pipeline.matching import Cue, in_small_letters, matches

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
_MONTH: Final = "(?P<month>" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")\b\.?"
_ORDINAL_END: Final = r"(?:\s?(?:st|nd|rd|th|s\st|n\sd|r\sd|t\sh)\b|\.)?"
_WORDS: Final = "|".join(
    word.replace("-", r"[\s-]") for word in sorted(ORDINALS, key=len, reverse=True)
)
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
_NAMED: Final = (
    r"(?<![^\W_]){month}[\s/-]{{0,3}}{day}\s?[,/-]?\s{{0,4}}(?:of\s+)?{year}",
    (
        r"(?<![^\W_]){day}[\s/-]{{0,3}}(?:day\s+)?(?:of\s+)?(?:the\s+month\s+of\s+)?"
        r"{month}\s?[,/-]?\s{{0,4}}(?:in\s+the\s+year\s+(?:of\s+our\s+lord\s+)?|of\s+|de\s+)?{year}"
    ),
)
_IN_WORDS: Final = tuple(
    re.compile(pattern.format(month=_MONTH, day=_DAY, year=_YEAR), re.IGNORECASE)
    for pattern in _NAMED
)
_ALL_IN_WORDS: Final = tuple(
    re.compile(
        pattern.format(month=_MONTH, day=_DAY, year=rf"(?P<year>{YEAR_IN_WORDS})(?!\w)"),
        re.IGNORECASE,
    )
    for pattern in _NAMED
)
_WRITTEN_YEAR: Final = Cue(
    re.compile(r"\b(?:two[\s-]+thousand|nineteen[\s-]|twenty[\s-])", re.IGNORECASE),
    ("two", "nineteen", "twenty"),
)
_WRITTEN_BEFORE: Final = 80  # characters
_WRITTEN_AFTER: Final = 40
_YEAR_FIRST: Final = re.compile(
    r"(?<![\w/.-])(?P<year>(?:19|20)\d{2})(?:[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\w/-])"
    r"|\s?\u5e74\s?(?P<month2>\d{1,2})\s?\u6708\s?(?P<day2>\d{1,2})\s?\u65e5)"
)
_YEAR_ENDS: Final = ("-", "/", ".", " \u5e74", "\u5e74")
_DOTTED: Final = re.compile(
    r"(?<![\w/.-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d{2})(?![\w/-])"
)
# "15-Jan-24": where the month is a word, so that the year may be short.
_SHORT: Final = re.compile(
    rf"(?P<day>\d(?<![\w/.-].)\d?)[/-]{_MONTH}[/-](?P<year>\d{{2}})(?![\w/-])",
    re.IGNORECASE,
)
# What such a date has in it: hyphens and slashes are fewer than figures.
_SHORT_HOLDS: Final = re.compile(
    "[/-](?:" + "|".join(sorted({name[:3] for name in _NUMBER_OF})) + ")"
)
_MONTH_BEGINS: Final = re.compile("|".join(sorted({name[:3] for name in _NUMBER_OF})))
_MONTHS_A_YEAR: Final = 12
_CENTURY: Final = 100
_PIVOT: Final = 50  # two-digit years from here on are of the last century


@dataclass(frozen=True, slots=True)
class DateMention:
    """A complete date and where it stands.

    Attributes:
        is_open: whether its day may be its month: 04/05/2024, where nobody tells which way round.
    """

    start: int
    end: int
    iso: str
    is_open: bool = False


def find_dates(
    text: str, start: int = 0, end: int | None = None, *, day_first: bool | None = None
) -> list[DateMention]:
    """Return the complete dates between *start* and *end*, in order, none inside another.

    Args:
        text: the contract.
        start: where a date may begin.
        end: where it must have ended.
        day_first: whether 04/05/2024 is in May; None if nobody knows.
    """
    limit = len(text) if end is None else end
    found = sorted(_mentions(text, start, limit, day_first=day_first), key=_place)
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _place(mention: DateMention) -> tuple[int, int]:
    return mention.start, -mention.end


def _mentions(text: str, start: int, end: int, *, day_first: bool | None) -> Iterator[DateMention]:
    for match in matches(_NUMERIC, text, start, end):
        yield from _numeric(match, day_first=day_first)
    if _SHORT_HOLDS.search(in_small_letters(text), start, end):
        for match in matches(_SHORT, text, start, end):
            yield from _read(match)
    for year in matches(_YEARS, text, start, end):
        low, high = max(start, year.start() - _BEFORE_YEAR), min(end, year.end() + _AFTER_YEAR)
        for pattern in _patterns_for(text, low, year):
            for match in pattern.finditer(text, low, high):
                yield from _read(match)
    for year in matches(_WRITTEN_YEAR, text, start, end):
        low, high = (
            max(start, year.start() - _WRITTEN_BEFORE),
            min(end, year.end() + _WRITTEN_AFTER),
        )
        if _MONTH_BEGINS.search(text[low : year.start()].lower()):
            for pattern in _ALL_IN_WORDS:
                for match in pattern.finditer(text, low, high):
                    yield from _read(match)


def _patterns_for(text: str, low: int, year: re.Match[str]) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that may hold for *year*, by what stands beside it and before it."""
    begin, end = year.span()
    if _MONTH_BEGINS.search(text[low:begin].lower()):
        yield from _IN_WORDS
    if text.startswith(_YEAR_ENDS, end):
        yield _YEAR_FIRST
    if "." in text[max(low, begin - 2) : begin]:
        yield _DOTTED


def _numeric(match: re.Match[str], *, day_first: bool | None) -> Iterator[DateMention]:
    """Yield a date of three numbers the way round that is possible, else the usual one."""
    first, second = int(match["month"]), int(match["day"])
    month, day = (second, first) if day_first else (first, second)
    if month > _MONTHS_A_YEAR >= day:
        month, day = day, month
    is_open = day_first is None and max(first, second) <= _MONTHS_A_YEAR and first != second
    iso = _iso(_full_year(match["year"]), month, day)
    if iso:
        yield DateMention(match.start(), match.end(), iso, is_open)


def _read(match: re.Match[str]) -> Iterator[DateMention]:
    parts = match.groupdict()
    month = parts["month"] or parts["month2"]
    day = "-".join((parts["day"] or parts["day2"]).lower().split())
    month_number = _NUMBER_OF.get(month.lower().rstrip(".")) or int(month)
    iso = _iso(_full_year(parts["year"]), month_number, ORDINALS.get(day) or int(day))
    if iso:
        yield DateMention(match.start(), match.end(), iso)


def _full_year(written: str) -> int:
    year = int(written) if written.isdigit() else year_of(written) or 0
    if year < _CENTURY:
        year += 1900 if year >= _PIVOT else 2000
    return year


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
