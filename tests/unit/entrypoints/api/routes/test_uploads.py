"""POST /uploads, and a job of one."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from support.api_world import Api

from contractsai.entrypoints.api.app import create_app

Part = tuple[str, tuple[str, bytes]]


def file(name: str, content: bytes) -> Part:
    return "files", (name, content)


NDA = file("nda.txt", b"The text of an NDA.")
LEASE = file("lease.txt", b"The text of a lease.")


def uploads_of(api: Api) -> list[str]:
    folder: Path = api.services.settings.upload_folder
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def archive_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_files_become_a_job(api: Api) -> None:
    response = api.client.post("/uploads", files=[NDA, LEASE])

    upload = response.json()
    assert response.status_code == 201
    assert (upload["files"], upload["size_bytes"]) == (2, 39)
    shown = api.client.get(response.headers["Location"]).json()
    assert shown == {name: upload[name] for name in shown}

    accepted = api.client.post("/analyze", json={"upload_id": upload["id"], "labels": ["q3"]})

    job = accepted.json()
    assert accepted.status_code == 202
    assert (job["folder"], job["documents"]["pending"]) == (f"upload://{upload['id']}", 2)
    documents = api.client.get(f"/jobs/{job['id']}/documents").json()["documents"]
    assert [document["path"] for document in documents] == ["lease.txt", "nda.txt"]
    api.services.deliver_document(documents[0]["id"])
    [done, _] = api.client.get(f"/jobs/{job['id']}/documents").json()["documents"]
    assert done["sha256"] is not None


def test_the_same_files_are_the_same_upload(api: Api) -> None:
    first = api.client.post("/uploads", files=[NDA, LEASE])

    again = api.client.post("/uploads", files=[LEASE, NDA], headers={"Idempotency-Key": "k"})

    assert again.status_code == 200
    assert again.json()["id"] == first.json()["id"]
    assert uploads_of(api) == [first.json()["id"]]


def test_an_archive_is_taken_apart_and_what_changed_is_told(api: Api) -> None:
    files = {"a/nda.txt": NDA[1][1], "b/nda.txt": b"another", ".DS_Store": b"x"}

    upload = api.client.post(
        "/uploads",
        files=[file("all.zip", archive_of(**files)), file("/x", NDA[1][1])],
    ).json()

    assert upload["files"] == 2
    assert upload["renamed"] == []
    assert upload["left_out"] == [
        {"name": ".DS_Store", "reason": "system-file", "same_as": None},
        {"name": "/x", "reason": "same-content", "same_as": "a/nda.txt"},
    ]


BOMB = file("a.zip", archive_of(a=b"\0" * 9_000_000))
WAY_UP = file("a.zip", archive_of(**{"../a": b"x"}))
BOUND = {"Content-Type": "multipart/form-data; boundary=b"}
HEAD = b'--b\r\nContent-Disposition: form-data; name="files"; filename="nda.txt"\r\n\r\n'
REFUSED: dict[str, tuple[int, str, dict[str, Any]]] = {
    "a bomb": (413, "upload-too-large", {"files": [BOMB]}),
    "a way up": (422, "upload-refused", {"files": [WAY_UP]}),
    "no archive": (422, "upload-refused", {"files": [NDA, file("a.zip", b"x")]}),
    "another field": (422, "upload-refused", {"files": [NDA, ("file", ("a", b"x"))]}),
    "nothing but system files": (422, "nothing-to-analyse", {"files": [file("Thumbs.db", b"x")]}),
    "a form in which nothing was chosen": (
        422,
        "nothing-to-analyse",
        {"content": HEAD.replace(b"nda.txt", b"") + b"\r\n--b--\r\n", "headers": BOUND},
    ),
    "a part that is no file": (
        422,
        "upload-refused",
        {
            "content": HEAD.replace(b'; filename="nda.txt"', b"") + b"x\r\n--b--\r\n",
            "headers": BOUND,
        },
    ),
    "a form that is cut off": (422, "upload-refused", {"content": HEAD + b"x", "headers": BOUND}),
    "no form": (422, "upload-refused", {"content": b"no form", "headers": BOUND}),
    "nothing": (422, "upload-refused", {"content": b"", "headers": BOUND}),
    "no boundary": (
        422,
        "upload-refused",
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
    ),
    "endless headers": (
        422,
        "upload-refused",
        {"content": b"--b\r\nX: " + b"x" * 40_000 + b"\r\n\r\n", "headers": BOUND},
    ),
    "JSON": (415, "not-multipart", {"json": {}}),
    "another site's page": (
        403,
        "cross-site",
        {"files": [NDA], "headers": {"Origin": "https://evil.example"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("status", "slug", "request_"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_nothing(
    api: Api, status: int, slug: str, request_: dict[str, Any]
) -> None:
    response = api.client.post("/uploads", **request_)

    assert (response.status_code, response.json()["type"]) == (status, f"/problems/{slug}")
    assert uploads_of(api) == []


def test_a_form_may_come_in_the_smallest_pieces(api: Api) -> None:
    """A border may stand across any two of them."""
    content = HEAD + b"x" * 3 + b"\r\n--b--\r\n"

    response = api.client.post(
        "/uploads", content=(bytes([byte]) for byte in content), headers=BOUND
    )

    assert (response.status_code, response.json()["size_bytes"]) == (201, 3)


def test_more_than_may_be_sent_is_refused(api: Api) -> None:
    """Whether its length was told before, or is found out while it comes."""
    small = api.services.settings.model_copy(update={"upload_mb": 1})
    api.services.settings = small
    client = TestClient(create_app(small, services=api.services), base_url="http://localhost")
    content = HEAD + b"x" * 1024 * 1024 + b"\r\n--b--\r\n"

    told = client.post("/uploads", content=content, headers=BOUND)
    found = client.post("/uploads", content=iter([content]), headers=BOUND)

    assert (told.status_code, found.status_code) == (413, 413)
    assert uploads_of(api) == []


def test_without_a_place_to_write_the_caller_may_come_back(api: Api) -> None:
    api.services.settings.data_dir.mkdir(exist_ok=True)
    api.services.settings.upload_folder.write_text("no folder")

    response = api.client.post("/uploads", files=[NDA])

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("upload_id", ["a" * 32, "%2e%2e%5c", "x" * 32])
def test_an_upload_that_is_not_there_is_not_found(api: Api, upload_id: str) -> None:
    assert api.client.get(f"/uploads/{upload_id}").status_code == 404


def test_no_job_is_made_of_what_is_not_there(api: Api) -> None:
    response = api.client.post("/analyze", json={"upload_id": "a" * 32})

    assert (response.status_code, response.json()["type"]) == (404, "/problems/upload-not-found")


@pytest.mark.parametrize("body", [{}, {"folder_path": "/x", "upload_id": "a" * 32}])
def test_a_job_is_of_one_place(api: Api, body: dict[str, str]) -> None:
    assert api.client.post("/analyze", json=body).status_code == 422


def test_what_belongs_to_no_job_is_purged(api: Api) -> None:
    upload = api.client.post("/uploads", files=[NDA]).json()["id"]
    settings = api.services.settings.model_copy(update={"upload_hours": -1})
    api.services.settings = settings
    del api.services.uploads

    api.services.purge_jobs()

    assert uploads_of(api) == []
    assert api.client.get(f"/uploads/{upload}").status_code == 404
