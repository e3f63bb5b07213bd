"""The report's schema, JSON Schema 2020-12: made of the domain's own words, so neither can drift.

What a schema cannot say stays with the domain: that a quote is the text at its place, that pages
ascend, that ids do not repeat.
"""

from typing import Final

from contractsai.domain.facts import FACTS
from contractsai.domain.findings import (
    MAX_QUOTE,
    REASONS,
    REVIEW_REASONS,
    SCHEMA,
    Band,
    Decision,
    Kind,
    Outcome,
)
from contractsai.domain.forms import DEFINITIONS, Json, open_object, or_null
from contractsai.domain.reasons import Reason
from contractsai.domain.reviewed import HUMAN_ID

_STRING: Final[Json] = {"type": "string"}
_TEXT: Final[Json] = {"type": "string", "minLength": 1}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_SHARE: Final[Json] = {"type": "number", "minimum": 0, "maximum": 1}
_METHOD: Final = "^(rule:.+|model:.+|derived|llm:.+|human)$"
_PLACELESS: Final = "^(derived|human)$"
_FINDING_ID: Final = rf"^(f\d+|{HUMAN_ID}[0-9a-f]+)$"
_NAMES: Final = {
    Kind.FACT: "^[a-z][a-z_]*$",
    Kind.CLAUSE: r"^(cuad|clause)\.[a-z][a-z_0-9]*$",
    Kind.RISK: r"^risk\.[a-z][a-z_0-9]*$",
    Kind.MISSING: r"^missing\.[a-z][a-z_0-9]*$",
}


def report_schema() -> Json:
    """Return the schema of one line of the report."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:contractsai:report:{SCHEMA}",
        "title": f"A line of the contractsai report, schema {SCHEMA}",
        **_object(
            path=_TEXT,
            member=or_null(_STRING),
            document_id=_TEXT,
            sha256=or_null({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
            media_type=or_null(_STRING),
            outcome=_one_of(Outcome),
            reason=or_null(_STRING),
            duplicate_of=or_null(_STRING),
            language=or_null(_STRING),
            pages=or_null({"type": "integer", "minimum": 1}),
            page_starts=or_null({"type": "array", "items": _COUNT, "minItems": 1}),
            ocr_pages=_COUNT,
            review_reasons=_list({"enum": sorted(REVIEW_REASONS)}, uniqueItems=True),
            versions={"$ref": "#/$defs/versions"},
            text=or_null(_STRING),
            struck=_list(_object(start=_COUNT, text={**_TEXT, "maxLength": MAX_QUOTE})),
            categories={
                "type": "object",
                "propertyNames": {"pattern": _NAMES[Kind.CLAUSE]},
                "additionalProperties": {"$ref": "#/$defs/presence"},
            },
            findings=_list({"$ref": "#/$defs/finding"}),
            run={"$ref": "#/$defs/run"},
        ),
        "allOf": [_outcome_rule(outcome) for outcome in Outcome],
        "$defs": {
            "versions": _object(
                schema={"const": SCHEMA},
                pipeline=_TEXT,
                model=_TEXT,
                playbook=_TEXT,
                ocr=or_null(_TEXT),
            ),
            "presence": _presence(),
            "evidence": _object(
                page=or_null({"type": "integer", "minimum": 1}),
                start=_COUNT,
                end={"type": "integer", "minimum": 1},
                quote={"type": "string", "minLength": 1, "maxLength": MAX_QUOTE},
                section=or_null(_STRING),
            ),
            "finding": _finding(),
            "run": _object(
                seconds={"type": "number", "minimum": 0},
                seconds_by_stage={
                    "type": "object",
                    "additionalProperties": {"type": "number", "minimum": 0},
                },
                peak_memory_mb=or_null({"type": "number", "minimum": 0}),
            ),
            **_values(),
        },
    }


def _outcome_rule(outcome: Outcome) -> Json:
    """Return which reason an outcome may have, and what it cannot hold."""
    reasons: set[str] = set(REASONS[outcome])
    if outcome is Outcome.SKIPPED:
        reasons.add(Reason.CANCELLED)  # said by the report, not by an analysis
    allowed: Json = {"enum": sorted(str(reason) for reason in reasons)}
    then: Json = {
        "reason": allowed if reasons else {"type": "null"},
        "duplicate_of": _TEXT if outcome is Outcome.DUPLICATE else {"type": "null"},
    }
    if not outcome.was_read:
        then |= {"findings": {"maxItems": 0}, "categories": {"maxProperties": 0}}
    return _when({"outcome": {"const": outcome.value}}, then)


def _presence() -> Json:
    decided = {Decision.PRESENT: True, Decision.ABSENT: False}
    return {
        **_object(decision=_one_of(Decision), likely={"type": "boolean"}, confidence=_SHARE),
        "allOf": [
            _when({"decision": {"const": decision.value}}, {"likely": {"const": likely}})
            for decision, likely in decided.items()
        ],
    }


def _finding() -> Json:
    kinds: dict[Kind, Json] = {
        Kind.FACT: {},
        Kind.CLAUSE: {"evidence": {"minItems": 1, "maxItems": 1}, "normal": {"type": "null"}},
        Kind.RISK: {},
        Kind.MISSING: {"evidence": {"maxItems": 0}},
    }
    placed_fact = {"kind": {"const": Kind.FACT.value}, "method": {"not": {"pattern": _PLACELESS}}}
    return {
        **_object(
            id={"type": "string", "pattern": _FINDING_ID},
            kind=_one_of(Kind),
            name=_TEXT,
            value=_STRING,
            normal=True,
            confidence=_SHARE,
            band=_one_of(Band),
            method={"type": "string", "pattern": _METHOD},
            evidence=_list({"$ref": "#/$defs/evidence"}),
            because=_list({"$ref": "#/$defs/because"}),
            review=or_null({"$ref": "#/$defs/review"}),
        ),
        "allOf": [
            *(
                _when({"kind": {"const": kind.value}}, {"name": {"pattern": _NAMES[kind]}, **rules})
                for kind, rules in kinds.items()
            ),
            _when(placed_fact, {"evidence": {"minItems": 1}}),
            *(
                _when(
                    {"kind": {"const": Kind.FACT.value}, "name": {"const": row.name}},
                    {"normal": row.form.schema},
                )
                for row in FACTS.values()  # a fact of another name may have any value
            ),
        ],
    }


def _values() -> Json:
    """Return the typed values, and what stands behind a finding."""
    evidence = {"$ref": "#/$defs/evidence"}
    return {
        **DEFINITIONS,
        "because": {
            "type": "object",
            "minProperties": 1,
            "properties": {
                "finding": {"type": "string", "pattern": _FINDING_ID},
                "category": _TEXT,
                "term": _STRING,
                "weight": {"type": "number"},
                "near_miss": evidence,
            },
        },
        "review": open_object(
            ("state",),
            state={"enum": ["open", "accepted", "corrected", "rejected"]},
            by=or_null(_STRING),
            at=or_null(_STRING),
            old=or_null(open_object(("value", "normal"), value=_STRING, normal=True)),
        ),
    }


def _object(**properties: object) -> Json:
    """Return an object of exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Json, **more: object) -> Json:
    return {"type": "array", "items": items, **more}


def _one_of(words: type[Outcome | Kind | Band | Decision]) -> Json:
    return {"enum": [word.value for word in words]}


def _when(condition: Json, then: Json) -> Json:
    return {"if": {"properties": condition}, "then": {"properties": then}}
