"""The types of answers are what the API's document says."""

import json
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from contractsai.client import answers
from contractsai.client.answers import event_of

DOCUMENT = json.loads((Path(__file__).parents[3] / "docs" / "openapi.json").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]
NAMES = {
    answers.Counts: "CountsOut",
    answers.Job: "JobOut",
    answers.Document: "DocumentOut",
    answers.Attempt: "AttemptOut",
    answers.DocumentDetail: "DocumentDetailOut",
    answers.Review: "ReviewOut",
    answers.ReviewedValue: "ReviewedValue",
}
PLAIN = {str: "string", int: "integer", bool: "boolean", type(None): "null"}


def told(schema: dict[str, Any]) -> Any:
    """Return a schema without what is no matter of types."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found = SCHEMAS[name]
        return told(found) if "enum" in found else name
    if "anyOf" in schema:
        return frozenset(map(told, schema["anyOf"]))
    if "enum" in schema:
        return tuple(sorted(schema["enum"]))
    if schema.get("type") == "array":
        return ("array", told(schema["items"]))
    return schema.get("type")


def expected(kind: Any, schema: Any) -> Any:  # noqa: PLR0911 - a table of forms
    """Return what the schema of a type should be; a text may be one of some in the API."""
    if kind is Any:
        return schema
    if get_origin(kind) is UnionType:
        parts = get_args(kind)
        others = [it for it in schema if it not in PLAIN.values()] if schema else []
        return frozenset(expected(it, others[0] if others and it is str else None) for it in parts)
    if get_origin(kind) is Literal:
        return tuple(sorted(get_args(kind)))
    if get_origin(kind) is list:
        return ("array", expected(get_args(kind)[0], None))
    if get_origin(kind) is dict:
        return "object"
    if is_typeddict(kind):
        return NAMES[kind]
    if kind is str and isinstance(schema, tuple):
        return schema
    return PLAIN[kind]


@pytest.mark.parametrize("answer", NAMES)
def test_what_the_types_promise_the_api_keeps(answer: type) -> None:
    """Each field is always there, and of its type."""
    schema = SCHEMAS[NAMES[answer]]

    for name, kind in get_type_hints(answer).items():
        found = told(schema["properties"][name])
        assert name in schema["required"], name
        assert found == expected(kind, found), name


def test_a_message_knows_whether_it_is_the_last() -> None:
    assert event_of("delta", "1-2", '{"job": null}').data == {"job": None}
    assert not event_of("delta", "1-2", "{}").is_last
    assert event_of("end", "1-2", "{}").is_last
    assert event_of("gone", "1-2", "{}").is_last


@pytest.mark.parametrize("text", ["[]", "text", ""])
def test_a_message_of_another_form_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        event_of("delta", "1-2", text)
