"""Words as the model sees them: lower case, figures by their number of digits, one quote sign."""

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d,.]*|[$%\"“”]")
_ASCII_WORD: Final = re.compile(r"[a-z]+|[0-9][0-9,.]*|[$%\"]")  # the same there, and quicker
_LONGEST_WORD: Final = 30  # characters: what is longer is no word, and no key of the vocabulary
_MOST_DIGITS: Final = 5


def words_of(text: str) -> list[str]:
    """Return the words of *text* in order; ``1,000`` reads ``#4``, as every such number does."""
    return [normal(word) for word in written_words(text)]


def written_words(text: str) -> list[str]:
    """Return the words of *text* in order, in lower case."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    return pattern.findall(text.lower())


def normal(word: str) -> str:
    """Return a word as the model sees it."""
    if word[0].isalpha():
        return word[:_LONGEST_WORD]
    if word in '"“”':
        return '"'
    if word in "$%":
        return word
    return f"#{min(sum(map(str.isdigit, word)), _MOST_DIGITS)}"
