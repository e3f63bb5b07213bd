"""Texts as every database keeps and compares them."""

import pytest

from contractsai.domain.texts import ascii_lower, is_text


@pytest.mark.parametrize(("value", "is_one"), [("Ä\n", True), ("\0", False), ("\ud800", False)])
def test_what_no_database_keeps_is_no_text(value: str, is_one: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_text(value) is is_one


def test_a_to_z_alone_are_made_small() -> None:
    """So that SQLite, PostgreSQL and Python agree, whatever the locale."""
    assert ascii_lower("Suppliers ÄÉİ ß") == "suppliers ÄÉİ ß"
