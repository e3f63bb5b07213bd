"""What went wrong, read from an answer."""

import json

import pytest

from contractsai.client import NotThisService, Refused
from contractsai.client.errors import refused, seconds_of

TOLD = {"type": "/contracts/problems/wrong-state", "title": "Title", "hint": "Do this."}


def test_a_problem_is_read_whole() -> None:
    error = refused(409, json.dumps(TOLD | {"detail": "why"}).encode(), {"retry-after": "3"})

    assert isinstance(error, Refused)
    assert (error.status, error.slug) == (409, "wrong-state")
    assert (error.title, error.hint, error.detail) == ("Title", "Do this.", "why")
    assert error.retry_after == 3
    assert str(error) == "why. Do this."
    assert error.problem["type"] == TOLD["type"]


def test_a_problem_without_a_detail_or_a_page_of_its_own_is_one_too() -> None:
    error = refused(418, json.dumps(TOLD | {"type": "about:blank"}).encode(), {})

    assert isinstance(error, Refused)
    assert (error.slug, error.detail, error.retry_after) == ("", "Title", None)


@pytest.mark.parametrize("content", [b"", b"<html>", b"{}", b"[]", b'"text"', b"\xff"])
def test_what_is_no_problem_is_no_answer_of_ours(content: bytes) -> None:
    assert isinstance(refused(502, content, {}), NotThisService)


@pytest.mark.parametrize("text", [None, "", "soon", "Sun, 29 Nov 2026 08:00:00 GMT", "²"])
def test_only_seconds_are_waited_for(text: str | None) -> None:
    assert seconds_of(text) is None
