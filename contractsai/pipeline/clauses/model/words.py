"""Words as the model sees them: lower case, figures by their number of digits, one quote sign."""

import re
from typing import Final

SEAM: Final = "\0"
"""What no normalised text holds: a word of its own, between texts that are read at once."""
_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d,.]*|[$%\"“”\0]")
_ASCII_WORD: Final = re.compile(r"[a-z]+|[0-9][0-9,.]*|[$%\"\0]")  # the same there, and quicker
# What keeps most contracts from being ASCII: quotes, which are one word, and signs, which are none.
_SIGNS: Final = "\u2018\u2019\u2013\u2014\u00a7\u2022"
_AS_ASCII: Final = (*((quote, '"') for quote in "“”"), *((sign, " ") for sign in _SIGNS))
_LONGEST_WORD: Final = 30  # characters: what is longer is no word, and no key of the vocabulary
_MOST_DIGITS: Final = 5


def words_of(text: str) -> list[str]:
    """Return the words of *text* in order; ``1,000`` reads ``#4``, as every such number does."""
    return [normal(word) for word in written_words(text)]


def written_words(text: str) -> list[str]:
    """Return the words of *text* in order, in lower case, each quote as the straight one."""
    small = text.lower()
    if not small.isascii():
        for sign, plain in _AS_ASCII:
            small = small.replace(sign, plain)
    pattern = _ASCII_WORD if small.isascii() else _WORD
    return pattern.findall(small)


def normal(word: str) -> str:
    """Return a word as the model sees it."""
    if word[0].isalpha():
        return word[:_LONGEST_WORD]
    if word in '"“”':
        return '"'
    if word in "$%":
        return word
    return f"#{min(sum(map(str.isdigit, word)), _MOST_DIGITS)}"
