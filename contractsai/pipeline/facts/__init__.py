"""All facts of a contract: each stage contributes its own, then some follow from others."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from contractsai.pipeline.draft import ANSWER, Draft, Fact
from contractsai.pipeline.facts.amends import find_amended
from contractsai.pipeline.facts.boxes import minding_boxes
from contractsai.pipeline.facts.conventions import coins_of, day_first_of
from contractsai.pipeline.facts.courts import find_jurisdiction
from contractsai.pipeline.facts.dates import find_agreement_dates
from contractsai.pipeline.facts.derive import derive, without_impossible_ends
from contractsai.pipeline.facts.document_type import find_document_type
from contractsai.pipeline.facts.duties import find_duties
from contractsai.pipeline.facts.expiry import find_stated_ends
from contractsai.pipeline.facts.extension import find_extensions, with_extension
from contractsai.pipeline.facts.former_names import find_former_names
from contractsai.pipeline.facts.governing_law import find_governing_law
from contractsai.pipeline.facts.key_terms import find_key_terms, preferring_rows
from contractsai.pipeline.facts.letter_date import find_letter_date
from contractsai.pipeline.facts.money import find_money_facts
from contractsai.pipeline.facts.new_end import find_new_end, without_acts_of_renewal
from contractsai.pipeline.facts.notice_window import find_notice_windows
from contractsai.pipeline.facts.parties import find_parties
from contractsai.pipeline.facts.parties.signatures import signature_facts, signatures
from contractsai.pipeline.facts.payment import find_payment_terms
from contractsai.pipeline.facts.ranker import calibrated
from contractsai.pipeline.facts.renewal import find_renewals
from contractsai.pipeline.facts.renews import find_whether_renews
from contractsai.pipeline.facts.term import find_terms
from contractsai.pipeline.facts.term_start import end_of_named_term
from contractsai.pipeline.facts.title import find_title

_STAGES: Final[tuple[Callable[[Draft], list[Fact]], ...]] = (
    find_title,
    find_terms,
    find_extensions,
    find_notice_windows,
    find_stated_ends,
    find_jurisdiction,
    find_payment_terms,
    find_duties,
    find_amended,
    find_new_end,
    find_former_names,
)
_OF_RENEWALS: Final = (find_renewals, find_whether_renews)
_MIN_CONTRACT: Final = 1_000  # characters: a covering note is shorter
_OBLIGATION: Final = re.compile(r"\b(?:shall|agrees? to|undertakes)\b")


def looks_like_contract(draft: Draft) -> bool:
    """Return whether a text that came with documents may be one itself."""
    return (
        len(draft.text) >= _MIN_CONTRACT
        and draft.preamble != (0, 0)
        and bool(_OBLIGATION.search(draft.text))
    )


def _measured(fact: Fact) -> Fact:
    """Return an answer with the confidence that its rule has earned on labelled contracts."""
    if fact.confidence < ANSWER or fact.is_open:
        return fact
    return replace(fact, confidence=calibrated(fact.name, fact.confidence))


def find_facts(draft: Draft) -> list[Fact]:
    """Return every fact that the rules find."""
    laws = [_measured(fact) for fact in find_governing_law(draft)]
    if any(mention.is_open for mention in draft.dates):
        draft = replace(draft, day_first=day_first_of(draft, laws))
    to_come = without_acts_of_renewal(draft)
    signed = signatures(draft.text, day_first=draft.day_first)
    found = preferring_rows(
        find_key_terms(draft),
        [
            *(_measured(fact) for stage in _STAGES for fact in stage(draft)),
            *(_measured(fact) for stage in _OF_RENEWALS for fact in stage(to_come)),
            *laws,
            *find_money_facts(draft, coins_of(draft, laws)),
            *find_parties(draft, signed),
            *find_agreement_dates(draft, signed),
            *signature_facts(draft.text, signed),
        ],
    )
    found = without_impossible_ends(minding_boxes(draft, found))
    found += find_letter_date(draft, found)
    title = next((fact for fact in found if fact.name == "title"), None)
    ends, starts_apart = end_of_named_term(draft, found)
    if not any(fact.name == "expiration_date" and fact.confidence >= ANSWER for fact in found):
        found += ends
    found = with_extension(found)
    kinds = find_document_type(draft, title)
    return [*found, *kinds, *derive(found, starts_apart=starts_apart)]
