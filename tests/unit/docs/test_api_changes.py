"""What a caller of the API relies on stays: the committed description is the yardstick."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs"
Document = dict[str, Any]


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    import api_changes

    return api_changes


@pytest.fixture
def generate(changes: ModuleType) -> ModuleType:
    import generate

    return generate


@pytest.fixture(scope="module")
def committed() -> Document:
    document: Document = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    return document


def test_the_api_takes_nothing_away_from_its_callers(
    changes: ModuleType, generate: ModuleType, committed: Document
) -> None:
    """If it is meant: python docs/generate.py --break-the-api."""
    assert changes.breaking(committed, generate.api_document()) == []


def test_what_was_added_to_the_api_is_in_the_committed_description(
    changes: ModuleType, generate: ModuleType, committed: Document
) -> None:
    """Run: python docs/generate.py. Wording is left to it; libraries differ in theirs."""
    present = json.loads(json.dumps(generate.api_document()))

    assert changes.without_words(committed) == changes.without_words(present)


def test_operations_are_named_as_clients_name_their_functions(committed: Document) -> None:
    names = [
        it["operationId"] for methods in committed["paths"].values() for it in methods.values()
    ]

    assert {"listJobs", "analyze", "streamJobEvents"} <= set(names)
    assert all(name.isalnum() and name[0].islower() for name in names)
    assert len(names) == len(set(names))


def jobs(document: Document) -> Document:
    listed: Document = document["paths"]["/jobs"]["get"]
    return listed


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def parameter(document: Document, name: str) -> Document:
    [found] = [it for it in jobs(document)["parameters"] if it["name"] == name]
    known: Document = found
    return known


BREAKS: dict[str, tuple[Callable[[Document], object], str]] = {
    "a path": (lambda it: it["paths"].pop("/search"), "GET /search is gone"),
    "a method": (
        lambda it: it["paths"]["/jobs/{job_id}"].pop("delete"),
        "DELETE /jobs/{job_id} is gone",
    ),
    "a name": (
        lambda it: jobs(it).update(operationId="getJobs"),
        "GET /jobs: operationId listJobs is getJobs now",
    ),
    "a parameter": (
        lambda it: jobs(it)["parameters"].remove(parameter(it, "label")),
        "GET /jobs: query parameter label is gone",
    ),
    "a new required parameter": (
        lambda it: jobs(it)["parameters"].append(
            {"in": "query", "name": "tenant", "required": True, "schema": {"type": "string"}}
        ),
        "GET /jobs: query parameter tenant is new and required",
    ),
    "a parameter that becomes required": (
        lambda it: parameter(it, "state").update(required=True),
        "GET /jobs: query parameter state is required now",
    ),
    "a lower maximum": (
        lambda it: parameter(it, "limit")["schema"].update(maximum=100),
        "GET /jobs: query parameter limit: maximum is 100 now",
    ),
    "a value": (
        lambda it: parameter(it, "order_by")["schema"]["enum"].remove("created_at"),
        "GET /jobs: query parameter order_by may not be 'created_at' any more",
    ),
    "a value of a choice": (
        lambda it: parameter(it, "state")["schema"]["anyOf"][0]["enum"].remove("FAILED"),
        "GET /jobs: query parameter state may not be 'FAILED' any more",
    ),
    "a type": (
        lambda it: parameter(it, "limit")["schema"].update(type="string"),
        "GET /jobs: query parameter limit may not be integer any more",
    ),
    "a field of a body": (
        lambda it: schema(it, "AnalyzeRequest")["properties"].pop("labels"),
        "POST /analyze: body: labels is gone",
    ),
    "a field of a body that becomes required": (
        lambda it: schema(it, "AnalyzeRequest").update(required=["labels"]),
        "POST /analyze: body: labels is required now",
    ),
    "another pattern": (
        lambda it: schema(it, "AnalyzeRequest")["properties"]["labels"]["items"].update(
            pattern="^x$"
        ),
        "POST /analyze: body: labels: each has to match another pattern",
    ),
    "a field of an answer": (
        lambda it: schema(it, "JobOut")["properties"].pop("folder"),
        "GET /jobs: the answer 200: jobs: each has no folder any more",
    ),
    "a field of an answer that may lack": (
        lambda it: schema(it, "JobOut")["required"].remove("folder"),
        "GET /jobs/{job_id}: the answer 200 may lack folder now",
    ),
    "a field of an answer that may be null": (
        lambda it: schema(it, "JobOut")["properties"].update(
            folder={"anyOf": [{"type": "string"}, {"type": "null"}]}
        ),
        "GET /jobs/{job_id}: the answer 200: folder may be null now",
    ),
    "an answer": (
        lambda it: it["paths"]["/analyze"]["post"]["responses"].pop("200"),
        "POST /analyze does not answer 200 any more",
    ),
    "a header": (
        lambda it: it["paths"]["/analyze"]["post"]["responses"]["202"]["headers"].pop("Location"),
        "POST /analyze: the answer 202 has no header Location any more",
    ),
    "a form": (
        lambda it: it["paths"]["/analyze"]["post"]["requestBody"]["content"].clear(),
        "POST /analyze takes no application/json any more",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_taken_away_is_told(changes: ModuleType, committed: Document, name: str) -> None:
    take, told = BREAKS[name]
    after = copy.deepcopy(committed)
    take(after)

    assert told in changes.breaking(committed, after)


ADDITIONS: dict[str, Callable[[Document], object]] = {
    "a path": lambda it: it["paths"].update({"/more": it["paths"]["/livez"]}),
    "a parameter": lambda it: jobs(it)["parameters"].append(
        {"in": "query", "name": "more", "required": False, "schema": {"type": "string"}}
    ),
    "a higher maximum": lambda it: parameter(it, "limit")["schema"].update(maximum=500),
    "a value": lambda it: parameter(it, "order_by")["schema"]["enum"].append("ended_at"),
    "a field of a body": lambda it: schema(it, "AnalyzeRequest")["properties"].update(
        more={"type": "string"}
    ),
    "a body whose fields may lack": lambda it: schema(it, "ReviewRequest").pop("required"),
    "a field of a body that may be null": lambda it: schema(it, "ReviewRequest").update(
        properties=schema(it, "ReviewRequest")["properties"]
        | {"verdict": {"anyOf": [{"type": ["string", "null"]}]}}
    ),
    "a field of an answer": lambda it: schema(it, "JobOut")["properties"].update(
        more={"type": "string"}
    ),
}


@pytest.mark.parametrize("name", ADDITIONS)
def test_what_is_added_breaks_nobody_and_is_seen(
    changes: ModuleType, committed: Document, name: str
) -> None:
    after = copy.deepcopy(committed)
    ADDITIONS[name](after)

    assert changes.breaking(committed, after) == []
    assert changes.without_words(committed) != changes.without_words(after)


def test_wording_is_no_change(changes: ModuleType, committed: Document) -> None:
    """But a field that is called title is one."""
    after = copy.deepcopy(committed)
    after["info"]["version"] = "99"
    schema(after, "JobOut")["description"] = "In other words."
    assert changes.without_words(committed) == changes.without_words(after)

    schema(after, "HitOut")["properties"].pop("title")
    assert changes.without_words(committed) != changes.without_words(after)


def test_a_break_is_not_written_unless_it_is_meant(
    generate: ModuleType, committed: Document, tmp_path: Path
) -> None:
    path, after = tmp_path / "openapi.json", copy.deepcopy(committed)
    after["paths"].pop("/search")
    assert generate.write_api(path, committed, is_break_meant=False)
    assert not generate.write_api(path, committed, is_break_meant=False)

    with pytest.raises(SystemExit, match="GET /search is gone"):
        generate.write_api(path, after, is_break_meant=False)
    assert json.loads(path.read_text(encoding="utf-8")) == committed

    assert generate.write_api(path, after, is_break_meant=True)
    assert json.loads(path.read_text(encoding="utf-8")) == after
