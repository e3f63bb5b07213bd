"""The typed value of each fact: what a person's correction has to look like, and how it reads."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias, TypeGuard

from contractsai.domain.findings import JsonValue
from contractsai.domain.texts import is_text

PERPETUAL: Final = "perpetual"
MAX_TEXT: Final = 1_000
_MOST: Final = 9_999  # of a unit
UNITS: Final = ("day", "week", "month", "year")
SIGNATURES: Final = ("signed", "partly_signed", "unsigned", "unknown")

Object: TypeAlias = Mapping[str, JsonValue]
_CODE: Final = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_AMOUNT: Final = re.compile(r"\d{1,18}(?:\.\d{1,4})?", re.ASCII)
_WORD: Final = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)
_SHOWN: Final = ("name", "text", "basis", "title")
_PERIOD: Final = re.compile(r"(\d{1,4})\s+(day|week|month|year)s?", re.ASCII | re.IGNORECASE)


class BadNormal(ValueError):
    """A value does not have the form of its fact; the message says which form that is."""


def check_normal(name: str, normal: JsonValue) -> None:
    """Refuse a value that does not have the form of the fact *name*.

    Raises:
        BadNormal: it has not, or there is no such fact.
    """
    if name not in FACTS:
        raise BadNormal(f"{name} has no value that could be corrected")
    form, fits = FACTS[name]
    if not fits(normal):
        raise BadNormal(f"the value of {name} has to be {form}")


def normal_of(name: str, text: str, *, old: JsonValue) -> JsonValue:
    """Return the typed value that a person wrote as *text*; what it leaves open stays as in *old*.

    Raises:
        BadNormal: the text does not say such a value.
    """
    text = text.strip()
    normal: JsonValue = text
    if period := _PERIOD.fullmatch(text) if name in _PERIODS else None:
        normal = {"n": int(period[1]), "unit": period[2].lower()}
    elif name in _MAIN_KEYS:
        kept = dict(old) if isinstance(old, dict) else {}
        normal = {**kept, _MAIN_KEYS[name]: text}
    elif name in _PLACES:
        code, _, place = text.partition(" ")
        normal = {"code": code, "name": place.strip() or code}
    check_normal(name, normal)
    return normal


def value_of(name: str, normal: JsonValue) -> str:
    """Return what a person reads of a typed value that `check_normal` accepts."""
    if isinstance(normal, str):
        return _day(normal) if name in _DATES and normal != PERPETUAL else normal
    match normal:
        case {"n": int() as count, "unit": str() as unit}:
            return f"{count} {unit}{'' if count == 1 else 's'}"
        case {"money": {"amount": str() as amount, "currency": str() as currency}}:
            return f"{currency} {amount}"
        case {"type": str() as kind}:
            return kind.replace("_", " ").capitalize()
        case dict():
            return next((str(normal[key]) for key in _SHOWN if normal.get(key)), "")
    return ""


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def identity_of(name: str, normal: JsonValue) -> JsonValue:
    """Return the part of a typed value that makes it this value and no other.

    A party stays the same party when its address becomes known.
    """
    key = _MAIN_KEYS.get(name) or ("code" if name in _PLACES else "type")
    part = normal.get(key) if isinstance(normal, dict) and key in normal else normal
    return " ".join(part.split()).casefold() if isinstance(part, str) else part


def _is_text(value: JsonValue) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value.strip()) <= MAX_TEXT and is_text(value)


def _is_date(value: JsonValue) -> TypeGuard[str]:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_end(value: JsonValue) -> bool:
    return value == PERPETUAL or _is_date(value)


def _is_period(value: JsonValue, *further: str) -> bool:
    if value == PERPETUAL:
        return True
    return (
        _is_object(value, "n", "unit", optional=further)
        and isinstance(value["n"], int)
        and not isinstance(value["n"], bool)
        and 0 < value["n"] <= _MOST
        and value["unit"] in UNITS
        and isinstance(value.get("successive", False), bool)
    )


def _is_object(value: JsonValue, *keys: str, optional: tuple[str, ...] = ()) -> TypeGuard[Object]:
    return isinstance(value, dict) and set(keys) <= set(value) <= {*keys, *optional}


def _texts(value: Object, *keys: str) -> bool:
    """Return whether each of *keys* that is there and not null is a text."""
    return all(value.get(key) is None or _is_text(value[key]) for key in keys)


def _matches(value: JsonValue, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_country(value: JsonValue) -> bool:
    return value is None or _matches(value, _COUNTRY)


def _is_place(value: JsonValue, *further: str) -> bool:
    return (
        _is_object(value, "code", "name", optional=further)
        and _matches(value["code"], _CODE)
        and _is_text(value["name"])
        and _texts(value, *further)
    )


def _is_type(value: JsonValue) -> bool:
    return _is_object(value, "type", "group") and all(_matches(value[key], _WORD) for key in value)


def _is_party(value: JsonValue) -> bool:
    return (
        _is_object(value, "name", optional=("role", "kind", "address", "country"))
        and _is_text(value["name"])
        and _texts(value, "role", "address")
        and value.get("kind") in (None, "organisation", "person")
        and _is_country(value.get("country"))
    )


def _is_jurisdiction(value: JsonValue) -> bool:
    return (
        _is_object(value, "text", optional=("place",))
        and _is_text(value["text"])
        and (value.get("place") is None or _is_place(value["place"]))
    )


def _is_address(value: JsonValue) -> bool:
    return (
        _is_object(value, "text", optional=("party", "country"))
        and _is_text(value["text"])
        and _texts(value, "party")
        and _is_country(value.get("country"))
    )


def _is_amount(value: JsonValue) -> bool:
    if not _is_object(value, optional=("money", "basis")) or not _texts(value, "basis"):
        return False
    money = value.get("money")
    return (money is not None or value.get("basis") is not None) and (
        money is None
        or (
            _is_object(money, "amount", "currency")
            and _matches(money["amount"], _AMOUNT)
            and _matches(money["currency"], _CURRENCY)
        )
    )


def _is_signatory(value: JsonValue) -> bool:
    return (
        _is_object(value, optional=("name", "title", "party", "date"))
        and _texts(value, "name", "title", "party")
        and any(value.get(key) for key in ("name", "title"))
        and (value.get("date") is None or _is_date(value["date"]))
    )


def amount_of(normal: JsonValue) -> tuple[Decimal, str] | None:
    """Return amount and currency of a value with money in it, else None."""
    match normal:
        case {"money": {"amount": str() as amount, "currency": str() as currency}}:
            try:
                return Decimal(amount), currency
            except InvalidOperation:
                return None
    return None


_DAY: Final = "a date, YYYY-MM-DD"
_SPAN: Final = '{"n": 24, "unit": "month"} with day, week, month or year, or "perpetual"'
_AREA: Final = '{"code": "US-NY", "name": "New York"}'
_SUM: Final = '{"money": {"amount": "5000.00", "currency": "EUR"}, "basis": TEXT}, one or both'

FACTS: Final[Mapping[str, tuple[str, Callable[[JsonValue], bool]]]] = {
    "title": ("a text", _is_text),
    "document_type": ('{"type": "supply", "group": "supply"}', _is_type),
    "party": ('{"name": TEXT}, with role, kind, address and country at will', _is_party),
    "agreement_date": (_DAY, _is_date),
    "effective_date": (_DAY, _is_date),
    "expiration_date": (f'{_DAY}, or "perpetual"', _is_end),
    "term": (_SPAN, _is_period),
    "renewal_term": (_SPAN, lambda value: _is_period(value, "successive")),
    "notice_period": (_SPAN, _is_period),
    "notice_deadline": (_DAY, _is_date),
    "governing_law": (_AREA, _is_place),
    "jurisdiction": ('{"text": TEXT}, with place at will', _is_jurisdiction),
    "address": ('{"text": TEXT}, with party and country at will', _is_address),
    "country": (f"{_AREA}, with party at will", lambda value: _is_place(value, "party")),
    "liability_cap": (_SUM, _is_amount),
    "contract_value": (_SUM, _is_amount),
    "signature_status": (" or ".join(SIGNATURES), lambda value: value in SIGNATURES),
    "signatory": ('{"name": TEXT}, with title, party and date at will', _is_signatory),
}
"""Every fact of a report, with the form of its value in words and as a test."""

_PERIODS: Final = frozenset({"term", "renewal_term", "notice_period"})
_DATES: Final = frozenset(
    {"agreement_date", "effective_date", "expiration_date", "notice_deadline"}
)
_MAIN_KEYS: Final = {
    "party": "name",
    "jurisdiction": "text",
    "address": "text",
    "signatory": "name",
}
_PLACES: Final = frozenset({"governing_law", "country"})
