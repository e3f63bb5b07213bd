"""What a change of the API's description takes away from those who call it.

The committed description is `docs/openapi.json`. What a caller may send must not become less, nor
what it can rely on in an answer; whatever is added is no break, and wording is none.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

WORDS: Final = frozenset({"description", "summary", "title", "example", "examples"})
LIMITS: Final = (
    *(("maximum", -1), ("maxLength", -1), ("maxItems", -1), ("exclusiveMaximum", -1)),
    *(("minimum", 1), ("minLength", 1), ("minItems", 1), ("exclusiveMinimum", 1)),
)
"""What bounds a value, and whether a higher or a lower one is narrower."""

Tree = Mapping[str, Any]


def without_words(document: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the description without what only people read, and without the version."""
    if isinstance(document, list):
        return [without_words(item) for item in document]
    if not isinstance(document, dict):
        return document
    return {
        name: (
            {each: without_words(schema) for each, schema in value.items()}  # named like words, too
            if name == "properties"
            else without_words(value)
        )
        for name, value in document.items()
        if name not in WORDS and not (name == "info" and "openapi" in document)
    }


def breaking(before: Tree, after: Tree) -> list[str]:
    """Return a sentence for each thing that a caller of *before* may miss in *after*."""
    return sorted(set(_paths(before, after)))


def _paths(before: Tree, after: Tree) -> Iterator[str]:
    for path, methods in before["paths"].items():
        for method, old in methods.items():
            place = f"{method.upper()} {path}"
            new = after["paths"].get(path, {}).get(method)
            if new is None:
                yield f"{place} is gone"
                continue
            if old["operationId"] != new["operationId"]:
                yield f"{place}: operationId {old['operationId']} is {new['operationId']} now"
            check = _Check(before, after)
            yield from check.parameters(old, new, place)
            yield from check.body(old, new, place)
            yield from check.answers(old, new, place)


class _Check:
    """Two descriptions, each with the schemas that it refers to."""

    def __init__(self, before: Tree, after: Tree) -> None:
        self._before = before
        self._after = after

    def parameters(self, old: Tree, new: Tree, place: str) -> Iterator[str]:
        known = {(it["in"], it["name"].lower()): it for it in old.get("parameters", ())}
        now = {(it["in"], it["name"].lower()): it for it in new.get("parameters", ())}
        for key, parameter in known.items():
            where = f"{place}: {key[0]} parameter {parameter['name']}"
            if key not in now:
                yield f"{where} is gone"  # what is not known is refused
                continue
            if now[key].get("required") and not parameter.get("required"):
                yield f"{where} is required now"
            yield from self._narrower(parameter["schema"], now[key]["schema"], where)
        for key, parameter in now.items():
            if key not in known and parameter.get("required"):
                yield f"{place}: {key[0]} parameter {parameter['name']} is new and required"

    def body(self, old: Tree, new: Tree, place: str) -> Iterator[str]:
        was, now = old.get("requestBody"), new.get("requestBody")
        if now is None:
            if was is not None:
                yield f"{place} takes no body any more"
            return
        if was is None:
            if now.get("required"):
                yield f"{place} needs a body now"
            return
        if now.get("required") and not was.get("required"):
            yield f"{place} needs a body now"
        for media, content in was["content"].items():
            if media not in now["content"]:
                yield f"{place} takes no {media} any more"
                continue
            schema = now["content"][media].get("schema", {})
            yield from self._narrower(content.get("schema", {}), schema, f"{place}: body")

    def answers(self, old: Tree, new: Tree, place: str) -> Iterator[str]:
        for status, was in old["responses"].items():
            now = new["responses"].get(status)
            if now is None:
                if status.startswith("2"):
                    yield f"{place} does not answer {status} any more"
                continue
            for name in was.get("headers", {}):
                if name not in now.get("headers", {}):
                    yield f"{place}: the answer {status} has no header {name} any more"
            for media, content in was.get("content", {}).items():
                where = f"{place}: the answer {status}"
                if media not in now.get("content", {}):
                    yield f"{where} is no {media} any more"
                    continue
                schema = now["content"][media].get("schema", {})
                yield from self._wider(content.get("schema", {}), schema, where, ())

    def _narrower(
        self, old: Tree, new: Tree, place: str, above: tuple[str, ...] = ()
    ) -> Iterator[str]:
        """Yield what may be sent under *old* and not under *new*."""
        if old.get("$ref", "") in above:
            return
        above += (old.get("$ref", ""),) if "$ref" in old else ()
        old, new = _resolved(self._before, old), _resolved(self._after, new)
        for word in sorted(_types(old, self._before) - _types(new, self._after)):
            yield f"{place} may not be {word} any more"
        for value in _values(old) - (_values(new) or _values(old)):
            yield f"{place} may not be {value} any more"
        if _values(new) and not _values(old):
            yield f"{place} has to be one of few now"
        for name, sign in LIMITS:
            bound = new.get(name)
            if bound is not None and (name not in old or sign * bound > sign * old[name]):
                yield f"{place}: {name} is {bound} now"
        if new.get("pattern") not in (None, old.get("pattern")):
            yield f"{place} has to match another pattern"
        properties = new.get("properties", {})
        for name, schema in old.get("properties", {}).items():
            if name not in properties:
                yield f"{place}: {name} is gone"
                continue
            yield from self._narrower(schema, properties[name], f"{place}: {name}", above)
        for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
            yield f"{place}: {name} is required now"
        yield from self._parts(old, new, place, above)

    def _parts(self, old: Tree, new: Tree, place: str, above: tuple[str, ...]) -> Iterator[str]:
        if "items" in old and "items" in new:
            yield from self._narrower(old["items"], new["items"], f"{place}: each", above)
        known = _by_type(old, self._before)
        for word, schema in _by_type(new, self._after).items():
            if word in known:
                yield from self._narrower(known[word], schema, place, above)

    def _wider(self, old: Tree, new: Tree, place: str, above: tuple[str, ...]) -> Iterator[str]:
        """Yield what an answer under *new* may lack that one under *old* has."""
        if old.get("$ref", "") in above:
            return
        above += (old.get("$ref", ""),) if "$ref" in old else ()
        old, new = _resolved(self._before, old), _resolved(self._after, new)
        known = _types(old, self._before)
        for word in sorted(_types(new, self._after) - known if known else ()):
            yield f"{place} may be {word} now"
        properties = new.get("properties", {})
        for name, schema in old.get("properties", {}).items():
            if name not in properties:
                yield f"{place} has no {name} any more"
                continue
            yield from self._wider(schema, properties[name], f"{place}: {name}", above)
        for name in sorted(set(old.get("required", ())) - set(new.get("required", ()))):
            if name in properties:
                yield f"{place} may lack {name} now"
        if "items" in old and "items" in new:
            yield from self._wider(old["items"], new["items"], f"{place}: each", above)
        parts = _by_type(new, self._after)
        for word, schema in _by_type(old, self._before).items():
            if word in parts:
                yield from self._wider(schema, parts[word], place, above)


def _resolved(document: Tree, schema: Tree) -> Tree:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _choices(schema: Tree, document: Tree) -> list[Tree]:
    choices = schema.get("anyOf", schema.get("oneOf", ()))
    return [_resolved(document, choice) for choice in choices]


def _types(schema: Tree, document: Tree) -> set[str]:
    """Return the types of a schema, none if it does not say."""
    choices = _choices(schema, document)
    if choices:
        return {word for choice in choices for word in _types(choice, document)}
    named = schema.get("type", ())
    return {named} if isinstance(named, str) else set(named)


def _by_type(schema: Tree, document: Tree) -> dict[str, Tree]:
    """Return the choices of a schema that are alone with their type."""
    found: dict[str, list[Tree]] = {}
    for choice in _choices(schema, document):
        found.setdefault(str(choice.get("type")), []).append(choice)
    return {word: choices[0] for word, choices in found.items() if len(choices) == 1}


def _values(schema: Tree) -> set[str]:
    listed = schema.get("enum", [schema["const"]] if "const" in schema else ())
    return {repr(value) for value in listed}
