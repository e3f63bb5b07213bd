"""Names of strangers, made safe: the same on every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.upload_names import MOST_BYTES, MOST_PARTS, Names, is_hostile, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("nda.pdf", "nda.pdf"),
        ("2026/März/nda.pdf", "2026/März/nda.pdf"),
        ("2026\\nda.pdf", "2026/nda.pdf"),
        ("C:\\Users\\ada\\nda.pdf", "Users/ada/nda.pdf"),
        ("/etc/passwd", "etc/passwd"),
        ("../../nda.pdf", "nda.pdf"),
        ("a/./b/../nda.pdf", "a/b/nda.pdf"),
        ("nda.pdf\x00.exe", "nda.pdf_.exe"),
        ("a\nb\x1b[31m.pdf", "a_b_[31m.pdf"),
        ("fdp.\u202exe.pdf", "fdp._xe.pdf"),
        ("nda\udcff.pdf", "nda_.pdf"),
        ("what?.pdf", "what_.pdf"),
        ("nda.pdf. .", "nda.pdf"),
        (" nda.pdf", "nda.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.pdf/lpt9", "_com1.pdf/_lpt9"),
        ("console.pdf", "console.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("", "unnamed"),
        ("..", "unnamed"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "length", "end"),
    [
        ("ä" * 300 + ".pdf", MOST_BYTES, "ä.pdf"),
        ("a" * 300, MOST_BYTES, "aaa"),
        ("a." + "b" * 300, MOST_BYTES, "bbb"),
    ],
)
def test_a_long_name_is_cut_before_its_ending(name: str, length: int, end: str) -> None:
    cut = safe_name(name)

    assert cut.endswith(end)
    assert length - 2 <= len(cut.encode()) <= length


def test_of_a_deep_path_the_end_is_kept() -> None:
    assert safe_name("a/" * 100 + "nda.pdf") == "a/" * (MOST_PARTS - 1) + "nda.pdf"


@given(st.text())
def test_a_safe_name_stays_below_its_folder_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)

    parts = safe.split("/")
    assert not {"", ".", ".."} & set(parts)
    assert len(parts) <= MOST_PARTS
    assert "\\" not in safe
    assert all(len(part.encode()) <= MOST_BYTES + 1 for part in parts)


@pytest.mark.parametrize("name", ["/a", "\\a", "../a", "a/../../b", "a\\..\\b", "C:a", "c:/a"])
def test_a_name_that_leads_out_of_an_archive_is_hostile(name: str) -> None:
    assert is_hostile(name)


@pytest.mark.parametrize("name", ["a", "a/b", "a..b", "...", "ab:c"])
def test_another_one_is_not(name: str) -> None:
    assert not is_hostile(name)


def test_a_name_that_is_taken_gets_a_number() -> None:
    """Also where only capitals differ: macOS and Windows would write one over the other."""
    names = Names()

    given_ = [names.give(name) for name in ("nda.pdf", "NDA.pdf", "nda.pdf", ".x", "a", "a")]

    assert given_ == ["nda.pdf", "NDA (2).pdf", "nda (3).pdf", ".x", "a", "a (2)"]


def test_a_file_and_a_folder_never_have_one_name() -> None:
    names = Names()

    given_ = [names.give(name) for name in ("a", "A/b.pdf", "c/d.pdf", "c")]

    assert given_ == ["a", "A (2)/b.pdf", "c/d.pdf", "c (2)"]
