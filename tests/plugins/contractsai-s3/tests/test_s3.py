"""The suite of sources, on a real HTTP server that speaks S3."""

import os
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
import s3fs
from contractsai_s3 import S3Source
from moto.server import ThreadedMotoServer

from contractsai.application.ports import Source
from contractsai.domain.errors import (
    AnalysisFailed,
    FileTooLarge,
    FileUnreadable,
    FolderNotAllowed,
    FolderNotFound,
)
from contractsai.testing.conformance.sources import SourceCapabilities, SourceConformance


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ |= {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    yield os.environ["AWS_ENDPOINT_URL"]
    server.stop()


class Bucket:
    """`Place` in a bucket of a test's own."""

    def __init__(self) -> None:
        self._system = s3fs.S3FileSystem(use_listings_cache=False)
        self.root = f"s3://{uuid.uuid4().hex}/root"
        self._system.mkdir(self.root.removesuffix("/root"))

    def folder(self, files: Mapping[str, bytes], *, name: str = "job") -> str:
        return self._made(f"{self.root}/{name}", files)

    def outside(self, files: Mapping[str, bytes]) -> str:
        return self._made(f"{self.root}-of-another", files)

    def put(self, folder: str, path: str, content: bytes) -> None:
        self._system.pipe_file(f"{folder}/{path}", content)

    def remove(self, folder: str, path: str) -> None:
        self._system.rm_file(f"{folder}/{path}")

    def link(self, folder: str, path: str, target: str) -> None:
        raise AssertionError("there are no links in a bucket")

    @contextmanager
    def forbid(self, folder: str, path: str) -> Iterator[None]:
        self._system.chmod(f"{folder}/{path}", acl="private")  # which its owner reads all the same
        yield

    def _made(self, folder: str, files: Mapping[str, bytes]) -> str:
        if files:
            self._system.pipe({f"{folder}/{path}": content for path, content in files.items()})
        return folder


class TestS3Source(SourceConformance):
    capabilities = SourceCapabilities(
        links=False, permissions=False, empty_folders=False, line_breaks=False
    )

    @pytest.fixture
    def place(self, server: str) -> Bucket:
        return Bucket()

    @pytest.fixture
    def source(self, place: Bucket) -> Source:
        return S3Source([place.root])


# What the suite does not ask of every source


@pytest.fixture
def bucket(server: str) -> Bucket:
    return Bucket()


def test_what_only_marks_a_folder_is_no_document(bucket: Bucket) -> None:
    """Consoles put such an object where somebody makes a folder."""
    folder = bucket.folder({"": b"", "sub/": b"", "odd/": b"content", "a.txt": b"one"})

    assert [file.path for file in S3Source([bucket.root]).list(folder)] == ["a.txt", "odd/"]


def test_a_document_that_is_too_large_is_not_fetched(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contractsai_s3.MAX_BYTES", 2)
    folder = bucket.folder({"a.txt": b"one"})

    with pytest.raises(FileTooLarge), S3Source([bucket.root]).open(folder, "a.txt"):
        pass


def test_a_server_that_does_not_answer_is_tried_again(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document is not to blame; a folder is asked for by somebody who can try again."""
    folder = bucket.folder({"a.txt": b"one"})
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    s3fs.S3FileSystem.clear_instance_cache()
    source = S3Source([bucket.root])

    try:
        with pytest.raises(AnalysisFailed), source.open(folder, "a.txt"):
            pass
        with pytest.raises(FolderNotFound, match="cannot be listed"):
            source.list(folder)
    finally:
        s3fs.S3FileSystem.clear_instance_cache()


def test_who_may_not_is_told_so(bucket: Bucket, server: str) -> None:
    """Credentials that are wrong are no missing file, and no reason to try again."""
    folder = bucket.folder({"a.txt": b"one"})
    source = S3Source([bucket.root])
    _check_credentials_after(server, 0)

    try:
        with pytest.raises(FileUnreadable), source.open(folder, "a.txt"):
            pass
        with pytest.raises(FolderNotAllowed, match="credentials"):
            source.list(folder)
    finally:
        _check_credentials_after(server, 10**9)


def _check_credentials_after(server: str, requests: int) -> None:
    asked = urllib.request.Request(f"{server}/moto-api/reset-auth", str(requests).encode())
    asked.add_header("Content-Type", "text/plain")
    urllib.request.urlopen(asked).close()
