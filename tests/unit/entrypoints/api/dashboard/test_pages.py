"""What holds of every page: it answers, stands under our policy, leads somewhere, and is inert."""

import gzip
import re

import pytest
from support.api_world import Api
from support.dashboard import Dashboard, links_of

from contractsai.domain.ids import JobId

PATHS = [
    *(
        "",
        "?span=7d",
        "/jobs",
        "/jobs?state=failures",
        "/new",
        "/search",
        "/search?q=agreement",
        "/system",
        "/workers",
        "/queues",
        "/activity",
        "/system?examine=true",
    ),
    *("/jobs/{job}", "/jobs/{job}/review", "/jobs/{job}/deadlines", "/jobs/{job}/register"),
    *("/jobs/{job}/near-duplicates", "/search?q=agreement&type=license"),
    *("/jobs/{job}/report", "/jobs/{job}/documents/{document}", "/sign-in"),
]


@pytest.fixture
def ids(dashboard: Dashboard) -> dict[str, str]:
    job, document = dashboard.reviewed_job()
    return {"job": job, "document": document}


@pytest.mark.parametrize("path", PATHS)
def test_a_page_stands_under_its_policy(
    dashboard: Dashboard, ids: dict[str, str], path: str
) -> None:
    """Nothing inline, nothing from another host, and the one fence against what slips through."""
    response = dashboard.get(path.format(**ids))

    assert response.status_code == 200
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert re.findall(r"<script(?! src=)[^>]*>", response.text) == []
    assert "<style" not in response.text
    assert not re.search(r'\s(?:style|on\w+)="', response.text)
    outside = [it for it in links_of(response.text) if not re.match(r"/(?!/)|#", it)]
    assert outside == []


@pytest.mark.parametrize("path", PATHS)
def test_what_a_page_leads_to_is_there(
    dashboard: Dashboard, ids: dict[str, str], path: str
) -> None:
    """Also its places: a link into a page names one that the page has."""
    text = dashboard.get(path.format(**ids)).text
    forms = set(re.findall(r'method="post" action="([^"]*)"', text))

    links = {it.replace("&amp;", "&") for it in links_of(text) - forms}
    for link in links:
        address, _, place = link.partition("#")
        if address:
            assert dashboard.client.get(address).status_code == 200, link
        if place:
            there = dashboard.client.get(address).text if address else text
            assert f'id="{place}"' in there, link
    assert links


@pytest.mark.parametrize("path", ["/jobs/{job}", "/jobs/{job}/documents/{document}"])
def test_names_and_texts_of_others_are_inert(
    dashboard: Dashboard, ids: dict[str, str], path: str
) -> None:
    """A contract may hold whatever its author liked."""
    text = dashboard.get(path.format(**ids)).text

    assert "<script>" not in text


def test_a_name_cannot_pass_for_another(dashboard: Dashboard, api: Api) -> None:
    """A sign that turns the direction of writing makes an exe look like a pdf."""
    job = api.submit("x\u202egpj.exe")

    text = dashboard.get(f"/jobs/{job}").text

    assert "\u202e" not in text
    assert "x\\u202egpj.exe" in text


@pytest.mark.parametrize("path", ["/nowhere", "/jobs/nobody", "/jobs/nobody/register"])
def test_what_is_not_there_is_said_on_a_page(dashboard: Dashboard, path: str) -> None:
    """With the next thing to try, and the way back."""
    response = dashboard.get(path)

    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert 'href="/dashboard"' in response.text


def test_a_query_that_does_not_fit_is_said_on_a_page(dashboard: Dashboard) -> None:
    job = dashboard.api.submit()

    response = dashboard.get(f"/jobs/{job}/deadlines", as_of="soon")

    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("text/html")


def test_people_are_led_from_the_root(dashboard: Dashboard) -> None:
    """Programs that ask for anything go on to get what they got."""
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

    led = dashboard.client.get("/", headers=browser, follow_redirects=False)
    told = dashboard.client.get("/", headers={"Accept": "*/*"}, follow_redirects=False)

    assert (led.status_code, led.headers["Location"]) == (303, "/dashboard")
    assert told.status_code == 200


def test_a_first_visit_is_light(dashboard: Dashboard, ids: dict[str, str]) -> None:
    """60 KB as they travel, so that the page is there at once on a slow line."""
    page = dashboard.get().text
    loaded = set(re.findall(r'(?:src|href)="([^"]*/static/[^"]*)"', page))

    packed = [dashboard.client.get(it, headers={"Accept-Encoding": "gzip"}) for it in loaded]
    sizes = [int(it.headers["Content-Length"]) for it in packed]

    assert len(sizes) >= 4
    assert sum(sizes) + len(gzip.compress(page.encode())) < 60_000


def test_pages_are_packed_for_those_who_can_unpack(dashboard: Dashboard) -> None:
    packed = dashboard.client.get("/dashboard/system", headers={"Accept-Encoding": "gzip"})
    plain = dashboard.client.get("/dashboard/system", headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2


def test_the_overview_says_when_the_database_is_away(dashboard: Dashboard, api: Api) -> None:
    api.break_store()

    response = dashboard.get()

    assert response.status_code == 503
    assert "secret" not in response.text
    assert 'role="alert"' in response.text


def test_colours_are_as_a_person_chose(dashboard: Dashboard) -> None:
    """Without a script, and from the first byte: a page that turns dark later hurts the eyes."""
    assert 'data-theme="system"' in dashboard.get("/system").text

    chosen = dashboard.send("/theme", {"theme": "dark", "next": "/dashboard/system"})

    assert chosen.headers["Location"] == "/dashboard/system"
    assert 'data-theme="dark"' in dashboard.get("/system").text


def test_secrets_are_not_shown(api: Api, dashboard: Dashboard) -> None:
    """Of a key or a password, only that there is one."""
    key = "a-key-of-sixteen-letters"
    settings = type(api.services.settings)(
        data_dir=api.folder, api_keys=key, database_url="postgresql://user:hush@db/x"
    )
    api.services.settings = settings

    text = dashboard.get("/system").text

    assert key not in text
    assert "hush" not in text
    assert "••••••" in text


def test_the_job_page_says_what_the_api_says(dashboard: Dashboard, ids: dict[str, str]) -> None:
    job = dashboard.client.get(f"/jobs/{ids['job']}").json()

    text = dashboard.get(f"/jobs/{ids['job']}").text

    assert f"{job['documents']['completed']} completed" in text
    assert job["state"].capitalize() in text
    [document] = dashboard.api.services.read_documents(JobId(ids["job"]), limit=2)
    assert document.path in text
