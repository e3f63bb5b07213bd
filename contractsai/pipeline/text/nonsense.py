"""Text that decodes to nonsense: a font without a map to letters, or with a wrong one.

What such a page shows is a contract, and what it says is noise. A language that nobody
thought of must not be taken for that: what counts are signs that no language has.
"""

import re
from typing import Final

from contractsai.pipeline.text.language import has_common_words

_SAMPLE: Final = 20_000  # characters of a page: more say the same
_EVERY: Final = 5  # characters, for a first look that spares most pages the dear ones
_FEWEST_CHARACTERS: Final = 20
_FEWEST_WORDS: Final = 15
_MOST_UNPRINTABLE: Final = 0.1  # of what is no blank; bullets of symbol fonts are a few
_MOST_BROKEN: Final = 0.25  # of the words
_MOST_WITHOUT_VOWEL: Final = 0.25  # of longer words; English has one in a hundred
_SOME_WITHOUT_VOWEL: Final = 0.08  # where no common word of any language stands either
_MANY_VOWELS: Final = 0.25  # of all characters: English has 0.31
_VOWELS: Final = "aeiouyAEIOUY"
_SIGNS: Final = '<>=?;!#%*^~|\\{}[]$"'
# But for blanks, and for PDFium's hyphens at line ends: 0x02 and 0xFFFE.
_ODD: Final = re.compile(
    "[\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]"
)
_ASCII_ODD: Final = {code: None for code in range(128) if _ODD.match(chr(code))}
_RUN: Final = re.compile(r"([^\w\s])\1+")  # rows of dots or strokes: a form, a table of contents
# A sign that stands between words, in the middle of one: mail addresses and the like are few.
_BROKEN: Final = re.compile(r"\w[<>=?;!#%*^~|\\{}\[\]$\"]+\w")
_LATIN: Final = re.compile(r"(?<![^\W\d_])[a-z]{4,30}(?![^\W\d_])", re.IGNORECASE)
_WITHOUT_VOWEL: Final = re.compile(
    r"(?<![^\W\d_])[bcdfghjklmnpqrstvwxz]{4,30}(?![^\W\d_])", re.IGNORECASE
)


def is_nonsense(text: str) -> bool:
    """Return whether *text*, a page's, says nothing in any language."""
    sample = text[:_SAMPLE]
    return _is_unprintable(sample) or _is_broken(sample) or _is_without_vowels(sample)


def _is_unprintable(sample: str) -> bool:
    """Tell letters of nobody: private use, controls, replacements."""
    plain = sample.replace("\xa0", " ")
    if plain.isascii():
        odd = len(plain) - len(plain.translate(_ASCII_ODD))
    else:
        odd = len(_ODD.findall(sample))
    whole = sum(map(len, sample.split())) if odd else 0
    return whole >= _FEWEST_CHARACTERS and odd > _MOST_UNPRINTABLE * whole


def _is_broken(sample: str) -> bool:
    """Tell a shift of the alphabet: signs stand where letters should."""
    some = sample[::_EVERY]
    blanks = some.count(" ") + some.count("\n")
    if sum(map(some.count, _SIGNS)) <= _MOST_BROKEN / 2 * blanks:
        return False
    words = len(sample.split())
    broken = len(_BROKEN.findall(_RUN.sub(r"\1", sample)))
    return words >= _FEWEST_WORDS and broken > _MOST_BROKEN * words


def _is_without_vowels(sample: str) -> bool:
    """Tell letters taken for other letters: what comes out can hardly be said aloud."""
    some = sample[::_EVERY]
    if sum(map(some.count, _VOWELS)) > _MANY_VOWELS * len(some):
        return False
    words = len(_LATIN.findall(sample))
    without = len(_WITHOUT_VOWEL.findall(sample))
    if words < _FEWEST_WORDS or without <= _SOME_WITHOUT_VOWEL * words:
        return False
    return without > _MOST_WITHOUT_VOWEL * words or not has_common_words(sample)
