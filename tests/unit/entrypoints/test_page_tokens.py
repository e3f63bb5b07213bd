"""Page tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.entrypoints import page_tokens as tokens


@given(st.text(st.characters(exclude_characters="\0")))
def test_a_token_gives_back_what_it_was_made_of(after: str) -> None:
    """Also a path that is no proper Unicode, as file systems allow."""
    assert tokens.decode("jobs", tokens.encode("jobs", after)) == after


@given(st.text(max_size=80))
def test_whatever_is_sent_is_refused_and_never_fails(token: str) -> None:
    """Tokens come from outside: anything may stand there."""
    with pytest.raises(tokens.BadPageToken):
        tokens.decode("jobs", token)
