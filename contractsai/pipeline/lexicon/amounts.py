"""Numbers by the customs of their country: ``1,000.50``, ``1.000,50``, ``1 000``, ``5,00,000``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# The kinds of groups, the unmistakable ones first; decimals behind them.
AMOUNT: Final = (
    r"(?P<amount>(?:\d{1,2}(?:,\d{2}){1,4},\d{3}|\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?:\.\d{3}){1,4}"
    r"|\d{1,3}(?:[\u2019']\d{3}){1,4}|\d{1,3}(?:[ ]\d{3}){1,4}|\d{1,12})(?!\d)(?:[.,]\d{1,4})?)"
    r"(?!\d|[.,]\d)"
)
SCALE: Final = (
    r"(?:[ ]?(?P<scale>thousand|million|billion|trillion|Mio\.?|Mrd\.?|mln|mn|bn|MM|[KkMm]"
    r"|lakhs?|lacs?|crores?|Cr)\b)?"
)
_TIMES: Final = {
    "thousand": 1_000, "k": 1_000, "million": 1_000_000, "mm": 1_000_000, "m": 1_000_000,
    "mn": 1_000_000, "mln": 1_000_000, "mio": 1_000_000, "billion": 10**9, "bn": 10**9,
    "mrd": 10**9, "trillion": 10**12, "lakh": 100_000, "lac": 100_000, "crore": 10_000_000,
    "cr": 10_000_000,
}  # fmt: skip
# Where these are money, a point before three digits parts thousands.
_POINTED: Final = frozenset(
    {"EUR", "DKK", "NOK", "SEK", "ISK", "TRY", "BRL", "ARS", "CLP", "COP", "IDR", "VND", "RON",
     "PLN", "CZK", "HUF", "RSD", "CHF", "RUB", "UAH"}
)  # fmt: skip
_ENGLISH: Final = frozenset({"USD", "GBP"})  # nobody who writes these parts thousands by blanks
_GROUP: Final = 3  # digits
_SPACES: Final = re.compile(r"[ \u2019']")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is meant, as far as anybody can tell.

    Attributes:
        certain: False where the same signs mean another number elsewhere.
    """

    value: Decimal
    certain: bool


def read_amount(written: str, scale: str | None, currency: str) -> Amount:
    """Return the number that `AMOUNT` and `SCALE` found, of money in *currency*."""
    times = _TIMES[scale.lower().rstrip(".").rstrip("s")] if scale else 1
    plain = _SPACES.sub("", written)
    comma, point = plain.rfind(","), plain.rfind(".")
    certain = " " not in written or currency not in _ENGLISH
    if comma >= 0 and point >= 0:
        decimal, other = (",", ".") if comma > point else (".", ",")
        plain = plain.replace(other, "").replace(decimal, ".")
    elif comma >= 0 or point >= 0:
        groups, sure = _is_grouped(plain, "," if comma >= 0 else ".", currency, scaled=bool(scale))
        plain = plain.replace(",", "" if groups else ".").replace(".", "" if groups else ".")
        certain = certain and sure
    return Amount(Decimal(plain) * times, certain)


def _is_grouped(written: str, sign: str, currency: str, *, scaled: bool) -> tuple[bool, bool]:
    """Return whether *sign*, the only one there, parts thousands, and whether that is sure."""
    if written.count(sign) > 1:
        return True, True
    if len(written) - 1 - written.rfind(sign) != _GROUP or written.startswith("0"):
        return False, True
    if sign == ",":
        return True, not scaled
    if scaled:
        return False, True
    return currency in _POINTED or written.endswith("000"), currency in _POINTED
