"""Words as they are looked for: without case, accents and punctuation, letter by letter.

Every store gets words from here, not from a database's own idea of them, so that no two stores
can find different things.
"""

import re
import unicodedata
from typing import Final

MAX_WORD: Final = 64
"""Letters of a word that count; PostgreSQL keeps none of more than 2 KiB."""

_WORD: Final = re.compile(r"[^\W_]+")


class _Fold(dict[int, str]):
    """One letter for each letter, so that what is found has the offsets of the text."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = unicodedata.normalize("NFKD", letter).casefold()
        bare = "".join(part for part in bare if not unicodedata.combining(part))
        folded = next((form for form in (bare, letter.lower()) if len(form) == 1), letter)
        self[code] = folded
        return folded


_FOLD: Final = _Fold()


def folded(text: str) -> str:
    """Return *text*, letter by letter, without case and accents."""
    return text.translate(_FOLD)


def words_of(text: str) -> list[str]:
    """Return the words of *text* in their order: runs of letters and digits."""
    return [word[:MAX_WORD] for word in _WORD.findall(folded(text))]
