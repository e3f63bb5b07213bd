"""What parties were called before."""

import pytest

from contractsai.pipeline.facts.former_names import find_former_names
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading


def found(text: str) -> list[str]:
    draft = draft_of(normalise(Reading((text,)), max_characters=100_000))
    return [fact.value for fact in find_former_names(draft)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ('and Glu Mobile, Inc. f/k/a Sorrent, Inc. ("Licensee").', "Sorrent, Inc."),
        ("Oak Mills plc (formerly known as Oak Sawmills Limited)", "Oak Sawmills Limited"),
        ("Oak Mills plc, formerly Oak & Ash Co., Ltd, agrees", "Oak & Ash Co., Ltd"),
        ("Elm Press Ltd, as successor in interest to Elm Printers LLC, and", "Elm Printers LLC"),
        ("Elm Press Ltd, as assignee of Elm Printers, agrees", "Elm Printers"),
    ],
)
def test_a_name_of_before_is_found(words: str, name: str) -> None:
    """The contract that a paper changes knows its party by that one."""
    assert found(words) == [name]


def test_it_is_told_once() -> None:
    assert found("Oak plc (formerly Ash plc). Oak plc (formerly Ash plc)") == ["Ash plc"]


@pytest.mark.parametrize("words", ["as formerly agreed", "a successor to the Licensee"])
def test_what_is_no_name_is_none(words: str) -> None:
    assert found(words) == []
