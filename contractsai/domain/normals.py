"""The typed value of each fact: what a person's correction has to look like, and how it reads."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from contractsai.domain.facts import FACTS
from contractsai.domain.findings import JsonValue
from contractsai.domain.forms import PERPETUAL, Form

_SHOWN: Final = ("name", "text", "basis", "title", "what")
_PERIOD: Final = re.compile(
    r"(\d{1,4})\s+(business\s+(?=day))?(day|week|month|year)s?", re.ASCII | re.IGNORECASE
)


class BadNormal(ValueError):
    """A value does not have the form of its fact; the message says which form that is."""


def check_normal(name: str, normal: JsonValue) -> None:
    """Refuse a value that does not have the form of the fact *name*.

    Raises:
        BadNormal: it has not, or there is no such fact.
    """
    form = _form_of(name)
    if form is None:
        raise BadNormal(f"{name} has no value that could be corrected")
    if not form.fits(normal):
        raise BadNormal(f"the value of {name} has to be {form.words}")


def normal_of(name: str, text: str, *, old: JsonValue) -> JsonValue:
    """Return the typed value that a person wrote as *text*; what it leaves open stays as in *old*.

    Raises:
        BadNormal: the text does not say such a value.
    """
    text = text.strip()
    form = _form_of(name)
    normal: JsonValue = text
    if form is not None:
        period = _PERIOD.fullmatch(text) if form.is_period else None
        if period:
            normal = {"n": int(period[1]), "unit": period[3].lower()}
            if period[2]:
                normal["business"] = True
        elif form.main_key == "code":
            code, _, place = text.partition(" ")
            normal = {"code": code, "name": place.strip() or code}
        elif form.main_key in {"name", "text", "what"}:
            kept = dict(old) if isinstance(old, dict) else {}
            normal = {**kept, form.main_key: text}
    check_normal(name, normal)
    return normal


def value_of(name: str, normal: JsonValue) -> str:
    """Return what a person reads of a typed value that `check_normal` accepts."""
    if isinstance(normal, str):
        form = _form_of(name)
        is_day = form is not None and form.is_day and normal != PERPETUAL
        return _day(normal) if is_day else normal
    match normal:
        case {"n": int() as count, "unit": str() as unit, **further}:
            of = "business " if further.get("business") else ""
            return f"{count} {of}{unit}{'' if count == 1 else 's'}"
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
    form = _form_of(name)
    key = (form.main_key if form is not None else None) or "type"
    part = normal.get(key) if isinstance(normal, dict) and key in normal else normal
    return " ".join(part.split()).casefold() if isinstance(part, str) else part


def amount_of(normal: JsonValue) -> tuple[Decimal, str] | None:
    """Return amount and currency of a value with money in it, else None."""
    match normal:
        case {"money": {"amount": str() as amount, "currency": str() as currency}}:
            try:
                return Decimal(amount), currency
            except InvalidOperation:
                return None
    return None


def _form_of(name: str) -> Form | None:
    """Return the form of what a person may correct; None if there is no such fact."""
    row = FACTS.get(name)
    return row.form if row is not None and row.is_correctable else None
