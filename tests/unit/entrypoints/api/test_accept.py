"""What an Accept header asks for."""

import pytest

from contractsai.entrypoints.api.accept import preferred

OFFERS = {"application/jsonl": "jsonl", "text/csv": "csv", "text/html": "html"}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "jsonl"),
        ("", "jsonl"),
        ("*/*", "jsonl"),
        ("text/csv", "csv"),
        ("Text/CSV; header=present", "csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/csv;q=0.5, text/html;q=0.7", "html"),
        ("text/csv, text/html", "csv"),
        ("text/csv;q=0", "jsonl"),
        ("text/csv;q=much", "jsonl"),
        ("text/csv;q=nan, text/html;q=0.1", "html"),
        ("image/png", "jsonl"),
        ("text/*", "csv"),
        ("text/*, text/csv;q=0", "html"),
        ("text/*;q=0.2, text/html;q=0.1", "csv"),
        ("*/*;q=0.5, text/*", "csv"),
        ("application/*, text/*", "jsonl"),
        ("*/*;q=0, text/html;q=0.1", "html"),
        ("*/*;q=0", "jsonl"),
        ("text", "jsonl"),
        (",;,", "jsonl"),
    ],
)
def test_the_weightiest_form_that_we_have_is_chosen(accept: str | None, chosen: str) -> None:
    """A browser gets a page, a script gets lines, nobody gets an argument."""
    assert preferred(accept, OFFERS, default="jsonl") == chosen
