"""What of a stored analysis can be looked for: each document's words, and facts to filter by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from contractsai.domain.findings import Analysis
from contractsai.domain.forms import PERPETUAL
from contractsai.domain.review import Review
from contractsai.domain.reviewed import reviewed
from contractsai.domain.search import SearchQuery, Term, places_of
from contractsai.domain.sketch import Sketch, sketch_of
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.domain.words import words_of

LONGEST: Final = 1_000_000
"""Characters of a document's text that are looked through: some 400 pages."""
VOCABULARY: Final = 900_000
"""Bytes of all different words of a document that are looked for: PostgreSQL keeps a MiB."""
FILTERS: Final = frozenset({"governing_law", "document_type", "party", "expiration_date"})
"""The facts that a search can filter by."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """One document, as a search sees it.

    Attributes:
        number: which of its analysis; 0 for the file itself.
        words: of its text.
        laws: codes of governing laws.
        types: the document's type and the group that it belongs to.
        parties: the words of each party's name, with a space between two.
        ends: the day on which it ends, as it says itself or as a person put it right.
        sketch: of its words, to tell what it is like.
    """

    number: int
    words: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    ends: str | None = None
    sketch: Sketch = ()

    @classmethod
    def of(cls, number: int, analysis: Analysis) -> Self:
        """Return what can be looked for of *analysis*, which people's verdicts lie on already."""
        words = tuple(_bounded(words_of((analysis.text or "")[:LONGEST])))
        return cls(
            number,
            words=words,
            laws=tuple(texts_of(analysis, "governing_law", "code")),
            types=tuple(texts_of(analysis, "document_type", "type", "group")),
            parties=tuple(" ".join(words_of(name)) for name in texts_of(analysis, "party", "name")),
            ends=end_of(analysis),
            sketch=sketch_of(words),
        )

    def meets(self, query: SearchQuery) -> bool:
        """Return whether all of *query* holds: what every store has to find."""
        return (
            (query.law is None or any(_is_within(law, query.law) for law in self.laws))
            and (query.type is None or query.type in self.types)
            and (
                query.ends_before is None
                or (self.ends is not None and self.ends < query.ends_before.isoformat())
            )
            and (not query.party or any(_holds(name.split(), query.party) for name in self.parties))
            and all(any(True for _ in places_of(term, self.words)) for term in query.terms)
        )


def searchables(stored: StoredAnalysis, reviews: Sequence[Review] = ()) -> tuple[Searchable, ...]:
    """Return what can be looked for of each document, the file itself first; at least one.

    What cannot be read has no words: to store it must not fail because nobody can find it.

    Args:
        stored: as it is in the store.
        reviews: all of the file's content.
    """
    try:
        analyses = stored.analyses()
    except (LookupError, TypeError, ValueError):
        analyses = ()
    found = tuple(
        Searchable.of(number, reviewed(analysis, reviews))
        for number, analysis in enumerate(analyses)
    )
    return found or (Searchable(0),)


def _bounded(words: list[str]) -> list[str]:
    """Return *words* up to the one with which they are too many different ones."""
    if sum(map(len, words)) * 4 <= VOCABULARY:  # UTF-8 takes no more of a letter
        return words
    size, known = 0, set[str]()
    for at, word in enumerate(words):
        if word not in known:
            known.add(word)
            size += len(word.encode("utf-8", "surrogatepass"))
            if size > VOCABULARY:
                return words[:at]
    return words


def texts_of(analysis: Analysis, name: str, *keys: str) -> Iterator[str]:
    """Yield the texts of a fact's answers: of each its typed value, or what that has at *keys*."""
    for finding in analysis.findings:
        if finding.name == name and finding.is_answer:
            normal = finding.normal
            of = normal if isinstance(normal, dict) else {"": normal}
            for text in (of.get(key) for key in keys or ("",)):
                if isinstance(text, str):
                    yield text


def end_of(analysis: Analysis) -> str | None:
    """Return the day on which the document says that it ends, if it names or counts one."""
    days = (day for day in texts_of(analysis, "expiration_date") if day != PERPETUAL)
    return next(days, None)


def _is_within(law: str, area: str) -> bool:
    return law == area or law.startswith(f"{area}-")


def _holds(words: Sequence[str], name: tuple[str, ...]) -> bool:
    return any(True for _ in places_of(Term(name), words))
