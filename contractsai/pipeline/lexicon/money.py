"""Amounts of money as contracts write them: "$1.5 million", "EUR 200.000", "500,000 US dollars"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from contractsai.pipeline.lexicon.amounts import AMOUNT, SCALE, read_amount
from contractsai.pipeline.matching import matches

_CODES: Final = re.findall(
    r"\w+",
    "USD CAD AUD NZD SGD HKD TWD EUR GBP JPY RMB CNY CHF INR SEK NOK DKK ISK TRY PLN CZK HUF RON"
    " BGN RSD RUB UAH BRL MXN ARS CLP COP PEN ZAR NGN KES GHS EGP MAD AED SAR QAR KWD BHD OMR ILS"
    " NIS KRW THB IDR MYR PHP VND PKR BDT LKR KZT GEL",
)
_SIGNS: Final = {
    "US$": "USD", "U.S.$": "USD", "U.S. $": "USD", "US $": "USD", "$": "USD",
    "C$": "CAD", "CA$": "CAD", "CDN$": "CAD", "CDN $": "CAD", "Can$": "CAD", "A$": "AUD",
    "AU$": "AUD", "NZ$": "NZD", "S$": "SGD", "SG$": "SGD", "HK$": "HKD", "NT$": "TWD",
    "R$": "BRL", "Mex$": "MXN", "MX$": "MXN", "€": "EUR", "£": "GBP", "¥": "JPY", "JP¥": "JPY",
    "CN¥": "CNY", "RMB¥": "CNY", "Rs.": "INR", "Rs": "INR", "₹": "INR", "₽": "RUB", "₺": "TRY",
    "TL": "TRY", "₩": "KRW", "₪": "ILS", "฿": "THB", "₱": "PHP", "₫": "VND", "₦": "NGN",
    "₴": "UAH", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "SFr.": "CHF", "SFr": "CHF", "Fr.": "CHF",
    "RM": "MYR", "Rp": "IDR", "kr.": "kr", "kr": "kr", "Dhs": "AED", "Euro": "EUR", "EURO": "EUR",
    **{code: code for code in _CODES}, **{f"{code}{gap}$": code for gap in ("", " ")
                                        for code in ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")},
    "RMB": "CNY", "NIS": "ILS",
}  # fmt: skip
_BEHIND: Final = tuple(sign for sign in _SIGNS if not sign.endswith(("$", "¥")) and sign != "Fr.")
_NAMES: Final = (
    ("canadian dollar", "CAD"), ("australian dollar", "AUD"), ("hong kong dollar", "HKD"),
    ("singapore dollar", "SGD"), ("new zealand dollar", "NZD"), ("dollar", "USD"), ("euro", "EUR"),
    ("pounds sterling", "GBP"), ("pound", "GBP"), ("swiss franc", "CHF"), ("renminbi", "CNY"),
    ("yuan", "CNY"), ("yen", "JPY"), ("rupee", "INR"), ("dirham", "AED"), ("zloty", "PLN"),
    ("złoty", "PLN"), ("swedish kron", "SEK"), ("norwegian kron", "NOK"), ("danish kron", "DKK"),
    ("mexican peso", "MXN"), ("brazilian rea", "BRL"), ("reais", "BRL"), ("rand", "ZAR"),
    ("ringgit", "MYR"), ("shekel", "ILS"), ("won", "KRW"), ("franc", "CHF"),
)  # fmt: skip


_MOST_SIGNS: Final = 18  # of an amount: no contract is about more money than there is


def _any_of(signs: tuple[str, ...]) -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))


_BY_SIGN: Final = re.compile(rf"(?P<sign>{_any_of(tuple(_SIGNS))})[ ]?{AMOUNT}{SCALE}")
_BEHIND_NUMBER: Final = re.compile(
    rf"(?<![\w$€£.,'\u2019])(?<!\d[ ]){AMOUNT}{SCALE}[ ]?"
    rf"(?P<sign>{_any_of(_BEHIND)})(?![A-Za-z\d$])"
)
_BY_NAME: Final = re.compile(
    rf"(?<![\w$€£.,]){AMOUNT}{SCALE}[ ]?(?:\([^()\n]{{1,20}}\)[ ]?)?(?P<name>(?:U\.?S\.?[ ]"
    r"|United States[ ]|Canadian[ ]|Australian[ ]|Hong Kong[ ]|Singapore[ ]|New Zealand[ ]|Swiss[ ]"
    r"|Indian[ ]|Swedish[ ]|Norwegian[ ]|Danish[ ]|Mexican[ ]|Brazilian[ ])?(?:dollars?|euros?"
    r"|pounds?(?: sterling)?|francs?|renminbi|yuan|yen|rupees?|dirhams?|zlotys?|złotych"
    r"|kron(?:er|or|a|e)|pesos?|reais|rand|ringgit|shekels?|won))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """An amount, as a decimal string with its ISO 4217 currency, and where it stands.

    Attributes:
        certain: False where it could be another amount, or another country's money.
    """

    start: int
    end: int
    amount: str
    currency: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Coins:
    """What money a contract means by signs that several countries share.

    Attributes:
        is_stated: whether it says so itself; else its law lets one guess.
    """

    dollar: str = "USD"
    krona: str = "SEK"
    is_stated: bool = False


_PLAIN: Final = Coins()


def find_money(
    text: str, start: int = 0, end: int | None = None, coins: Coins = _PLAIN
) -> list[MoneyMention]:
    """Return the amounts between *start* and *end*, in order."""
    found = sorted(
        _mentions(text, start, end, coins), key=lambda mention: (mention.start, -mention.end)
    )
    kept: list[MoneyMention] = []
    for mention in found:
        if len(mention.amount) > _MOST_SIGNS:
            continue
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _mentions(text: str, start: int, end: int | None, coins: Coins) -> Iterator[MoneyMention]:
    for pattern in (_BY_SIGN, _BEHIND_NUMBER):
        for match in matches(pattern, text, start, end):
            sign = match["sign"]
            begin = match.start("sign")
            if sign[0].isalpha() and begin and text[begin - 1].isalpha():
                continue  # the end of a word
            currency, certain = _currency(sign, coins)
            yield _mention(match, currency, certain=certain)
    for match in matches(_BY_NAME, text, start, end):
        name = match["name"].lower()
        currency = next((code for word, code in _NAMES if word in name), "SEK")
        certain = True
        if name in {"dollar", "dollars"}:
            currency, certain = _currency("$", coins)
        elif currency == "SEK" and not name.startswith("swedish"):
            currency, certain = coins.krona, False
        yield _mention(match, currency, certain=certain)


def _currency(sign: str, coins: Coins) -> tuple[str, bool]:
    if sign == "$":
        return coins.dollar, coins.is_stated or coins.dollar == _PLAIN.dollar
    currency = _SIGNS[sign]
    return (coins.krona, False) if currency.startswith("kr") else (currency, True)


def _mention(match: re.Match[str], currency: str, *, certain: bool) -> MoneyMention:
    read = read_amount(match["amount"], match["scale"], currency)
    exact = max(2, -int(read.value.normalize().as_tuple().exponent))
    written = f"{read.value.quantize(Decimal(1).scaleb(-exact)):f}".removesuffix(".00")
    return MoneyMention(*match.span(), written, currency, certain and read.certain)
