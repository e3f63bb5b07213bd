"""The language of a text: by its script, else by a vote of its commonest words."""

import re
from collections import Counter
from typing import Final

UNCLEAR: Final = "und"
_SAMPLE: Final = 40_000  # characters: a preamble and more
_WORD: Final = re.compile(r"[^\W\d_]{1,20}")
_ASCII_WORD: Final = re.compile(r"[a-z]{1,20}")  # the same there, and quicker
_SIGNS: Final = "\u201c\u201d\u2018\u2019\u2013\u2014\u00a7\u2022"
_MIN_VOTES: Final = 3
_FEW_VOTES: Final = 8  # below it the first has to lead by more
_LEAD: Final = 1.2  # over the second, or the vote is open
_SHARE_OF_COMMON: Final = 0.02
_CLEAR_LEAD: Final = 2.0
_SHARE: Final = 0.3  # of the letters: names and terms of art are written in Latin everywhere
_ENGLISH_SHARE: Final = 0.04  # of the words of an English text, and far more, vote for English
_ENOUGH_WORDS: Final = 25

# Every script that one language, or one group of them, is written in: its letters as ranges.
_SCRIPTS: Final = (
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("ja", "\u3040-\u30ff\u31f0-\u31ff"),
    ("ko", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"),
    ("ar", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("he", "\u0590-\u05ff\ufb1d-\ufb4f"),
    ("ru", "\u0400-\u052f"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("th", "\u0e00-\u0e7f"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("ta", "\u0b80-\u0bff"),
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
)
_LETTERS: Final = tuple((name, re.compile(f"[{letters}]")) for name, letters in _SCRIPTS)
_NOT_LATIN: Final = re.compile("[\u0370-\u1cff\u1f00-\u1fff\u2e80-\ud7ff\uf900-\ufeff]")
_KANA_SHARE: Final = 0.05  # of the letters: Japanese is written in Chinese signs for the most part
_UKRAINIAN: Final = re.compile("[\u0456\u0457\u0454\u0491]", re.IGNORECASE)
_RUSSIAN: Final = re.compile("[\u044b\u044d\u044a\u0451]", re.IGNORECASE)
_PERSIAN: Final = re.compile("[\u067e\u0686\u0698\u06af]")

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
    "pl": "i w z na do się nie o od że jest dla przez oraz lub strony umowy niniejszej po za jako",
    "cs": "a v na se je že s z do o k za ve nebo pro podle smlouvy této smluvní strany jako od",
    "sv": "och i att det som en på är av för med till den har inte om ett eller avtal detta skall",
    "da": "og i at det som en på er af for med til den har ikke om et eller aftale denne skal ved",
    "fi": "ja on ei se että tämän sopimuksen tai sekä mukaan jos ovat osapuolet kuin myös voi",
    "hu": "a az és egy hogy nem is vagy szerződés jelen felek ez alapján által meg között szerint",
    "ro": "și de la în cu din pe a al ale nu este sau prin pentru prezentul contract părțile care",
    "vi": "và của các trong theo hợp đồng này bên được cho với không là có về điều tại do",
    "id": "dan yang di dengan untuk dari pada ini dalam oleh para pihak perjanjian atau tidak akan",
}
_VOTERS: Final = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of *text*'s language, or ``und``."""
    sample = text[:_SAMPLE]
    said = Counter(_words(sample.lower()))
    written = _by_script(sample, sum(len(word) * count for word, count in said.items()))
    if written is not None:
        return written
    votes = sorted(
        ((sum(said[word] for word in voters), name) for name, voters in _VOTERS.items()),
        reverse=True,
    )
    (first, winner), (second, _) = votes[:2]
    lead = _LEAD if first >= _FEW_VOTES else _CLEAR_LEAD
    return winner if first >= _MIN_VOTES and first >= lead * second else UNCLEAR


def _words(small: str) -> list[str]:
    """Return the words of a text in small letters, the parts of long ones as words."""
    if not small.isascii():  # most contracts are, but for their quotes and dashes
        for sign in _SIGNS:
            small = small.replace(sign, " ")
    return (_ASCII_WORD if small.isascii() else _WORD).findall(small)


def is_english(text: str, language: str) -> bool:
    """Return whether rules made for English can hold; a text of a few words has the doubt."""
    if language != UNCLEAR:
        return language == "en"
    words = _WORD.findall(text[:_SAMPLE].lower())
    english = sum(word in _VOTERS["en"] for word in words)
    return len(words) < _ENOUGH_WORDS or english >= _ENGLISH_SHARE * len(words)


def _by_script(sample: str, letters: int) -> str | None:
    """Return the language that the script tells; None for the Latin one, and for a few signs."""
    if sample.isascii() or len(_NOT_LATIN.findall(sample)) < max(1, _SHARE * letters):
        return None
    counts = {name: len(pattern.findall(sample)) for name, pattern in _LETTERS}
    counts["zh"] += counts["ja"]
    name = max(counts, key=lambda one: counts[one])
    if counts[name] < _SHARE * letters:
        return None
    if name == "zh" and counts["ja"] >= _KANA_SHARE * counts["zh"]:
        return "ja"
    if name == "ru" and len(_UKRAINIAN.findall(sample)) > len(_RUSSIAN.findall(sample)):
        return "uk"
    return "fa" if name == "ar" and _PERSIAN.search(sample) else name


def has_common_words(text: str) -> bool:
    """Return whether one word in fifty is common in some language that is known here."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    known = sum(any(word in voters for voters in _VOTERS.values()) for word in words)
    return known >= _SHARE_OF_COMMON * len(words)
