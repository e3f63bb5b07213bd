"""An OpenAPI document as rows that a page can show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]

BOUNDS: Final = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minLength": "{} characters or more",
    "maxLength": "{} characters or less",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One name with its type and what is to be said about it."""

    name: str
    type: str
    note: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    Attributes:
        body: the name of the schema of the request's body, or None.
        responses: status, what comes back, when.
    """

    method: str
    path: str
    summary: str
    description: str
    parameters: Sequence[Row]
    body: str | None
    responses: Sequence[Row]

    @property
    def anchor(self) -> str:
        """A name for links to it."""
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "")


def operations(document: Json) -> Sequence[Operation]:
    """Return every operation, in the document's order."""
    return [
        _operation(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def schemas(document: Json) -> Mapping[str, Sequence[Row]]:
    """Return the fields of every object that the document names."""
    return {
        name: [_row(field, schema, field in of.get("required", ())) for field, schema in fields]
        for name, of in sorted(document["components"]["schemas"].items())
        if (fields := of.get("properties", {}).items())
    }


def type_name(schema: Json) -> str:
    """Return a schema's type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(type_name(option) for option in schema[several])
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_name(schema['items'])}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "anything"))


def _operation(method: str, path: str, operation: Json) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=[_parameter(parameter) for parameter in operation.get("parameters", ())],
        body=type_name(body["schema"]) if body else None,
        responses=[_response(status, it) for status, it in operation["responses"].items()],
    )


def _parameter(parameter: Json) -> Row:
    schema = {**parameter["schema"], "description": parameter.get("description", "")}
    row = _row(parameter["name"], schema, parameter.get("required", False))
    return Row(row.name, f"{row.type} ({parameter['in']})", row.note)


def _response(status: str, response: Json) -> Row:
    content: Json = response.get("content", {})
    types = sorted({_content(name, it.get("schema", {})) for name, it in content.items()})
    return Row(status, "; ".join(types), response["description"])


def _content(media_type: str, schema: Json) -> str:
    return type_name(schema) if "$ref" in schema else media_type


def _row(name: str, schema: Json, required: bool) -> Row:  # noqa: FBT001 - OpenAPI's own flag
    bounds = {**schema, **_only_option(schema)}
    notes = [schema.get("description", "")]
    notes += [text.format(bounds[key]) for key, text in BOUNDS.items() if key in bounds]
    if schema.get("default") is not None:
        notes.append(f"by default {schema['default']}")
    notes.append("required" if required else "")
    return Row(name, type_name(schema), "; ".join(note.rstrip(".") for note in notes if note))


def _only_option(schema: Json) -> Json:
    """Return the one option beside null: it carries the bounds."""
    options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    return options[0] if len(options) == 1 else {}
