"""All facts of a contract: each stage contributes its own, then some follow from others."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.stages.dates import find_agreement_dates
from contractsai.pipeline.stages.derive import derive
from contractsai.pipeline.stages.document_type import find_document_type
from contractsai.pipeline.stages.expiry import find_stated_ends
from contractsai.pipeline.stages.governing_law import find_governing_law
from contractsai.pipeline.stages.parties import find_parties
from contractsai.pipeline.stages.renewal import find_renewals
from contractsai.pipeline.stages.term import find_terms
from contractsai.pipeline.stages.title import find_title

_STAGES: Final[tuple[Callable[[Draft], list[Fact]], ...]] = (
    find_title,
    find_parties,
    find_agreement_dates,
    find_terms,
    find_renewals,
    find_stated_ends,
    find_governing_law,
)
_MIN_CONTRACT: Final = 1_000  # characters: a covering note is shorter
_OBLIGATION: Final = re.compile(r"\b(?:shall|agrees? to|undertakes)\b")


def looks_like_contract(draft: Draft) -> bool:
    """Return whether a text that came with documents may be one itself."""
    return (
        len(draft.text) >= _MIN_CONTRACT
        and draft.preamble != (0, 0)
        and bool(_OBLIGATION.search(draft.text))
    )


def find_facts(draft: Draft) -> list[Fact]:
    """Return every fact that the rules find."""
    found = [fact for stage in _STAGES for fact in stage(draft)]
    title = next((fact for fact in found if fact.name == "title"), None)
    return [*found, *find_document_type(draft, title), *derive(found)]


def review_reasons(draft: Draft, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return why a person should look, sorted."""
    reasons = set()
    if draft.language not in {"en", "und"}:
        reasons.add("non_english")
    if not any(fact.name == "party" for fact in facts):
        reasons.add("low_confidence")
    return tuple(sorted(reasons))
