"""What somebody looks for: words, phrases and facts; whatever is typed is read or refused here."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from contractsai.domain.errors import InvalidSearch
from contractsai.domain.ids import AnalysisId, DocumentId
from contractsai.domain.sketch import Sketch
from contractsai.domain.words import words_of

MAX_TEXT: Final = 500  # characters
MAX_WORDS: Final = 32
LEAST_BEGINNING: Final = 3  # letters before a star

_PIECE: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»", '"'))
_LAW: Final = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_TYPE: Final = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that have to stand one behind the other; a single one as a rule.

    Attributes:
        is_open: whether the last of them may go on: ``indemn*``.
    """

    words: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """All of it has to hold of a document.

    Attributes:
        terms: what has to stand in its text, anywhere.
        law: the code of a governing law; that of a country stands for its parts too.
        ends_before: the contract names an end, and it is before that day.
        party: words that stand one behind the other in the name of a party.
        type: the document's type, or the group of types that it belongs to.
    """

    terms: tuple[Term, ...]
    law: str | None = None
    ends_before: date | None = None
    party: tuple[str, ...] = ()
    type: str | None = None

    @classmethod
    def of(
        cls,
        text: str,
        *,
        law: str | None = None,
        ends_before: date | None = None,
        party: str | None = None,
        type: str | None = None,  # noqa: A002 - what people call it
    ) -> Self:
        """Return what a person means by *text* and by each filter.

        Raises:
            InvalidSearch: there is no word in it, or too much of it, or a filter is no such value.
        """
        name = _words_of_party(party)
        if law is not None and not _LAW.fullmatch(law := law.strip().upper()):
            raise InvalidSearch("a law is a code, such as US-NY, US or DE")
        if type is not None:
            type = re.sub(r"[\s-]", "_", type.strip().lower())  # noqa: A001 - as above
            if not _TYPE.fullmatch(type):
                raise InvalidSearch("a type is a word, such as license or non_disclosure")
        return cls(_terms(text), law, ends_before, name, type)


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was found.

    Attributes:
        place: where it stands among all: the later it was stored, the higher.
        number: which document of its analysis; 0 for the file itself.
    """

    place: int
    analysis_id: AnalysisId
    sha256: str
    number: int


@dataclass(frozen=True, slots=True)
class Sketched:
    """A document of a job that has a text, by what it is like."""

    document_id: DocumentId
    path: str
    analysis_id: AnalysisId
    sha256: str
    number: int
    sketch: Sketch


def _terms(text: str) -> tuple[Term, ...]:
    if len(text) > MAX_TEXT:
        raise InvalidSearch(f"a search takes {MAX_TEXT} characters at the most")
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    terms: dict[Term, None] = {}
    for quoted, bare in _PIECE.findall(plain):
        words = tuple(words_of(quoted or bare))
        is_open = bool(words) and bare.endswith("*")
        if is_open and len(words[-1]) < LEAST_BEGINNING:
            raise InvalidSearch(f"a star needs {LEAST_BEGINNING} letters before it")
        if words:
            terms[Term(words, is_open)] = None
    count = sum(len(term.words) for term in terms)
    if not count:
        raise InvalidSearch("there is no word in it to look for")
    if count > MAX_WORDS:
        raise InvalidSearch(f"a search takes {MAX_WORDS} words at the most")
    return tuple(terms)


def _words_of_party(party: str | None) -> tuple[str, ...]:
    if party is None:
        return ()
    if len(party) > MAX_TEXT:
        raise InvalidSearch(f"a party's name takes {MAX_TEXT} characters at the most")
    words = tuple(words_of(unicodedata.normalize("NFC", party)))
    if not words or len(words) > MAX_WORDS:
        raise InvalidSearch(f"a party's name has 1 to {MAX_WORDS} words")
    return words


def places_of(term: Term, words: Sequence[str]) -> Iterator[int]:
    """Yield where the words of *term* stand among *words*, one behind the other."""
    *firsts, last = term.words
    for at in range(len(words) - len(firsts)):
        end = words[at + len(firsts)]
        if (end == last or (term.is_open and end.startswith(last))) and (
            list(words[at : at + len(firsts)]) == firsts
        ):
            yield at
