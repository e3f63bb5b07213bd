"""Numbers in English words: "two thousand and twenty-four", "five hundred thousand"."""

import re
from typing import Final

ONES: Final = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS: Final = re.findall(
    r"[\w-]+",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
    " twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh"
    " twenty-eighth twenty-ninth thirtieth thirty-first",
)
ORDINALS: Final = {word: number for number, word in enumerate(_ORDINALS, start=1)}
"""The first to the thirty-first, as a day of a month is written."""
_VALUE_OF: Final = {word: number for number, word in enumerate(ONES, start=1)} | {
    word: 10 * number for number, word in enumerate(TENS, start=2)
}
_SCALE_OF: Final = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD: Final = re.compile(r"[a-z]+")
NUMBER_WORD: Final = "(?:" + "|".join([*_VALUE_OF, "hundred", *_SCALE_OF]) + ")"
_SMALL: Final = "(?:" + "|".join(sorted(_VALUE_OF, key=len, reverse=True)) + ")"
# A year of the last century or of this one, as deeds write it.
YEAR_IN_WORDS: Final = (
    rf"(?:two[\s-]+thousand(?:[\s-]+and)?(?:[\s-]+{_SMALL}){{0,2}}"
    rf"|nineteen[\s-]+(?:hundred[\s-]+)?(?:and[\s-]+)?{_SMALL}(?:[\s-]+{_SMALL})?"
    rf"|twenty[\s-]+{_SMALL}(?:[\s-]+{_SMALL})?)"
)
_CENTURIES: Final = {"nineteen": 1_900, "twenty": 2_000}
_CENTURY: Final = 100


def number_of(written: str) -> int | None:
    """Return the number that words say, None if they are not those of one number."""
    total = part = 0
    words = [word for word in _WORD.findall(written.lower()) if word != "and"]
    for word in words:
        if word in _VALUE_OF:
            part += _VALUE_OF[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALE_OF:
            total += (part or 1) * _SCALE_OF[word]
            part = 0
        else:
            return None
    return total + part if words else None


def year_of(written: str) -> int | None:
    """Return the year that words say: "twenty twenty-four" is one, too."""
    words = [word for word in _WORD.findall(written.lower()) if word not in {"and", "hundred"}]
    century = _CENTURIES.get(words[0]) if words else None
    rest = number_of(" ".join(words[1:]))
    if century is not None and rest is not None and rest < _CENTURY:
        return century + rest
    return number_of(written)
