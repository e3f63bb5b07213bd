"""How a fact is written in one cell of a table, and what a person who writes into it means.

What this writes it also reads, and says nothing else by it; beside that it takes what people and
spreadsheets make of the same: a date in words, an amount with commas.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from contractsai.domain.facts import FACTS
from contractsai.domain.findings import JsonValue
from contractsai.domain.forms import PERPETUAL, SUM
from contractsai.domain.normals import BadNormal, amount_of, check_normal, normal_of, value_of

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_DAY_FIRST: Final = re.compile(r"(?P<day>\d{1,2}) (?P<month>[a-z]{3,9}) (?P<year>\d{4})", re.ASCII)
_MONTH_FIRST: Final = re.compile(
    r"(?P<month>[a-z]{3,9}) (?P<day>\d{1,2}) (?P<year>\d{4})", re.ASCII
)
_MONEY: Final = re.compile(r"([A-Z]{3}) ?(\d[\d,]{0,24})(\.\d{1,4})?", re.ASCII)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3}){1,8}", re.ASCII)

_DATE: Final = "a date, such as 2027-03-31"
_LENGTH: Final = f"a length, such as 2 years or 90 days, or {PERPETUAL}"
ACCEPTED: Final[Mapping[str, str]] = {
    "agreement_date": _DATE,
    "effective_date": _DATE,
    "expiration_date": f"{_DATE}, or {PERPETUAL}",
    "term": _LENGTH,
    "renewal_term": _LENGTH,
    "notice_period": _LENGTH,
    "payment_term": _LENGTH,
    "governing_law": "a code of ISO 3166 and a name, such as US-NY New York or DE Germany",
    "contract_value": "a currency and an amount, such as EUR 5000.00",
}
"""What a cell takes, by fact, in words for a person; a text otherwise."""


def written(name: str, value: str, normal: JsonValue) -> str:
    """Return the text of a cell for a fact, which people read as *value*."""
    match normal:
        case {"code": str() as code, "name": str() as place}:
            return code if place == code else f"{code} {place}"
        case {"n": int(), "unit": str()}:
            return value_of(name, normal)
        case {"name": str() as named}:
            return named
    amount = amount_of(normal)
    if amount is not None:
        return f"{amount[1]} {amount[0]}"
    is_own = name in FACTS and (FACTS[name].form.is_day or FACTS[name].form.is_period)
    return normal if is_own and isinstance(normal, str) else value


def normal_written(name: str, text: str, *, old: JsonValue) -> JsonValue:
    """Return the typed value that a person wrote into a cell; the rest stays as in *old*.

    Raises:
        BadNormal: the text does not say such a value; the message is what would.
    """
    form = FACTS[name].form
    text = PERPETUAL if text.strip().casefold() == PERPETUAL else text.strip()
    try:
        if form is SUM:
            normal = _sum(text, old)
            check_normal(name, normal)
            return normal
        normal = normal_of(name, _iso(text) if form.is_day else text, old=old)
    except BadNormal as error:
        raise BadNormal(ACCEPTED.get(name, "a text of 1 to 1000 characters")) from error
    if isinstance(normal, dict) and form.is_period and isinstance(old, dict):
        return {**{key: old[key] for key in ("successive", "times") if key in old}, **normal}
    return normal


def _iso(text: str) -> str:
    """Return a day as ISO 8601 has it, if it can be read in one way; the text as it is if not."""
    plain = " ".join(text.casefold().replace(",", " ").replace(".", " ").split())
    found = _DAY_FIRST.fullmatch(plain) or _MONTH_FIRST.fullmatch(plain)
    if found is None:
        return text
    months = [at for at, month in enumerate(_MONTHS, start=1) if month.startswith(found["month"])]
    if len(months) != 1:  # "Ju" is June or July
        return text
    try:
        return date(int(found["year"]), months[0], int(found["day"])).isoformat()
    except ValueError:  # there is no such day
        return text


def _sum(text: str, old: JsonValue) -> JsonValue:
    """Return an amount of money, with what it is measured by as it was."""
    found = _MONEY.fullmatch(text)
    whole = found[2] if found else ""
    if found is None or ("," in whole and not _THOUSANDS.fullmatch(whole)):
        return text
    money: JsonValue = {
        "amount": whole.replace(",", "") + (found[3] or ""),
        "currency": found[1],
    }
    basis = old.get("basis") if isinstance(old, dict) else None
    return {"money": money, "basis": basis}
