"""The parties: what all sources name, merged, and weighed by a small model."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.facts.parties.features import odds_by_kind, party_features
from contractsai.pipeline.facts.parties.merging import Party, merged_parties
from contractsai.pipeline.facts.parties.names import is_person, looks_like_person
from contractsai.pipeline.facts.parties.signatures import Signature
from contractsai.pipeline.facts.ranker import ranker
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.lexicon.placeholders import is_left_open
from contractsai.pipeline.lexicon.places import PLACE, place_code, place_name

_ANSWER: Final = 0.45
_CANDIDATE: Final = 0.3
_LEAST: Final = 0.05  # below it a candidate is not worth its line
_FORMED: Final = re.compile(
    rf"[\s,.(]{{1,4}}(?:[A-Z]{{2,6}}\)?,?\s+)?(?:an?|the)\s+(?:\w+\s+){{0,7}}?(?P<place>{PLACE})\b"
    r"(?=[^.;]{0,60}\b(?:corporation|compan(?:y|ies)|partnership|bank|trust|association|entity|firm"
    r"|cooperative|limited|university|institution)\b|\s*[(,;])",
    re.IGNORECASE,
)
_PERSONAL: Final = re.compile(r"\b(?:employee|executive|individual|author|artist)\b", re.IGNORECASE)
_BY_ADDRESS: Final = 0.85
_BY_LAW: Final = 0.6
_PREAMBLE: Final = "preamble"
_FILLED_IN: Final = 0.85  # beside its label in a form, of which the contracts learned from have few


def find_parties(draft: Draft, signed: Sequence[Signature]) -> list[Fact]:
    """Return each party once, in the order of the text, and the addresses of parties."""
    merged = [
        party
        for party in merged_parties(draft, signed)
        if not is_left_open(draft.text, party.span, draft.language)
    ]
    model = ranker("party")
    facts: list[Fact] = []
    is_form = not any(party.role and _PREAMBLE in party.sources for party in merged)
    weighed = zip(merged, party_features(draft, merged), odds_by_kind(draft, merged), strict=True)
    for party, features, odds in weighed:
        sure = round(model.probability(features, odds), 4)
        if is_form and {"form", "entry"} & set(party.sources):
            sure = max(sure, _FILLED_IN)
        if sure < _ANSWER:
            sure = min(sure, _CANDIDATE)  # a wrong party more harms a report than one too few
        if sure >= _LEAST:
            facts += _facts(draft, party, sure)
    return facts


def _facts(draft: Draft, party: Party, sure: float) -> Iterator[Fact]:
    address = party.address
    has_form = ends_in_legal_form(party.text)
    person = not has_form and (
        is_person(party.text, draft.text, party.span[1])
        or (bool({"sign_person", "sign_personal", "i_person"} & set(party.sources)))
        or (bool(party.role and _PERSONAL.search(party.role)) and looks_like_person(party.text))
    )
    normal: dict[str, JsonValue] = {
        "name": party.text,
        "role": party.role,
        "kind": "person" if person else "organisation",
        "address": address.text if address else None,
        "country": address.country if address else None,
    }
    method = f"rule:party.{next(iter(party.sources))}"
    yield Fact("party", party.text, normal, sure, method, (party.span,))
    if address is not None:
        place: JsonValue = {"text": address.text, "party": party.text, "country": address.country}
        confidence = round(min(0.85, sure), 4)
        yield Fact("address", address.text, place, confidence, "rule:address", address.places)
    where = _country(draft, party)
    if where is not None:
        code, span, trust, rule = where
        country: JsonValue = {"code": code, "name": place_name(code), "party": party.text}
        yield Fact(
            "country",
            place_name(code),
            country,
            round(min(trust, sure), 4),
            f"rule:country.{rule}",
            (span,),
        )


def _country(draft: Draft, party: Party) -> tuple[str, Span, float, str] | None:
    """Return where a party is: by its address, else by the law it was formed under."""
    if party.address and party.address.country:
        return party.address.country, party.address.span, _BY_ADDRESS, "address"
    formed = _FORMED.match(draft.text, party.span[1])
    code = place_code(squeezed(formed["place"])) if formed else None
    if formed is None or code is None:
        return None
    return code.split("-")[0], formed.span("place"), _BY_LAW, "formed_under"
