"""The language of a text, by a vote of its commonest words."""

import re
from collections import Counter
from typing import Final

UNCLEAR: Final = "und"
_SAMPLE: Final = 40_000  # characters: a preamble and more
_WORD: Final = re.compile(r"[^\W\d_]{1,20}")
_MIN_VOTES: Final = 5
_LEAD: Final = 1.2  # over the second, or the vote is open
_SHARE_OF_COMMON: Final = 0.02

_STOP_WORDS: Final = {
    "en": "the of and to in a is that for by with as be this or any shall from are not such which",
    "de": (
        "der die und den von zu das mit sich des ist im dem nicht ein eine als auch es werden für"
    ),
    "fr": "le la les de des et du en un une que est pour dans par au ce qui sur pas ou aux avec",
    "es": "el la los las de y en un una que del se por con para su al lo como o es no",
    "it": "il la di e che i le per un una in del della dei è con si non da al sono gli nel",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er die om bij of door worden",
    "pt": "o a os as de e do da dos das em um uma que para com por não no na se ou ao pelo",
    "tr": ("ve bir bu ile için olarak olan da de veya her ne göre kadar taraf\u0131ndan sözleşme"),
}
_VOTERS: Final = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of *text*'s language, or ``und``."""
    said = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    votes = sorted(
        ((sum(said[word] for word in voters), name) for name, voters in _VOTERS.items()),
        reverse=True,
    )
    (first, winner), (second, _) = votes[:2]
    return winner if first >= _MIN_VOTES and first >= _LEAD * second else UNCLEAR


def has_common_words(text: str) -> bool:
    """Return whether one word in fifty is common in some language that is known here."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    known = sum(any(word in voters for voters in _VOTERS.values()) for word in words)
    return known >= _SHARE_OF_COMMON * len(words)
