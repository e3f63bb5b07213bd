"""The page of documents that are nearly the same."""

import re

from support.alike import read_alike
from support.dashboard import Dashboard


def test_what_differs_stands_side_by_side(dashboard: Dashboard) -> None:
    """A column each, under a link to each: nothing is merged."""
    job = read_alike(dashboard.api, "lease-24.txt", "lease-36.txt", "loan-24.txt")

    text = dashboard.get(f"/jobs/{job}/near-duplicates").text

    links = re.findall(rf'href="(/dashboard/jobs/{job}/documents/[^"]*)">([^<]*)</a>', text)
    assert [name for _, name in links] == ["lease-24.txt", "lease-36.txt"]
    assert [dashboard.client.get(address).status_code for address, _ in links] == [200, 200]
    rows = [re.findall(r"<td>(?:<div>)?([^<]*)", row) for row in text.split("<tr>")[1:]]
    [fact, words] = [row for row in rows if row]
    assert (len(fact), len(words)) == (2, 2)
    assert ("24 months" in words[0], "36 months" in words[1]) == (True, True)
    assert f"contractsai duplicates {job}" in text


def test_a_job_without_any_says_what_would_stand_there(dashboard: Dashboard) -> None:
    job = read_alike(dashboard.api, "lease-24.txt", "loan-24.txt")

    assert "No two are nearly the same" in dashboard.get(f"/jobs/{job}/near-duplicates").text


def test_groups_come_page_by_page(dashboard: Dashboard) -> None:
    kinds = "abcdefghijklmnopqrstu"
    names = [f"{kind}{kind}-{months}.txt" for kind in kinds for months in (24, 36)]
    job = read_alike(dashboard.api, *names)

    first = dashboard.get(f"/jobs/{job}/near-duplicates").text
    [more] = re.findall(r'href="([^"]*[?]after=[^"]*)"', first)
    second = dashboard.client.get(more).text

    assert (first.count("<table"), second.count("<table")) == (20, 1)
    assert "uu-24.txt" in second
    assert "uu-24.txt" not in first


def test_a_place_that_nobody_gave_is_said_on_a_page(dashboard: Dashboard) -> None:
    job = dashboard.api.submit()

    response = dashboard.get(f"/jobs/{job}/near-duplicates", after="nowhere")

    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/html")
