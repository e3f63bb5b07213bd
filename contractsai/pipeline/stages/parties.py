"""The parties: what all sources name, merged, and weighed by a small model."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact, Span, squeezed
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form
from contractsai.pipeline.lexicon.places import PLACE, place_code, place_name
from contractsai.pipeline.stages.addresses import Address
from contractsai.pipeline.stages.party_names import is_person, looks_like_person
from contractsai.pipeline.stages.party_sources import Candidate, candidates
from contractsai.pipeline.stages.ranker import ranker
from contractsai.pipeline.stages.signatures import Signature

_MOST: Final = 120  # candidates of one contract that are weighed
_ANSWER: Final = 0.45
_CANDIDATE: Final = 0.3
_LEAST: Final = 0.05  # below it a candidate is not worth its line
_FORM_WORDS: Final = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|gmbh|ag|sa|nv"
    r"|bv|the|and)\b"
)
_ROLE_WORD: Final = re.compile(
    r"^(?:company|buyer|seller|supplier|customer|client|consultant|contractor|distributor|licens"
    r"|agent|vendor|provider|purchaser|lessor|lessee|landlord|tenant|employe|executive|franchis"
    r"|owner|manager|bank|lender|borrower|sponsor|recipient|discloser|reseller|partner|affiliate"
    r"|manufacturer|party\s)",
    re.IGNORECASE,
)
_DOTS: Final = re.compile(r"[.'\u2019]")
_WORD: Final = re.compile(r"\w+")
_FORMED: Final = re.compile(
    rf"[\s,.(]{{1,4}}(?:[A-Z]{{2,6}}\)?,?\s+)?(?:an?|the)\s+(?:\w+\s+){{0,7}}?(?P<place>{PLACE})\b"
    r"(?=[^.;]{0,60}\b(?:corporation|compan(?:y|ies)|partnership|bank|trust|association|entity|firm"
    r"|cooperative|limited|university|institution)\b|\s*[(,;])",
    re.IGNORECASE,
)
_BY_ADDRESS: Final = 0.85
_BY_LAW: Final = 0.6
_PREAMBLE: Final = "preamble"
_FILLED_IN: Final = 0.85  # beside its label in a form, of which the contracts learned from have few
_MANY_WORDS: Final = 6
_LATE: Final = 12_000
_ENOUGH: Final = 2


@dataclass(slots=True)
class Party:
    """A party as its sources name it, the first of them best.

    Attributes:
        sources: with the lowest order in each.
    """

    text: str
    span: Span
    role: str | None
    address: Address | None
    sources: dict[str, int]


def find_parties(draft: Draft, signed: Sequence[Signature]) -> list[Fact]:
    """Return each party once, in the order of the text, and the addresses of parties."""
    merged = merged_parties(draft, signed)
    model = ranker("party")
    facts: list[Fact] = []
    is_form = not any(party.role and _PREAMBLE in party.sources for party in merged)
    for party, features in zip(merged, party_features(draft, merged), strict=True):
        sure = round(model.probability(features), 4)
        if is_form and "form" in party.sources:
            sure = max(sure, _FILLED_IN)
        if sure < _ANSWER:
            sure = min(sure, _CANDIDATE)  # a wrong party more harms a report than one too few
        if sure >= _LEAST:
            facts += _facts(draft, party, sure)
    return facts


def merged_parties(draft: Draft, signed: Sequence[Signature]) -> list[Party]:
    """Return the candidates, each party once however often and however fully it is named."""
    found: dict[str, list[Party]] = {}
    count = 0
    for item in candidates(draft, signed):
        written = squeezed(draft.text[slice(*item.name)])
        same = found.setdefault(_core(written), [])
        held = next((one for one in same if _is_one(one.text, written)), None)
        if held is not None:
            _take_in(held, item, written)
        elif count < _MOST:
            count += 1
            role = None if item.role is None or _key(item.role) == _key(written) else item.role
            same.append(Party(written, item.name, role, item.address, {item.source: item.order}))
    parties = [party for same in found.values() for party in same]
    return sorted(parties, key=lambda party: party.span)


def party_features(draft: Draft, parties: Sequence[Party]) -> list[Mapping[str, float]]:
    """Return what the model weighs of each candidate."""
    named = sum(_PREAMBLE in party.sources and party.role is not None for party in parties)
    return [_features(draft, party, others=named) for party in parties]


def _features(draft: Draft, party: Party, *, others: int) -> Mapping[str, float]:
    written = party.text
    words = written.split()
    has_form = ends_in_legal_form(written)
    in_preamble = _PREAMBLE in party.sources
    features: dict[str, float] = {f"in_{source}": 1.0 for source in party.sources}
    features["role"] = party.role is not None
    features["role_word"] = bool(party.role and _ROLE_WORD.match(party.role))
    features["form"] = has_form
    features["person"] = not has_form and looks_like_person(written)
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


def _take_in(held: Party, item: Candidate, written: str) -> None:
    order = held.sources.get(item.source, item.order)
    held.sources[item.source] = min(order, item.order)
    if held.role is None and item.role and _key(item.role) != _key(written):
        held.role = item.role
    held.address = held.address or item.address
    if ends_in_legal_form(written) and not ends_in_legal_form(held.text):
        held.text, held.span = written, item.name


def _is_one(left: str, right: str) -> bool:
    """Return whether two names of one core are one party: "Acme" and "Acme, Inc."."""
    forms = [_forms(name) for name in (left, right)]
    return forms[0] == forms[1] or not all(forms)


def _forms(name: str) -> str:
    words = _FORM_WORDS.findall(_DOTS.sub("", name.casefold()))
    alike = {"incorporated": "inc", "corporation": "corp", "limited": "ltd", "company": "co"}
    return " ".join(alike.get(word, word) for word in words if word not in {"the", "and"})


def _core(name: str) -> str:
    plain = _DOTS.sub("", name.casefold())
    return " ".join(_WORD.findall(_FORM_WORDS.sub(" ", plain))) or plain


def _key(name: str) -> str:
    return " ".join(_WORD.findall(name.casefold()))


def _facts(draft: Draft, party: Party, sure: float) -> Iterator[Fact]:
    address = party.address
    has_form = ends_in_legal_form(party.text)
    person = not has_form and (
        is_person(party.text, draft.text, party.span[1])
        or (bool({"sign_person", "sign_personal", "i_person"} & set(party.sources)))
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
        yield Fact("address", address.text, place, confidence, "rule:address", (address.span,))
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
