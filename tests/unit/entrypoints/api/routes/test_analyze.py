"""POST /analyze with `validate_only`: what a job would hold, and no job."""

from typing import Any

import pytest
from support.api_world import Api

from contractsai.entrypoints.dry_run_view import MOST


def validated(api: Api, *, status: int = 200, **body: Any) -> Any:
    response = api.client.post("/analyze", json={**body, "validate_only": True})
    assert response.status_code == status, response.text
    return response.json()


def test_a_dry_run_tells_what_a_job_would_hold(api: Api) -> None:
    """What is stored is known by its bytes, wherever it lies."""
    job_id = api.submit("a.txt", folder="contracts")
    api.complete(job_id)
    [known] = api.client.get(f"/jobs/{job_id}/documents").json()["documents"]
    folder = api.write(".hidden", "b.txt", "c.txt", folder="contracts")

    found = validated(api, folder_path=folder)

    assert found == {
        "folder": folder,
        "files": 4,
        "readable": 3,
        "size_bytes": 54,
        "types": [{"ending": ".txt", "files": 3, "size_bytes": 54}],
        "skipped": {
            "files": 1,
            "reasons": {"system_file": 1},
            "first": [{"path": ".hidden", "reason": "system_file"}],
        },
        "duplicates": {
            "files": 1,
            "first": [
                {
                    "path": "a.txt",
                    "same_as": None,
                    "stored": {"job_id": job_id, "id": known["id"], "path": "a.txt"},
                }
            ],
        },
        "compared": 3,
        "is_whole": True,
    }
    assert [job["id"] for job in api.client.get("/jobs").json()["jobs"]] == [job_id]


def test_a_dry_run_of_an_upload(api: Api) -> None:
    sent = [("files", ("nda.txt", b"The text of an NDA."))]
    upload_id = api.client.post("/uploads", files=sent).json()["id"]

    assert validated(api, upload_id=upload_id)["readable"] == 1


def test_a_dry_run_is_refused_for_what_a_job_would_be(api: Api) -> None:
    assert validated(api, folder_path="/etc", status=403)["type"] == "/problems/folder-not-allowed"
    nothing = api.write(folder="nothing")
    assert validated(api, folder_path=nothing, status=422)["type"].endswith("nothing-to-analyse")


def test_a_long_list_is_cut_and_counted(api: Api) -> None:
    names = [f".{number:03}" for number in range(MOST + 1)]

    skipped = validated(api, folder_path=api.write("a.txt", *names))["skipped"]

    assert (skipped["files"], len(skipped["first"])) == (MOST + 1, MOST)


@pytest.mark.parametrize("value", ["true", 1, None])
def test_whether_it_is_one_is_said_plainly(api: Api, value: Any) -> None:
    """A job by mistake is worse than an answer of 422."""
    body = {"folder_path": api.write("a.txt"), "validate_only": value}

    assert api.client.post("/analyze", json=body).status_code == 422
