"""The pages, and the OpenAPI document behind one of them."""

import re

import pytest
from support.api_world import Api

from contractsai.entrypoints.api.app import create_app
from contractsai.settings import Settings

PAGES = ["/", "/docs", "/problems/not-found", "/style.css"]
LOADED = re.compile(r"""(?:src|href|action|srcset)\s*=\s*["']?([^"'\s>]*)|url\(([^)]*)\)|@import""")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_no_other_host_and_no_script(api: Api, path: str) -> None:
    """It works in a closed network, and under our own Content-Security-Policy."""
    response = api.client.get(path)

    addresses = [one or other for one, other in LOADED.findall(response.text)]
    assert response.status_code == 200
    assert [it for it in addresses if not re.match(r"/(?!/)|#", it)] == []
    assert "://" not in response.text
    assert "<script" not in response.text
    assert " style=" not in response.text
    assert not re.search(r"\son\w+=", response.text)


@pytest.mark.parametrize("path", PAGES[:3])
def test_links_lead_somewhere(api: Api, path: str) -> None:
    """A dead link on a page of our own is a defect."""
    text = api.client.get(path).text
    links = set(re.findall(r'href="([^"]*)"', text))

    for link in links:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in text
        else:
            assert api.client.get(link).status_code == 200
    assert links


def test_the_docs_show_every_operation_and_form(api: Api) -> None:
    """The page is made of the document, so nothing can be left out."""
    document = api.client.get("/openapi.json").json()

    page = api.client.get("/docs").text

    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page
    for name, schema in document["components"]["schemas"].items():
        assert (f'id="form-{name}"' in page) == ("properties" in schema)
    assert "at most 200" in page


def test_every_operation_names_its_errors(api: Api) -> None:
    """Generated clients know problem+json from the document alone."""
    document = api.client.get("/openapi.json").json()

    for path, methods in document["paths"].items():
        for operation in methods.values():
            errors = {
                status: response["content"]
                for status, response in operation["responses"].items()
                if status >= "400"
            }
            open_to_all = path in ("/livez", "/readyz")
            anywhere = {"422", "500"} if open_to_all else {"401", "403", "421", "422", "500", "503"}
            assert anywhere <= set(errors), path
            assert not (open_to_all and {"401", "403", "421"} & set(errors)), path
            for content in errors.values():
                assert content == {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                }


def test_every_reference_in_the_document_leads_somewhere(api: Api) -> None:
    """A dangling reference breaks generators."""
    text = api.client.get("/openapi.json").text
    schemas = api.client.get("/openapi.json").json()["components"]["schemas"]

    assert set(re.findall(r'"#/components/schemas/([^"]*)"', text)) <= set(schemas)
    assert "HTTPValidationError" not in schemas


def test_unknown_fields_are_ruled_out_in_the_document_too(api: Api) -> None:
    """What is refused should be known beforehand."""
    schemas = api.client.get("/openapi.json").json()["components"]["schemas"]

    assert schemas["AnalyzeRequest"]["additionalProperties"] is False


@pytest.mark.parametrize("keys", ["", "a-key-of-sixteen-letters"])
def test_the_document_asks_for_a_key_when_there_is_one(settings: Settings, keys: str) -> None:
    """Except where none is needed."""
    app = create_app(Settings(data_dir=settings.data_dir, api_keys=keys))

    document = app.openapi()

    assert ("security" in document) == bool(keys)
    assert ("securitySchemes" in document["components"]) == bool(keys)
    assert document["paths"]["/livez"]["get"].get("security") == ([] if keys else None)


def test_the_document_says_what_a_report_is(api: Api) -> None:
    """A client that is generated from it has to parse an array, not a string."""
    paths = api.client.get("/openapi.json").json()["paths"]
    content = paths["/jobs/{job_id}/report"]["get"]["responses"]["200"]["content"]

    assert content["application/json"]["schema"]["type"] == "array"
    assert content["text/csv; charset=utf-8"]["schema"] == {"type": "string"}


def test_the_document_tells_of_tags(api: Api) -> None:
    paths = api.client.get("/openapi.json").json()["paths"]

    for path in ("/jobs", "/jobs/{job_id}", "/jobs/{job_id}/documents", "/jobs/{job_id}/report"):
        answers = paths[path]["get"]["responses"]
        assert "ETag" in answers["200"]["headers"]
        assert {"304", "412"} <= set(answers)


def test_days_are_dates_in_the_document(api: Api) -> None:
    paths = api.client.get("/openapi.json").json()["paths"]

    for path in ("report", "deadlines", "calendar.ics"):
        [day] = [
            it
            for it in paths[f"/jobs/{{job_id}}/{path}"]["get"]["parameters"]
            if it["name"] == "as_of"
        ]
        assert {"type": "string", "format": "date"} in day["schema"]["anyOf"]
