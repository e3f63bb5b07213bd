"""Answers that travel packed."""

import gzip
from typing import Any

import pytest
from support.api_world import Api

MANY = [f"{number:03}.txt" for number in range(40)]
PACKED = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def documents(api: Api) -> str:
    """Return the address of a list that is worth packing."""
    return f"/jobs/{api.submit(*MANY)}/documents"


def raw(api: Api, path: str, headers: dict[str, str]) -> tuple[Any, bytes]:
    """Return an answer and its bytes as they travelled."""
    with api.client.stream("GET", path, headers=headers) as response:
        return response, b"".join(response.iter_raw())


def test_a_large_answer_travels_packed(api: Api, documents: str) -> None:
    _, plain = raw(api, documents, PLAIN)

    response, content = raw(api, documents, PACKED)

    assert response.headers["Content-Encoding"] == "gzip"
    assert int(response.headers["Content-Length"]) == len(content) < len(plain) / 4
    assert gzip.decompress(content) == plain


def test_a_report_is_packed_as_it_is_made(api: Api) -> None:
    job_id = api.submit(*MANY)
    api.complete(job_id)
    _, plain = raw(api, f"/jobs/{job_id}/report", PLAIN)

    response, content = raw(api, f"/jobs/{job_id}/report", PACKED)

    assert response.headers["Content-Encoding"] == "gzip"
    assert "Content-Length" not in response.headers
    assert gzip.decompress(content) == plain


@pytest.mark.parametrize("accepted", ["identity", "", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip"])
def test_who_does_not_take_it_gets_it_plain(api: Api, documents: str, accepted: str) -> None:
    response, _ = raw(api, documents, {"Accept-Encoding": accepted})

    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["Vary"]  # what a cache has to know


@pytest.mark.parametrize("accepted", ["br, GZIP", "gzip;q=0.1", "deflate, gzip;q=1.0, *;q=0.5"])
def test_who_takes_it_among_others_gets_it(api: Api, documents: str, accepted: str) -> None:
    response, _ = raw(api, documents, {"Accept-Encoding": accepted})

    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/livez", "/jobs?limit=1"])
def test_what_fits_into_a_packet_is_not_packed(api: Api, path: str) -> None:
    api.submit("nda.txt")

    assert "Content-Encoding" not in raw(api, path, PACKED)[0].headers


def test_what_is_packed_already_is_not_packed_again(api: Api) -> None:
    """A workbook is a ZIP archive."""
    job_id = api.submit(*MANY)
    api.complete(job_id)

    response, content = raw(api, f"/jobs/{job_id}/report?format=xlsx", PACKED)

    assert "Content-Encoding" not in response.headers
    assert content.startswith(b"PK")


def test_the_packed_form_has_a_tag_of_its_own(api: Api, documents: str) -> None:
    """RFC 9110, section 8.8.3.3: else a part of one could be put to a part of the other."""
    plain, _ = raw(api, documents, PLAIN)
    packed, _ = raw(api, documents, PACKED)

    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'


@pytest.mark.parametrize("held", [PLAIN, PACKED])
@pytest.mark.parametrize("asking", [PLAIN, PACKED])
def test_who_has_either_form_is_not_sent_it_again(
    api: Api, documents: str, held: dict[str, str], asking: dict[str, str]
) -> None:
    """And is told the tag of what it has."""
    tag = raw(api, documents, held)[0].headers["ETag"]

    response, content = raw(api, documents, {**asking, "If-None-Match": tag})

    assert (response.status_code, content) == (304, b"")
    assert response.headers["ETag"] == tag
    assert "Content-Encoding" not in response.headers


def test_the_tag_of_the_packed_form_holds_for_changes_too(api: Api, documents: str) -> None:
    tag = raw(api, documents, PACKED)[0].headers["ETag"]

    assert raw(api, documents, {**PACKED, "If-Match": tag})[0].status_code == 200
    assert raw(api, documents, {**PACKED, "If-Match": '"x-gzip"'})[0].status_code == 412


def test_a_head_is_of_the_plain_form(api: Api, documents: str) -> None:
    """There is nothing to pack, and its length has to be that of what a GET would bring."""
    plain, content = raw(api, documents, PLAIN)

    response = api.client.head(documents, headers=PACKED)

    assert response.headers["ETag"] == plain.headers["ETag"]
    assert response.headers["Content-Length"] == str(len(content))


def test_an_answer_without_a_tag_gets_none(api: Api) -> None:
    assert "ETag" not in api.client.post("/analyze", json={}, headers=PACKED).headers
