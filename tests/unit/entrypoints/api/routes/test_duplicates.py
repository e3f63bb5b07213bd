"""GET /jobs/{id}/near-duplicates: documents that are nearly the same."""

import pytest
from support.alike import read_alike
from support.api_world import Api


def test_two_that_are_nearly_the_same_stand_side_by_side(api: Api) -> None:
    job_id = read_alike(api, "lease-24.txt", "lease-36.txt", "loan-24.txt")

    response = api.client.get(f"/jobs/{job_id}/near-duplicates")

    assert response.status_code == 200
    [group] = response.json()["groups"]
    assert response.json()["next_page_token"] is None
    assert (group["first"]["path"], group["first"]["member"]) == ("lease-24.txt", None)
    [near] = group["others"]
    assert (near["path"], near["is_compared"]) == ("lease-36.txt", True)
    assert 0.9 < near["likeness"] < 1
    [found] = near["differences"]
    assert found["left"] == {
        "start": 0,
        "end": len("A lease for 24 months. lease0 and lease1"),
        "quote": "A lease for 24 months. lease0 and lease1",
    }
    assert "36 months" in found["right"]["quote"]
    assert [fact["name"] for fact in near["facts"]] == ["term"]


def test_pages_hold_every_group_once(api: Api) -> None:
    kinds = ("lease", "loan", "supply")
    job_id = read_alike(api, *(f"{kind}-{months}.txt" for kind in kinds for months in (24, 36)))
    address, seen = f"/jobs/{job_id}/near-duplicates", []

    query: dict[str, object] = {"limit": 2}
    while True:
        page = api.client.get(address, params=query).json()
        seen += [group["first"]["path"] for group in page["groups"]]
        if page["next_page_token"] is None:
            break
        query["page_token"] = page["next_page_token"]

    assert seen == [f"{kind}-24.txt" for kind in kinds]


@pytest.mark.parametrize("after", ["", "x", "1", "x y", "-1 x", "\u0661 x", "9" * 20 + " x"])
def test_a_token_that_holds_no_place_is_refused(api: Api, after: str) -> None:
    job_id = api.submit("a.txt")
    token = api.tokens.encode(f"jobs/{job_id}/near-duplicates", after)

    refused = api.client.get(f"/jobs/{job_id}/near-duplicates", params={"page_token": token})

    assert (refused.status_code, refused.json()["type"]) == (400, "/problems/bad-page-token")


def test_a_job_that_is_not_there_is_said(api: Api) -> None:
    refused = api.client.get("/jobs/nobody/near-duplicates")

    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/job-not-found")
