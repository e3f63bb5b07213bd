"""Words as they are looked for."""

import pytest

from contractsai.domain.words import MAX_WORD, folded, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Agreement, dated 3 March.", ["the", "agreement", "dated", "3", "march"]),
        ("Société Générale; ZÜRICH", ["societe", "generale", "zurich"]),
        ("non-compete under 2.3(b)", ["non", "compete", "under", "2", "3", "b"]),
        ("snake_case O\u2019Neill", ["snake", "case", "o", "neill"]),
        ("Договор аренды", ["договор", "аренды"]),
        ("Stra\u00dfe x\u00b2 \u00bd", ["stra\u00dfe", "x2", "\u00bd"]),
        ("\u0130stanbul", ["istanbul"]),
        ("\x00 \udcff !?", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_word_without_end_is_cut() -> None:
    """No database keeps any length, and nobody types it."""
    assert words_of("y" * 5_000) == ["y" * MAX_WORD]


@pytest.mark.parametrize(
    "text", ["Générale \u0130 \ufb01n \u00bd \u00df e\u0301", "\U0001d400bc \r\n"]
)
def test_folding_keeps_every_letter_at_its_place(text: str) -> None:
    """What is found in the folded text is quoted from the other."""
    assert len(folded(text)) == len(text)


def test_every_word_holds_nothing_but_letters_and_digits() -> None:
    """So that none of them means anything to a database."""
    text = " ".join(chr(code) for code in range(0x3000))

    assert all(word.isalnum() for word in words_of(text))
    assert all(words_of(word) == [word] for word in words_of(text))
