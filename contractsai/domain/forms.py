"""The forms that the typed value of a fact can have: in words, as a test, and as JSON Schema."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias, TypeGuard

from contractsai.domain.findings import JsonValue
from contractsai.domain.recurrence import EVERY, is_first_day
from contractsai.domain.texts import is_text

Json: TypeAlias = dict[str, Any]
PERPETUAL: Final = "perpetual"
MAX_TEXT: Final = 1_000
_MOST: Final = 9_999  # of a unit
UNITS: Final = ("day", "week", "month", "year")

Object: TypeAlias = Mapping[str, JsonValue]
_CODE: Final = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_AMOUNT: Final = re.compile(r"\d{1,18}(?:\.\d{1,4})?", re.ASCII)
_WORD: Final = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """What the typed value of a fact looks like.

    Attributes:
        words: for a person who is to write one.
        fits: whether a value has the form.
        schema: the same for programs that read a report; it may say less than `fits`.
        main_key: of an object, the key that makes it this value and no other, and that a person
            who writes a plain text means.
        is_period: whether a text such as "2 years" means a length of time.
        is_day: whether a value is a day, so that people read it as one.
    """

    words: str
    fits: Callable[[JsonValue], bool]
    schema: Json
    main_key: str | None = None
    is_period: bool = False
    is_day: bool = False


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
        and all(type(it) is int and 0 < it <= _MOST for it in (value["n"], value.get("times", 1)))
        and value["unit"] in UNITS
        and all(isinstance(value.get(key, False), bool) for key in ("successive", "business"))
        and (value["unit"] == "day" or not value.get("business"))
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


def _is_duty(value: JsonValue) -> bool:
    if not _is_object(value, "who", "what", optional=("first", "every", "after")):
        return False
    first, every, after = (value.get(key) for key in ("first", "every", "after"))
    return (
        _is_text(value["who"])
        and _is_text(value["what"])
        and every in (None, *EVERY)
        and (first is not None or every is not None)
        and (first is None or is_first_day(first, is_again=every is not None))
        and (after is None or (after != PERPETUAL and _is_period(after)))
    )


def open_object(required: tuple[str, ...], **properties: object) -> Json:
    """Return the schema of an object that may say more than these keys."""
    return {"type": "object", "properties": properties, "required": list(required)}


def or_null(schema: Json) -> Json:
    """Return a schema that allows null beside what *schema* allows."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


_STRING: Final[Json] = {"type": "string"}
_SOME_TEXT: Final[Json] = {"type": "string", "minLength": 1}
_DATE: Final[Json] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PERPETUAL: Final[Json] = {"const": PERPETUAL}

DEFINITIONS: Final[Mapping[str, Json]] = {
    "period": open_object(
        ("n", "unit"),
        n={"type": "integer", "minimum": 1},
        unit={"enum": list(UNITS)},
        successive={"type": "boolean"},
        business={"type": "boolean"},
        times={"type": "integer", "minimum": 1},
    ),
    "place": open_object(("code", "name"), code=_SOME_TEXT, name=_SOME_TEXT),
    "party": open_object(
        ("name",),
        name=_SOME_TEXT,
        role=or_null(_STRING),
        kind={"enum": ["organisation", "person", None]},
        address=or_null(_STRING),
        country=or_null({"type": "string", "pattern": "^[A-Z]{2}$"}),
    ),
    "money": open_object(
        ("amount", "currency"),
        amount={"type": "string", "pattern": r"^\d+(\.\d+)?$"},
        currency={"type": "string", "pattern": "^[A-Z]{3}$"},
    ),
}
"""What the forms' schemas refer to as ``#/$defs/NAME``."""


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _choice(*words: str) -> Form:
    return Form(" or ".join(words), lambda value: value in words, {"enum": list(words)})


_AREA: Final = '{"code": "US-NY", "name": "New York"}'
_SPAN: Final = '{"n": 24, "unit": "month"} with day, week, month or year, or "perpetual"'
_PERIOD_OR_EVER: Final[Json] = {"anyOf": [_ref("period"), _PERPETUAL]}
_WITH_TEXT: Final[Json] = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": _SOME_TEXT},
}

TEXT: Final = Form("a text", _is_text, _SOME_TEXT)
TYPE: Final = Form(
    '{"type": "supply", "group": "supply"}',
    _is_type,
    {"type": "object", "required": ["type", "group"], "additionalProperties": _SOME_TEXT},
    main_key="type",
)
PARTY: Final = Form(
    '{"name": TEXT}, with role, kind, address and country at will',
    _is_party,
    _ref("party"),
    main_key="name",
)
DAY: Final = Form("a date, YYYY-MM-DD", _is_date, _DATE, is_day=True)
END: Final = Form(
    'a date, YYYY-MM-DD, or "perpetual"', _is_end, {"anyOf": [_DATE, _PERPETUAL]}, is_day=True
)
PERIOD: Final = Form(
    _SPAN, lambda value: _is_period(value, "business"), _PERIOD_OR_EVER, is_period=True
)
RENEWAL: Final = Form(
    _SPAN, lambda value: _is_period(value, "successive", "times"), _PERIOD_OR_EVER, is_period=True
)
PLACE: Final = Form(_AREA, _is_place, _ref("place"), main_key="code")
PLACE_OF_PARTY: Final = Form(
    f"{_AREA}, with party at will",
    lambda value: _is_place(value, "party"),
    _ref("place"),
    main_key="code",
)
COURTS: Final = Form(
    '{"text": TEXT}, with place at will', _is_jurisdiction, _WITH_TEXT, main_key="text"
)
ADDRESS: Final = Form(
    '{"text": TEXT}, with party and country at will', _is_address, _WITH_TEXT, main_key="text"
)
SUM: Final = Form(
    '{"money": {"amount": "5000.00", "currency": "EUR"}, "basis": TEXT}, one or both',
    _is_amount,
    {
        "type": "object",
        "properties": {
            "money": or_null(_ref("money")),
            "basis": {"type": ["string", "null"]},
        },
    },
)
SIGNATURE: Final = _choice("signed", "partly_signed", "unsigned", "unknown")
SIGNATORY: Final = Form(
    '{"name": TEXT}, with title, party and date at will',
    _is_signatory,
    {"type": "object"},
    main_key="name",
)
RENEWS: Final = _choice("repeatedly", "once", "until_ended", "option", "by_agreement", "no")
DUTY: Final = Form(
    '{"who": TEXT, "what": TEXT, "first": "2027-03-31", "every": "year"}; '
    "every may be quarter or month",
    _is_duty,
    open_object(
        ("who", "what"),
        who=_SOME_TEXT,
        what=_SOME_TEXT,
        first=or_null(_STRING),
        every={"enum": [*EVERY, None]},
        after=or_null(_ref("period")),
    ),
    main_key="what",
)
OPINION: Final = _choice("yes", "no", "unclear")
