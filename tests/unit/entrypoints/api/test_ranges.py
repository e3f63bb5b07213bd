"""Parts of an answer, by the header that asks for one."""

import pytest
from starlette.datastructures import Headers

from contractsai.entrypoints.api.ranges import NotSatisfiable, Part, asks_for_part, part_of

TAG = '"tag"'


def asked(value: str, condition: str | None = None) -> Headers:
    return Headers({"Range": value} | ({} if condition is None else {"If-Range": condition}))


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-0", Part(0, 0, 10)),
        ("bytes=2-5", Part(2, 5, 10)),
        ("Bytes=7-", Part(7, 9, 10)),
        ("bytes=7-99", Part(7, 9, 10)),
        ("bytes=-3", Part(7, 9, 10)),
        ("bytes=-99", Part(0, 9, 10)),
    ],
)
def test_a_part_is_what_is_there_of_what_is_wanted(wanted: str, part: Part) -> None:
    assert asks_for_part(asked(wanted), TAG)
    assert part_of(asked(wanted), 10) == part


def test_a_part_says_its_place() -> None:
    part = Part(2, 5, 10)

    assert (part.length, part.content_range) == (4, "bytes 2-5/10")


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_part_behind_the_end_is_none(wanted: str) -> None:
    assert asks_for_part(asked(wanted), TAG)
    with pytest.raises(NotSatisfiable):
        part_of(asked(wanted), 10)


@pytest.mark.parametrize("wanted", ["bytes=0-", "bytes=-1"])
def test_there_is_no_part_of_nothing(wanted: str) -> None:
    with pytest.raises(NotSatisfiable):
        part_of(asked(wanted), 0)


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,4-5",  # several parts would need another form of answer
        "items=0-1",
        "bytes=1234567890123456789-",  # nothing of ours is that long
        "bytes=a-b",
        "bytes=٣-",
    ],
)
def test_what_is_no_part_is_ignored(wanted: str) -> None:
    """RFC 9110, section 14.2: a server may answer with the whole."""
    headers = Headers(raw=[(b"range", wanted.encode())])

    assert not asks_for_part(headers, TAG)


def test_without_the_header_nobody_asks_for_a_part() -> None:
    assert not asks_for_part(Headers(), TAG)


@pytest.mark.parametrize(
    ("condition", "tag", "is_asked"),
    [
        (TAG, TAG, True),
        ('"other"', TAG, False),
        ('"tag-gzip"', TAG, False),  # its bytes are others
        ('W/"tag"', 'W/"tag"', False),  # nobody knows whether those are the same bytes
        ("Sun, 29 Nov 2026 08:00:00 GMT", TAG, False),
    ],
)
def test_a_part_of_another_answer_is_not_wanted(condition: str, tag: str, is_asked: bool) -> None:  # noqa: FBT001 - a column of the table
    assert asks_for_part(asked("bytes=1-", condition), tag) is is_asked
