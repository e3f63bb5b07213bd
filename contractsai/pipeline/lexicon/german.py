"""What German forms put beside their labels: lengths of time, countries, and laws."""

import re
from typing import Final

_COUNTRIES: Final = (
    (
        "DE",
        re.compile(
            r"\b(?:deutschlands?|bundesrepublik\s+deutschland|deutsche[ms]?(?=\s+recht))\b", re.I
        ),
    ),
    ("AT", re.compile(r"\b(?:\u00f6sterreichs?|\u00f6sterreichische[ms]?(?=\s+recht))\b", re.I)),
    ("CH", re.compile(r"\b(?:schweiz|schweizer(?:ische[ms]?)?(?=\s+recht))\b", re.I)),
)
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        (
            *("ein", "zwei", "drei", "vier", "f\u00fcnf", "sechs"),
            *("sieben", "acht", "neun", "zehn", "elf", "zw\u00f6lf"),
        ),
        start=1,
    )
} | {"eine": 1, "einen": 1, "achtzehn": 18, "vierundzwanzig": 24, "sechsunddrei\u00dfig": 36}
_PERIOD: Final = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\s+"
    r"(?:\([^()]{1,20}\)\s+)?(?P<unit>jahr|monat|woche|tag)(?:e[ns]?|n)?\b",
    re.IGNORECASE,
)
_UNITS: Final = {"jahr": "year", "monat": "month", "woche": "week", "tag": "day"}


def german_country(written: str) -> str | None:
    """Return the code of the country, or of the country's law, that *written* names in German."""
    found = [code for code, pattern in _COUNTRIES if pattern.search(written)]
    return found[0] if len(found) == 1 else None


def german_period(written: str) -> tuple[int, str] | None:
    """Return the length of time that *written* begins with or names first: number and unit."""
    match = _PERIOD.search(written)
    if match is None:
        return None
    number = match["number"].lower()
    return (int(number) if number.isdigit() else _NUMBERS[number]), _UNITS[match["unit"].lower()]
