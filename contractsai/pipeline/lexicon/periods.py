"""Lengths of time as contracts write them: "two (2) years", "a 30-day period"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from contractsai.pipeline.lexicon.numbers import NUMBER_WORD, ONES, TENS, number_of
from contractsai.pipeline.matching import in_small_letters, matches

_WORDS: Final = (
    {word: number for number, word in enumerate(ONES, start=1)}
    | {word: 10 * number for number, word in enumerate(TENS, start=2)}
    | {
        f"{ten}{join}{one}": 10 * tens + ones
        for tens, ten in enumerate(TENS, start=2)
        for ones, one in enumerate(ONES[:9], start=1)
        for join in ("-", " ")
    }
    | {"hundred": 100, "one hundred eighty": 180, "one hundred twenty": 120}
    | {"one hundred and eighty": 180, "one hundred and twenty": 120}
)
_WORD: Final = "|".join(
    re.escape(word).replace(r"\ ", r"[\s-]+") for word in sorted(_WORDS, key=len, reverse=True)
)
_NUMBER: Final = (
    rf"(?:(?P<word>{_WORD})\b)?[\s-]{{0,3}}"
    r"(?:[(\[]?\s?(?P<digits>\d{1,3})(?![\d,.%/:]\d)\s?[)\]]?)?[\s-]{0,3}"
    rf"(?:[(\[]\s?(?P<again>{_WORD})\s?[)\]]\s{{0,3}})?"  # "2 (two) years"
)
_QUALIFIER: Final = (
    r"(?:(?:full|whole|clear)[\s-]+)?(?:(?:full|clear|calendar|consecutive|contract|successive"
    r"|additional|further|more|business|working|banking)[\s-]+)?"
)
# Units are rare and quick to find; the number is then looked for right before.
_UNIT: Final = re.compile(
    r"(?P<unit>day|week|month|quarter|year)s?\b(?![\u2019']s?\s+(?:fees|old))", re.IGNORECASE
)
_MONTHS_OF_A_QUARTER: Final = 3
_BUSINESS: Final = re.compile(r"\b(?:business|working|banking)\b", re.IGNORECASE)
_FRACTION: Final = re.compile(
    r"\s+(?:of\s+(?!notice|prior)|majority|vote|interest|percent|%)", re.IGNORECASE
)
_BEFORE_UNIT: Final = re.compile(rf"(?<![^\W_])(?<![$.,/]){_NUMBER}{_QUALIFIER}$", re.IGNORECASE)
_SAID: Final = re.compile(
    rf"\b(?P<said>{NUMBER_WORD}(?:[\s-]+(?:and\s+)?{NUMBER_WORD}){{0,8}})\s{{0,3}}[(\[]\s?$",
    re.IGNORECASE,
)
# "between 120 and 60 days", "120 days to 60 days": the first of the two may share the unit.
_LINK: Final = (
    r"[\s,]{0,3}(?:(?:and|to|through|until|[-\u2013\u2014])\s{0,3}(?:ending\s+)?|(?:and|but|n?or)\s+"
    r"(?:not?\s+)?(?:more|less|fewer|later|earlier|sooner|greater)\s+than\s+)"
)
_LINKED: Final = re.compile(_LINK, re.IGNORECASE)
_NUMBER_LINKED: Final = re.compile(rf"(?<![\w$.,/]){_NUMBER}{_LINK}$", re.IGNORECASE)
# What every such pair has in it: much quicker to look for, in small letters.
_SECOND: Final = re.compile(
    r"(?:\b(?:and|to|through|until|than)\b|[-\u2013\u2014])\s{0,3}(?:ending\s+)?[(\[]?\s?"
    rf"(?:\d|{'|'.join([*ONES, *TENS, 'hundred'])})"
)
_WORDS_BEFORE: Final = 60  # characters
_NUMBER_WITHIN: Final = 70  # characters before the unit


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A length of time and where it stands.

    Attributes:
        is_open: whether its words say another number than its figures.
        is_business: whether only days count on which people work.
    """

    start: int
    end: int
    n: int
    unit: str
    is_open: bool = False
    is_business: bool = False

    @property
    def text(self) -> str:
        """What a person reads: ``2 years``."""
        of = "business " if self.is_business else ""
        return f"{self.n} {of}{self.unit}{'' if self.n == 1 else 's'}"


Known = dict[tuple[int, int], PeriodMention | None]
"""What was read before a unit, by where the unit begins and from where on it was looked for."""


def find_periods(
    text: str, start: int = 0, end: int | None = None, *, known: Known | None = None
) -> list[PeriodMention]:
    """Return the periods between *start* and *end*, in order.

    A number in digits beats the words before it, which people forget to change.

    Args:
        text: the contract.
        start: where the number may begin.
        end: where the unit must have ended.
        known: kept between calls over parts of one text that overlap.
    """
    return list(_mentions(text, start, len(text) if end is None else end, known))


def find_ranges(text: str, start: int, end: int) -> Iterator[tuple[PeriodMention, PeriodMention]]:
    """Yield the pairs of lengths that are told as from the one to the other, as written."""
    last: PeriodMention | None = None
    if not _SECOND.search(in_small_letters(text), start, end):
        return
    for period in find_periods(text, start, end):
        if last is not None and _LINKED.fullmatch(text, last.end, period.start):
            yield last, period
        else:
            low = max(start, period.start - _NUMBER_WITHIN)
            match = _NUMBER_LINKED.search(text, low, period.start)
            number = _number(match) if match is not None else None
            if match is not None and number:
                begin = match.start("word") if match["word"] else match.start("digits")
                scale = _MONTHS_OF_A_QUARTER if "quarter" in text[period.start : period.end] else 1
                yield replace(period, start=begin, n=number * scale), period
        last = period


def _number(match: re.Match[str]) -> int | None:
    """Return the number that figures say, or the words before them if there are no figures."""
    if match["digits"]:
        return int(match["digits"])
    return _counted(match["word"])


def _counted(words: str | None) -> int | None:
    return _WORDS.get(" ".join((words or "").lower().replace("-", " ").split()))


def _mentions(text: str, start: int, end: int, known: Known | None) -> Iterator[PeriodMention]:
    known = {} if known is None else known
    for unit in matches(_UNIT, text, start, end):
        place = unit.start(), max(start, unit.start() - _NUMBER_WITHIN)
        if place not in known:
            known[place] = _read(text, place[1], unit)
        period = known[place]
        if period is not None:
            yield period


def _differ(text: str, low: int, match: re.Match[str]) -> bool:
    """Return whether the words before figures in brackets say another number than these."""
    if not text[: match.start("digits")].endswith(("(", "[", "( ", "[ ")):
        return False
    written = _SAID.search(text, max(0, low - _WORDS_BEFORE), match.start("digits"))
    return written is not None and number_of(written["said"]) != int(match["digits"])


def _read(text: str, low: int, unit: re.Match[str]) -> PeriodMention | None:
    """Return the period whose number stands between *low* and *unit*."""
    match = _BEFORE_UNIT.search(text, low, unit.start())
    if match is None:
        return None
    number = _number(match)
    if not number or (match["again"] and not match["digits"]):
        return None
    begin = match.start("word") if match["word"] else match.start("digits")
    is_open = bool(match["word"] and match["digits"]) and _differ(text, low, match)
    is_open |= bool(match["again"]) and _counted(match["again"]) != number
    written = unit["unit"].lower()
    if written == "quarter":
        if _FRACTION.match(text, unit.end()):
            return None
        number, written = number * _MONTHS_OF_A_QUARTER, "month"
    is_business = written == "day" and bool(_BUSINESS.search(text, begin, unit.start()))
    return PeriodMention(begin, unit.end(), number, written, is_open, is_business)
