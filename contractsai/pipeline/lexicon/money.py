"""Amounts of money as contracts write them: "$1.5 million", "EUR 200,000", "500,000 US dollars"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contractsai.pipeline.matching import matches

_SIGNS: Final = {
    "US$": "USD", "U.S.$": "USD", "U.S. $": "USD", "USD": "USD", "$": "USD", "C$": "CAD",
    "CAD": "CAD", "CDN$": "CAD", "A$": "AUD", "AUD": "AUD", "HK$": "HKD", "NT$": "TWD", "€": "EUR",
    "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "JPY", "JPY": "JPY", "RMB": "CNY", "CNY": "CNY",
    "CHF": "CHF", "INR": "INR", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "TRY": "TRY",
}  # fmt: skip
_NAMES: Final = (
    ("canadian dollar", "CAD"),
    ("australian dollar", "AUD"),
    ("hong kong dollar", "HKD"),
    ("dollar", "USD"),
    ("euro", "EUR"),
    ("pounds sterling", "GBP"),
    ("pound", "GBP"),
    ("swiss franc", "CHF"),
    ("renminbi", "CNY"),
    ("yuan", "CNY"),
    ("yen", "JPY"),
)
_TIMES: Final = {"thousand": 1_000, "k": 1_000, "million": 1_000_000, "mm": 1_000_000,
                 "m": 1_000_000, "billion": 1_000_000_000}  # fmt: skip
_AMOUNT: Final = r"(?P<amount>\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,4})?)"
_SCALE: Final = r"(?:[ ]?(?P<scale>thousand|million|billion|MM|[KkMm])\b)?"
_BY_SIGN: Final = re.compile(
    "(?P<sign>"
    + "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
    + rf")[ ]?{_AMOUNT}(?![\d,]\d){_SCALE}"
)
_BY_NAME: Final = re.compile(
    rf"(?<![\w$€£.,]){_AMOUNT}{_SCALE}[ ]?(?:\([^()\n]{{1,20}}\)[ ]?)?(?P<name>(?:U\.?S\.?[ ]"
    r"|United States[ ]|Canadian[ ]|Australian[ ]|Hong Kong[ ]|Swiss[ ])?(?:dollars?|euros?"
    r"|pounds?(?: sterling)?|francs?|renminbi|yuan|yen))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """An amount, as a decimal string with its ISO 4217 currency, and where it stands."""

    start: int
    end: int
    amount: str
    currency: str


def find_money(text: str, start: int = 0, end: int | None = None) -> list[MoneyMention]:
    """Return the amounts between *start* and *end*, in order."""
    found = sorted(_mentions(text, start, end), key=lambda mention: (mention.start, -mention.end))
    kept: list[MoneyMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _mentions(text: str, start: int, end: int | None) -> Iterator[MoneyMention]:
    for match in matches(_BY_SIGN, text, start, end):
        yield _mention(match, _SIGNS[match["sign"]])
    for match in matches(_BY_NAME, text, start, end):
        name = match["name"].lower()
        currency = next(code for word, code in _NAMES if word in name or word[:5] in name)
        yield _mention(match, currency)


def _mention(match: re.Match[str], currency: str) -> MoneyMention:
    scale = _TIMES.get((match["scale"] or "").lower(), 1)
    amount = Decimal(match["amount"].replace(",", "")) * scale
    written = f"{amount.quantize(Decimal('0.01')):f}"
    return MoneyMention(*match.span(), written.removesuffix(".00"), currency)
