"""Sessions: sealed by a key, for a while."""

import pytest
from pydantic import SecretStr
from starlette.requests import Request

from contractsai.entrypoints.api.sessions import COOKIE, LIFETIME_SECONDS, Sessions

FIRST, SECOND = SecretStr("first-key-of-sixteen"), SecretStr("second-key-of-sixteen")


def request_with(session: str | None) -> Request:
    headers = [(b"cookie", f"other=1; {COOKIE}={session}".encode())] if session is not None else []
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


def session_of(sessions: Sessions, key: SecretStr = FIRST) -> str:
    made = sessions.open(key.get_secret_value())
    assert made
    return made


def test_a_session_holds_in_every_process_with_the_key() -> None:
    """Nothing is kept, so that no process needs to ask another."""
    made = session_of(Sessions([FIRST, SECOND]), SECOND)

    assert Sessions([SECOND]).admit(request_with(made))


def test_a_session_ends_with_its_key() -> None:
    made = session_of(Sessions([FIRST, SECOND]), FIRST)

    assert not Sessions([SECOND]).admit(request_with(made))
    assert not Sessions([]).admit(request_with(made))


def test_a_session_ends_by_itself() -> None:
    made = session_of(Sessions([FIRST], seconds_now=lambda: 1000.0))
    last = 1000 + LIFETIME_SECONDS

    assert Sessions([FIRST], seconds_now=lambda: last - 1.0).admit(request_with(made))
    assert not Sessions([FIRST], seconds_now=lambda: float(last)).admit(request_with(made))


def test_nobody_prolongs_a_session() -> None:
    ends, nonce, seal = session_of(Sessions([FIRST])).split(".")
    sessions = Sessions([FIRST])

    for forged in (f"{int(ends) + 1}.{nonce}.{seal}", f"{ends}.{nonce}0.{seal}", f"{ends}.{seal}"):
        assert not sessions.admit(request_with(forged))


@pytest.mark.parametrize("text", [None, "", ".", "..", "1.2.3", "9" * 5000, "ü", '"', "a=b=c"])
def test_what_is_no_session_is_none(text: str | None) -> None:
    """Whoever sends it may have made it to break what reads it."""
    assert not Sessions([FIRST]).admit(request_with(text))


def test_two_sessions_of_a_key_differ() -> None:
    sessions = Sessions([FIRST])

    assert session_of(sessions) != session_of(sessions)


def test_a_wrong_key_makes_none() -> None:
    assert Sessions([FIRST]).open("wrong") is None
    assert Sessions([]).open("") is None
