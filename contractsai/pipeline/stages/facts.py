"""All facts of a contract: each stage contributes its own, then some follow from others."""

import re
from collections.abc import Sequence
from typing import Final

from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.stages.parties import find_parties
from contractsai.pipeline.stages.title import find_title

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
    """Return every fact and clause that the rules find."""
    return [*find_title(draft), *find_parties(draft)]


def review_reasons(draft: Draft, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return why a person should look, sorted."""
    reasons = set()
    if draft.language not in {"en", "und"}:
        reasons.add("non_english")
    if not any(fact.name == "party" for fact in facts):
        reasons.add("low_confidence")
    return tuple(sorted(reasons))
