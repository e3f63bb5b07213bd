"""Which of the old charsets a text is in that declares none: by the letters that it would have."""

from typing import Final, NamedTuple

WESTERN: Final = "cp1252"
_SAMPLE: Final = 32_768  # bytes of lines that hold more than ASCII
_SEARCHED: Final = 1_000_000  # bytes
_ASCII: Final = bytes(range(128))
_TABLE: Final = bytes([0] * 128 + [1] * 128)
_ALONE: Final = 0.5  # of the high bytes with another beside them: fewer in Latin letters
_CLEAR: Final = 0.1  # of the letters, by which another charset has to be likelier than Western
_LOST: Final = 0.2  # of the letters of a sample: with more, it is in another charset
_PAIR: Final = 2  # bytes
_MOST: Final = 0.8  # of the letters of a sample
_USUAL: Final = 0.35  # of the letters that are a script's ten or so most frequent ones

# The letters beyond ASCII that languages of each charset write, and the signs of good typography.
_SIGNS: Final = (
    "\u201c\u201d\u201e\u2018\u2019\u2013\u2014\u2026\u2022\xa7\xa9\xae\xb0\u20ac\u2122"
    "\xab\xbb\xb7\xa0\xad"
)
_LATIN: Final = {
    WESTERN: "éèêëàâäáãåæçíîïìñóôöòõøœúùûüßÉÈÊÀÂÄÁÅÆÇÍÎÑÓÔÖØÚÜ¿¡£" + _SIGNS,
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűöüÖÜŐŰäôľĺŕăâîşţđßç" + _SIGNS,
    "iso8859_2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűöüÖÜŐŰäôľĺŕăâîşţđßç\xa7\xa0",
    "cp1254": "ğşıİĞŞçöüÇÖÜâîû" + _SIGNS,
    "cp1257": "ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņĀĒĢĪĶĻŅõäöüÕÄÖÜ" + _SIGNS,
}
_CYRILLIC: Final = "оеаинтсрвл"
_SCRIPTS: Final = {
    "cp1251": _CYRILLIC,
    "koi8_r": _CYRILLIC,
    "cp866": _CYRILLIC,
    "iso8859_5": _CYRILLIC,
    "cp1253": "αοιετσνηυρ",
    "cp1255": "יוהלאמרתבנש",
    "cp1256": "اليمنترهوب",
    "cp874": "านรกเ่อีงมวลท",
}


def likely_charset(content: bytes) -> str:
    """Return the codec of a text that is no UTF-8; Western European unless another is clear."""
    sample = _sample(content)
    high = sample.translate(None, _ASCII)
    if not high:
        return WESTERN
    if _neighboured(sample) < _ALONE * len(high):
        return _likely_latin(sample)
    return _likely_pairs(sample) or _likely_script(sample) or WESTERN


def _sample(content: bytes) -> bytes:
    """Return the first lines that hold more than ASCII."""
    found, length = [], 0
    for line in content[:_SEARCHED].splitlines():
        if length >= _SAMPLE:
            break
        if line.translate(None, _ASCII):
            found.append(line[:_SAMPLE])
            length += len(found[-1])
    return b"\n".join(found)


def _neighboured(sample: bytes) -> int:
    """Return how many high bytes follow another one."""
    flags = sample.translate(_TABLE)
    return sum(map(int.__and__, flags, flags[1:]))


def _likely_latin(sample: bytes) -> str:
    scores = {codec: _latin_score(sample, codec) for codec in _LATIN}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > scores[WESTERN] + _CLEAR else WESTERN


def _latin_score(sample: bytes, codec: str) -> float:
    """Return how well the letters beyond ASCII suit the languages of a charset, at best 1."""
    text = sample.decode(codec, errors="replace")
    usual = set(_LATIN[codec])
    beyond = [place for place, letter in enumerate(text) if letter > "\x7f"]
    score = sum(
        1.0 if text[at] in usual and not _splits_a_word(text, at) else -0.5 for at in beyond
    )
    return score / max(len(beyond), 1)


def _splits_a_word(text: str, at: int) -> bool:
    """Return whether a sign stands where only a letter can."""
    if text[at].isalpha() or text[at] in "\u2019\u2018\xad\xb7\u2013\u2014\u2026":
        return False
    return text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()


def _likely_script(sample: bytes) -> str | None:
    shares = {codec: _script_share(sample, codec) for codec in _SCRIPTS}
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] >= _USUAL else None


def _script_share(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, errors="replace")
    beyond = [letter for letter in text if letter > "\x7f"]
    return sum(letter in _SCRIPTS[codec] for letter in beyond) / max(len(beyond), 1)


class _Pairs(NamedTuple):
    """The first and the last of the bytes by which everyday letters begin, and end."""

    leads: tuple[int, int]
    trails: tuple[int, int]

    def hold(self, letter: bytes) -> bool:
        """Return whether the two bytes of a letter are among them."""
        is_led = self.leads[0] <= letter[0] <= self.leads[1]
        return is_led and self.trails[0] <= letter[1] <= self.trails[1]


# In this order: what the later ones ask is true of the earlier ones' texts too.
# The share is how many of the letters have to be everyday ones.
_PAIRS: Final = (
    ("cp932", _Pairs((0x82, 0x83), (0x40, 0xFC)), 0.3),  # kana
    ("euc_jp", _Pairs((0xA4, 0xA5), (0xA1, 0xFE)), 0.3),
    ("cp949", _Pairs((0xB0, 0xC8), (0xA1, 0xFE)), 0.9),  # syllables of KS X 1001
    ("gb18030", _Pairs((0xB0, 0xD7), (0xA1, 0xFE)), 0.8),  # the first level of GB 2312
    ("big5hkscs", _Pairs((0xA4, 0xC6), (0x40, 0xFE)), 0.8),
)


def _likely_pairs(sample: bytes) -> str | None:
    """Return the charset of two bytes a letter whose everyday letters fill the sample."""
    for codec, everyday, share in _PAIRS:
        letters = _letters(sample, codec)
        if letters and sum(map(everyday.hold, letters)) >= share * len(letters):
            return codec
    return None


def _letters(sample: bytes, codec: str) -> list[bytes]:
    """Return the two bytes of each letter or none where the sample cannot be in that charset."""
    text = sample.decode(codec, errors="ignore")
    encoded = [letter.encode(codec) for letter in text if letter.isalpha() and letter > "\x7f"]
    lost = len(sample) - len(text.encode(codec, errors="ignore"))
    if not encoded or lost > _LOST * len(encoded):
        return []
    pairs = [item for item in encoded if len(item) == _PAIR]
    return pairs if len(pairs) > _MOST * len(encoded) else []
