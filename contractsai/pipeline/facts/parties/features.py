"""What speaks for a candidate being a party: the features that the model of parties weighs."""

import re
from collections.abc import Mapping, Sequence
from math import log1p
from typing import Final

from contractsai.pipeline.draft import Draft, squeezed
from contractsai.pipeline.facts.parties.merging import Party
from contractsai.pipeline.facts.parties.names import looks_like_person
from contractsai.pipeline.facts.parties.sources import salutation_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.matching import in_small_letters

_ROLE_WORD: Final = re.compile(
    r"^(?:company|buyer|seller|supplier|customer|client|consultant|contractor|distributor|licens"
    r"|agent|vendor|provider|purchaser|lessor|lessee|landlord|tenant|employe|executive|franchis"
    r"|owner|manager|bank|lender|borrower|sponsor|recipient|discloser|reseller|partner|affiliate"
    r"|manufacturer|party\s)",
    re.IGNORECASE,
)
_PREAMBLE: Final = "preamble"
_MANY_WORDS: Final = 6
_LATE: Final = 12_000
_ENOUGH: Final = 2
_HEAD: Final = 4_000
_STAFF: Final = ("employee", "executive", "my employment", "your employment")
_OFFICES: Final = ("executive officer", "executive vice")
_OFTEN: Final = 5
_SIGNS: Final = frozenset({"sign_person", "sign_personal"})
# Log odds, set by hand on labelled non-disclosure agreements.
_SIGNS_FOR_HIMSELF: Final = 2.5
_MENTIONED: Final = -1.5
_NEAR_A_SIGNATURE: Final = -2.0


def party_features(draft: Draft, parties: Sequence[Party]) -> list[Mapping[str, float]]:
    """Return what the model weighs of each candidate."""
    named = sum(_PREAMBLE in party.sources and party.role is not None for party in parties)
    head = squeezed(draft.text[:_HEAD]).casefold()
    return [_features(draft, party, others=named) | _mentions(party, head) for party in parties]


def odds_by_kind(draft: Draft, parties: Sequence[Party]) -> list[float]:
    """Return the log odds that the kind of the contract adds to what the model says.

    The contracts that the model learned from have few letters and few agreements with staff. There
    a person may sign for nobody else, and an organisation be named that is none of the parties.
    """
    staff, letter = _is_with_staff(draft.text), salutation_of(draft.text) is not None
    return [_odds(party, staff=staff, letter=letter) for party in parties]


def _odds(party: Party, *, staff: bool, letter: bool) -> float:
    sources = set(party.sources)
    if staff and sources & _SIGNS and _is_person(party.text):
        return _SIGNS_FOR_HIMSELF
    if staff and sources == {"defined"}:
        return _MENTIONED
    if letter and sources == {"sign_org"}:
        return _NEAR_A_SIGNATURE
    return 0.0


def _is_with_staff(text: str) -> bool:
    lower = in_small_letters(text)
    return sum(map(lower.count, _STAFF)) - sum(map(lower.count, _OFFICES)) >= _OFTEN


def _is_person(name: str) -> bool:
    return not ends_in_legal_form(name) and looks_like_person(name)


def _mentions(party: Party, head: str) -> dict[str, float]:
    """Return whether a letter is written to a candidate, or a cover names a person."""
    if party.text.casefold() not in head:
        return {}
    signs = bool(_SIGNS & set(party.sources))
    is_person = _is_person(party.text)
    features = {"early": 1.0, "early_person": is_person, "early_signer": is_person and signs}
    return {name: float(value) for name, value in features.items() if value}


def _features(draft: Draft, party: Party, *, others: int) -> dict[str, float]:
    written = party.text
    words = written.split()
    has_form = ends_in_legal_form(written)
    in_preamble = _PREAMBLE in party.sources
    features: dict[str, float] = {f"in_{source}": 1.0 for source in party.sources}
    features["role"] = party.role is not None
    features["role_word"] = bool(party.role and _ROLE_WORD.match(party.role))
    features["form"] = has_form
    features["person"] = _is_person(written)
    features["one_word"] = len(words) == 1
    features["many_words"] = len(words) > _MANY_WORDS
    features["digit"] = any(letter.isdigit() for letter in written)
    features["the"] = words[0].lower() == "the"
    features["upper"] = written.isupper()
    features["sources"] = log1p(len(party.sources))
    features["mentions"] = log1p(draft.text.count(written))
    features["third"] = party.sources.get(_PREAMBLE, 0) == _ENOUGH
    features["later"] = party.sources.get(_PREAMBLE, 0) > _ENOUGH
    features["preamble_role"] = in_preamble and party.role is not None
    features["preamble_form"] = in_preamble and has_form
    features["preamble_late"] = in_preamble and draft.preamble[0] > _LATE
    features["outside_full"] = not in_preamble and others >= _ENOUGH
    features["outside_half"] = not in_preamble and others == 1
    features["role_person"] = features["person"] and party.role is not None
    features["alone_person"] = features["person"] and others < _ENOUGH
    features["alone_form"] = has_form and not others
    features["lower_inside"] = any(
        word[0].islower() and word not in {"and", "of", "for", "the", "de", "d/b/a", "in"}
        for word in words[1:]
    )
    return {name: float(value) for name, value in features.items() if value}
