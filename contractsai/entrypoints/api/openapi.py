"""The OpenAPI document: FastAPI's, with our problems and keys in it."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.api.problems import FieldError, Problem, responses
from contractsai.entrypoints.api.uploading import PATHS

SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}


OPEN: Final = ("/livez", "/readyz")
UNTAGGED: Final = (*OPEN, "/reviews/export", "/events", "/jobs/{job_id}/events")
"""Not worth a tag, or streamed."""
TAG: Final = {"ETag": {"description": "Names this answer.", "schema": {"type": "string"}}}
KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Of your choice, such as a UUID: the same request under the same key is carried "
    "out once within 24 hours, and answered the same each time.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


def operation_id(route: APIRoute) -> str:
    """Return the name that generated clients have for a route, such as ``listJobs``."""
    first, *others = route.name.split("_")
    return first + "".join(map(str.capitalize, others))


def install(app: FastAPI, *, needs_key: bool) -> None:
    """Have *app* describe itself completely.

    Args:
        app: with all its routes.
        needs_key: whether an API key is asked for.
    """

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _document(app, needs_key=needs_key)
        return app.openapi_schema

    # FastAPI's own way to extend the document is to replace this method.
    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI, *, needs_key: bool) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    components = document.setdefault("components", {})
    reference = "#/components/schemas/{model}"
    for model in (Problem, FieldError):
        schema = model.model_json_schema(ref_template=reference)
        schema.pop("$defs", None)
        components["schemas"][model.__name__] = schema
    _drop_default_validation(document)
    _add_preconditions(document)
    _add_keys(document)
    if needs_key:
        components["securitySchemes"] = SCHEMES
        document["security"] = [{name: []} for name in SCHEMES]
        for path in OPEN:
            document["paths"][path]["get"]["security"] = []
    return document


def _add_preconditions(document: dict[str, Any]) -> None:
    """Tell of the tags that answers to GET have, and of what they are good for."""
    for path, methods in document["paths"].items():
        operation = methods.get("get")
        if operation is None or path in UNTAGGED:
            continue
        answers = operation["responses"]
        answers["200"]["headers"] = TAG | answers["200"].get("headers", {})
        answers["304"] = {"description": "The same as If-None-Match names.", "headers": TAG}
        answers["412"] = responses(kinds.CHANGED, everywhere=())[kinds.CHANGED.status]
        operation["responses"] = dict(sorted(answers.items()))


def _add_keys(document: dict[str, Any]) -> None:
    """Tell of the key under which a POST is carried out once, however often it is sent."""
    for path, methods in document["paths"].items():
        operation = methods.get("post")
        if operation is None or path in PATHS:  # the same files are the same upload anyway
            continue
        operation.setdefault("parameters", []).append(KEY)
        answers = operation["responses"]
        for kind in (kinds.UNDER_WAY, kinds.KEY_REUSED):
            told = responses(kind, everywhere=())[kind.status]
            known = answers.setdefault(str(kind.status), told)
            if kind.title not in known["description"]:
                known["description"] += f"; {kind.title}"
        operation["responses"] = dict(sorted(answers.items()))


def _drop_default_validation(document: dict[str, Any]) -> None:
    """Take out the validation error that FastAPI adds: none of our routes answers so."""
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for methods in document["paths"].values():
        for operation in methods.values():
            content = operation["responses"].get("422", {}).get("content", {})
            if "application/json" in content:
                del operation["responses"]["422"]
