"""Whether two names mean the same party, or the same contract; in doubt they do not."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+")
_WITHIN_WORDS: Final = re.compile(r"['\u2018\u2019.]")  # Stremick's is Stremicks, L.L.C. is LLC
_FORMS: Final = {
    form: names[0]
    for names in (
        ("inc", "incorporated"),
        ("ltd", "limited"),
        ("corp", "corporation"),
        ("co", "company"),
        ("llc",),
        ("llp",),
        ("lp",),
        ("plc",),
        ("gmbh",),
        ("ag",),
        ("kg",),
        ("sa",),
        ("sas",),
        ("sarl",),
        ("spa",),
        ("srl",),
        ("nv",),
        ("bv",),
        ("na",),
        ("ab",),
        ("oy",),
        ("kk",),
        ("pty",),
        ("pte",),
    )
    for form in names
}
"""Legal forms by each way to write them."""
_SMALL: Final = frozenset({"a", "an", "and", "by", "for", "of", "the", "this", "to"})
_KINDS: Final = frozenset({"agreement", "contract"})
_SHORT: Final = {"msa": ("master", "service", "agreement")}
_FEW: Final = 2  # words: fewer are no title that a longer one could be a variant of


@dataclass(frozen=True, slots=True)
class PartyName:
    """What tells a party from others: its name without its legal form, and the form if it is said.

    Attributes:
        core: words in lower case; empty for a name that has none.
    """

    core: str
    form: str = ""


class Titles(StrEnum):
    """How two titles stand to each other."""

    SAME = "same"
    VARIANT = "variant"
    """One says all that the other says, and more: Services Agreement, Master Services Agreement."""
    GENERIC = "generic"
    """One is just "the Agreement"."""
    OTHER = "other"


def party_name(text: str) -> PartyName:
    """Return what *text* names: "Acme, Inc." and "ACME Incorporated" are one."""
    words = _words(text)
    while words and words[0] == "the":
        words = words[1:]
    form = ""
    while len(words) > 1 and words[-1] in _FORMS:
        form = " ".join(filter(None, (_FORMS[words[-1]], form)))
        words = words[:-1]
    return PartyName(" ".join(words), form)


def is_same_party(one: PartyName, other: PartyName) -> bool:
    """Return whether they are one; a form that only one of them says does not part them."""
    alike = one.form == other.form or "" in (one.form, other.form)
    return bool(one.core) and one.core == other.core and alike


def title_words(text: str) -> frozenset[str]:
    """Return the words that tell a title from others; "Services" and "service" are one."""
    words = [word.removesuffix("s") for word in _words(text) if word not in _SMALL]
    return frozenset(part for word in words for part in _SHORT.get(word, (word,)))


def compared(one: Collection[str], other: Collection[str]) -> Titles:
    """Return how titles of these words stand to each other."""
    if set(one) == set(other):
        return Titles.SAME if set(one) - _KINDS else Titles.GENERIC
    fewer, more = sorted((set(one), set(other)), key=len)
    if not fewer - _KINDS:
        return Titles.GENERIC
    return Titles.VARIANT if len(fewer) >= _FEW and fewer < more else Titles.OTHER


def _words(text: str) -> list[str]:
    return _WORDS.findall(_WITHIN_WORDS.sub("", text.casefold()))
