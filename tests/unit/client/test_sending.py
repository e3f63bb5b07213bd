"""Requests that do not go through at once."""

import io
from collections.abc import Callable

import httpx2
import pytest
from support.both_clients import Both, Script, Torn

from contractsai.client import NotThisService, Patience, Refused, Unreachable
from contractsai.client.patience import MAY_PASS
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.problem_kind import ProblemKind

JOB = {"id": "j1", "state": "RUNNING", "ended_at": None}
STREAM = {"content_type": "text/event-stream; charset=utf-8"}
BYTES = {"etag": '"tag"', "accept_ranges": "bytes"}


def message(number: int, name: str, data: str = "{}") -> bytes:
    return f"id: {number}\nevent: {name}\ndata: {data}\n\n".encode()


@pytest.mark.parametrize(
    "error",
    [
        httpx2.ConnectError("refused"),
        httpx2.ReadTimeout("silence"),
        httpx2.RemoteProtocolError("cut"),
    ],
)
def test_who_is_not_reached_is_asked_again_under_the_same_key(
    client: Both, script: Script, error: Exception
) -> None:
    """The first may have been carried out: the service makes one job of both."""
    script.breaks(error)
    script.says(JOB, 202)

    assert client.submit("/contracts") == JOB

    keys = [request.headers["Idempotency-Key"] for request in script.asked]
    assert keys[0] == keys[1]
    assert client.pauses == [0.125]


def test_each_call_has_a_key_of_its_own_unless_it_is_given_one(
    client: Both, script: Script
) -> None:
    for _ in range(3):
        script.says(JOB, 202)

    client.submit("/contracts")
    client.submit("/contracts")
    client.submit("/contracts", idempotency_key="nightly")

    first, second, third = (request.headers["Idempotency-Key"] for request in script.asked)
    assert first != second
    assert third == "nightly"


def test_a_service_that_is_busy_is_asked_when_it_says(client: Both, script: Script) -> None:
    script.refuses(kinds.TOO_OFTEN, retry_after="7")
    script.says(JOB)

    assert client.job("j1") == JOB
    assert client.pauses == [7.125]


def test_what_will_not_pass_is_told_at_once(client: Both, script: Script) -> None:
    script.refuses(kinds.WRONG_STATE, "it has ended")

    with pytest.raises(Refused, match="it has ended") as raised:
        client.cancel("j1")

    assert raised.value.slug == "wrong-state"
    assert client.pauses == []


def test_nobody_is_asked_for_ever(made: Callable[..., Both], script: Script) -> None:
    client = made(script.transport, patience=Patience(attempts=3, first_seconds=1))
    for _ in range(3):
        script.breaks()

    with pytest.raises(Unreachable, match=r"http://service\.example: connection refused"):
        client.job("j1")

    assert client.pauses == [0.5, 1]


def test_the_statuses_that_may_pass_are_those_that_the_service_says_it_of() -> None:
    """408 is ours without a Retry-After, 502 and 504 are a proxy's."""
    told = {kind.status for kind in kinds.ALL.values() if kind.retry_after_seconds}

    assert told - {409} <= MAY_PASS
    assert kinds.TOO_OFTEN.status in MAY_PASS


@pytest.mark.parametrize("kind", [kinds.JOB_NOT_FOUND, kinds.JOB_PURGED])
def test_what_a_lost_answer_may_have_deleted_is_deleted(
    client: Both, script: Script, kind: ProblemKind
) -> None:
    script.breaks()
    script.refuses(kind)

    assert client.delete("j1") is None


def test_what_was_never_there_cannot_be_deleted(client: Both, script: Script) -> None:
    """Also after an answer that said so: nothing was deleted by that."""
    script.refuses(kinds.BUSY)
    script.refuses(kinds.JOB_NOT_FOUND)

    with pytest.raises(Refused, match="No job has this id"):
        client.delete("j1")


@pytest.mark.parametrize(
    ("content", "status"), [(b"<html>", 200), (b"[]", 200), (b"", 200), (b"<html>", 502)]
)
def test_another_program_is_recognised(
    client: Both, script: Script, content: bytes, status: int
) -> None:
    script.says(content, status)

    with pytest.raises(NotThisService):
        client.job("j1")


def test_what_is_packed_wrongly_is_no_answer_of_ours(client: Both, script: Script) -> None:
    script.says(Torn(b"no gzip"), content_encoding="gzip")

    with pytest.raises(NotThisService):
        client.job("j1")


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "http://", "http://x/?q=1"])
def test_only_web_addresses_are_services(
    made: Callable[..., Both], script: Script, url: str
) -> None:
    with pytest.raises(ValueError, match="such as http://localhost:8000"):
        made(script.transport, url)


def test_a_key_and_a_prefix_are_on_every_request(made: Callable[..., Both], script: Script) -> None:
    client = made(script.transport, "https://proxy.example/legal/", key="k1")
    script.says(JOB)

    client.job("../x?y")

    [request] = script.asked
    assert str(request.url) == "https://proxy.example/legal/jobs/..%2Fx%3Fy"
    assert request.headers["Authorization"] == "Bearer k1"


def test_a_download_goes_on_where_it_broke_off(client: Both, script: Script) -> None:
    script.says(Torn(b"one "), **BYTES)
    script.says(Torn(b"two "), 206, content_range="bytes 4-12/13", **BYTES)
    script.says(b"three", 206, content_range="bytes 8-12/13", **BYTES)
    stream = io.BytesIO(b"before ")
    stream.seek(0, io.SEEK_END)

    client.report("j1", stream)

    assert stream.getvalue() == b"before one two three"
    first, second, third = script.asked
    assert "Range" not in first.headers
    assert {request.headers["Accept-Encoding"] for request in script.asked} == {"identity"}
    assert (second.headers["Range"], second.headers["If-Range"]) == ("bytes=4-", '"tag"')
    assert third.headers["Range"] == "bytes=8-"


def test_a_report_that_changed_meanwhile_begins_anew(client: Both, script: Script) -> None:
    """The rest of another report must not be put to what is there."""
    script.says(Torn(b"an older report, "), **BYTES)
    script.says(b"a newer one", etag='"other"', accept_ranges="bytes")
    stream = io.BytesIO()

    client.report("j1", stream)

    assert stream.getvalue() == b"a newer one"


def test_a_form_without_parts_begins_anew(client: Both, script: Script) -> None:
    script.says(Torn(b"PK half"), etag='W/"tag"', accept_ranges="none")
    script.says(b"PK whole", etag='W/"tag"', accept_ranges="none")
    stream = io.BytesIO()

    client.report("j1", stream, "xlsx")

    assert stream.getvalue() == b"PK whole"
    assert "Range" not in script.asked[1].headers


class Pipe(io.BytesIO):
    """A stream that cannot go back."""

    def seekable(self) -> bool:
        return False


def test_what_was_sent_down_a_pipe_cannot_be_taken_back(client: Both, script: Script) -> None:
    script.says(Torn(b"PK half"), accept_ranges="none")

    with pytest.raises(Unreachable):
        client.report("j1", Pipe(), "xlsx")

    assert script.is_over


def test_a_pipe_gets_the_rest_of_the_same_report_and_of_no_other(
    client: Both, script: Script
) -> None:
    script.says(Torn(b"one "), **BYTES)
    script.says(b"two", 206, content_range="bytes 4-6/7", **BYTES)
    pipe = Pipe()
    client.report("j1", pipe)
    assert pipe.getvalue() == b"one two"

    script.says(Torn(b"one "), **BYTES)
    script.says(b"another", etag='"other"')
    with pytest.raises(Unreachable, match="another report"):
        client.report("j1", Pipe())


def test_what_broke_off_behind_the_last_byte_is_whole(client: Both, script: Script) -> None:
    script.says(Torn(b"all of it"), **BYTES)
    script.refuses(kinds.NO_SUCH_PART, content_range="bytes */9")
    stream = io.BytesIO()

    client.report("j1", stream)

    assert stream.getvalue() == b"all of it"


def test_a_part_that_nobody_asked_for_is_refused(client: Both, script: Script) -> None:
    script.says(Torn(b"one "), **BYTES)
    script.says(b"two", 206, content_range="bytes 5-7/8", **BYTES)

    with pytest.raises(NotThisService, match="another part"):
        client.report("j1", io.BytesIO())


def test_a_download_that_gets_on_is_not_given_up(client: Both, script: Script) -> None:
    """Only failures without a byte between them are counted."""
    for number in range(9):
        content_range = f"bytes {number}-9/10"
        script.says(Torn(b"x"), 206 if number else 200, content_range=content_range, **BYTES)
    script.says(b"x", 206, content_range="bytes 9-9/10", **BYTES)
    stream = io.BytesIO()

    client.report("j1", stream)

    assert stream.getvalue() == b"x" * 10
    assert set(client.pauses) == {0.125}


def test_a_download_that_is_refused_is_no_file(client: Both, script: Script) -> None:
    script.refuses(kinds.JOB_NOT_FOUND)

    with pytest.raises(Refused, match="No job"):
        client.report("j1", io.BytesIO())


def test_a_stream_goes_on_where_it_broke_off(client: Both, script: Script) -> None:
    """And whoever answers next is told from where."""
    script.says(Torn(b"retry: 1000\n\n" + message(1, "snapshot") + b"id: 2\nevent: de"), **STREAM)
    script.refuses(kinds.BUSY)
    script.says(message(2, "delta") + message(3, "end"), **STREAM)

    events = client.events("j1")

    assert [(event.name, event.id) for event in events] == [
        ("snapshot", "1"),
        ("delta", "2"),
        ("end", "3"),
    ]
    last_ids = [request.headers.get("Last-Event-ID") for request in script.asked]
    assert last_ids == [None, "1", "1"]


def test_a_process_that_stops_ends_its_streams_and_another_goes_on(
    client: Both, script: Script
) -> None:
    script.says(message(1, "snapshot"), **STREAM)
    script.says(message(2, "gone"), **STREAM)

    assert [event.name for event in client.events("j1")] == ["snapshot", "gone"]


def test_who_has_seen_the_end_is_told_nothing_more(client: Both, script: Script) -> None:
    script.says(status=204)

    assert client.events("j1", last_event_id="9") == []
    assert script.asked[0].headers["Last-Event-ID"] == "9"


def test_a_stream_on_which_nothing_ever_comes_is_given_up(client: Both, script: Script) -> None:
    for _ in range(5):
        script.says(b": still here\n\n", **STREAM)

    with pytest.raises(Unreachable, match="ended"):
        client.all_events()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"<html>", "text/html"), (message(1, "delta", "no JSON"), "text/event-stream")],
)
def test_what_is_no_stream_of_ours_is_refused(
    client: Both, script: Script, content: bytes, media_type: str
) -> None:
    script.says(content, content_type=media_type)

    with pytest.raises(NotThisService):
        client.events("j1")
