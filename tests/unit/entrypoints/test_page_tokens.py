"""Page tokens."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.entrypoints.page_tokens import BadPageToken, PageTokens

OURS = PageTokens(lambda: b"s" * 32)


@given(st.text())
def test_a_token_gives_back_what_it_was_made_of(after: str) -> None:
    """Also a path that is no proper Unicode, as file systems allow."""
    assert OURS.decode("jobs", OURS.encode("jobs", after)) == after


@given(st.text(max_size=80))
def test_whatever_is_sent_is_refused_and_never_fails(token: str) -> None:
    """Tokens come from outside: anything may stand there."""
    with pytest.raises(BadPageToken):
        OURS.decode("jobs", token)


def test_a_token_is_for_its_list_and_filter_alone() -> None:
    token = OURS.encode('jobs {"state": "FAILED"}', "1f")

    with pytest.raises(BadPageToken, match="another list"):
        OURS.decode("jobs", token)


def test_every_replica_takes_it_and_nobody_elses() -> None:
    token = OURS.encode("jobs", "1f")

    assert PageTokens(lambda: b"s" * 32).decode("jobs", token) == "1f"
    with pytest.raises(BadPageToken, match="this service"):
        PageTokens(lambda: b"t" * 32).decode("jobs", token)


def test_who_changes_a_token_has_none() -> None:
    """Of every byte each change is refused: what is behind it need not be looked at."""
    token = base64.urlsafe_b64decode(OURS.encode("jobs", "1f") + "==")

    for place in range(len(token)):
        forged = bytearray(token)
        forged[place] ^= 1
        with pytest.raises(BadPageToken):
            OURS.decode("jobs", base64.urlsafe_b64encode(forged).decode().rstrip("="))
