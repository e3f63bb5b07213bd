"""The type of a contract: what its title says, else the words its body dwells on."""

import re
from collections.abc import Sequence
from math import log1p
from typing import Final

from contractsai.pipeline.draft import Draft, Fact, Span
from contractsai.pipeline.lexicon.document_types import (
    BODY_WORDS,
    TITLE_PATTERNS,
    group_of,
    label_of,
)

_PATTERNS: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in TITLE_PATTERNS
)
_SAMPLE: Final = 30_000  # characters of the body
_OPENING: Final = 600
_CANDIDATES: Final = 3
_BY_TITLE: Final = 0.9
_BY_BODY: Final = 0.4
_LESSER: Final = (1.0, 0.25, 0.1)


def find_document_type(draft: Draft, title: Fact | None) -> list[Fact]:
    """Return the type with two lesser candidates; nothing where there is no agreement."""
    words = title.value if title else draft.text[:_OPENING]
    from_title = _from_title(words)
    from_body = _from_body(draft.text)
    ranked = list(dict.fromkeys([*from_title, *from_body]))[:_CANDIDATES]
    if title is None and not from_title:
        return []
    span: Span = title.spans[0] if title else (0, min(len(draft.text), _OPENING))
    first = _BY_TITLE if from_title and title else _BY_BODY
    method = "rule:type.title" if from_title else "rule:type.body"
    return [
        Fact(
            "document_type",
            label_of(kind),
            {"type": kind, "group": group_of(kind)},
            round(first * share if rank == 0 else min(first * share, 0.3), 4),
            method,
            (span,),
        )
        for rank, (kind, share) in enumerate(zip(ranked or ["other"], _LESSER, strict=False))
    ]


def _from_title(words: str) -> Sequence[str]:
    return [kind for kind, pattern in _PATTERNS if pattern.search(words)]


def _from_body(text: str) -> Sequence[str]:
    sample = text[:_SAMPLE].lower()
    counts = {kind: log1p(sample.count(word)) for kind, word in BODY_WORDS.items()}
    ranked = sorted(counts, key=lambda kind: (-counts[kind], kind))
    return [kind for kind in ranked if counts[kind] > 0]
