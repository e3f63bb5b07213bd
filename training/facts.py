"""Make the numbers by which facts are ranked and their confidence is read: ``facts/ranker.json``.

``python -m training.facts --data ../shared/data --folds ../shared/eval/folds.json`` writes them
and a log of the contracts used; ``--without K`` leaves a fold out, for cross-validation.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from contractsai.domain.findings import JsonValue
from contractsai.pipeline.draft import Draft, Fact
from contractsai.pipeline.facts.date_cues import dated_places
from contractsai.pipeline.facts.dates import dates_for
from contractsai.pipeline.facts.expiry import find_stated_ends
from contractsai.pipeline.facts.governing_law import find_governing_law
from contractsai.pipeline.facts.parties.features import party_features
from contractsai.pipeline.facts.parties.merging import merged_parties
from contractsai.pipeline.facts.parties.signatures import signatures
from contractsai.pipeline.facts.renewal import find_renewals
from contractsai.pipeline.facts.term import find_terms
from contractsai.pipeline.facts.title import find_title
from contractsai.pipeline.pipeline import draft_of
from contractsai.pipeline.text.normalise import normalise
from contractsai.pipeline.text.reading import Reading
from training import labels
from training.logistic import Features, fit, isotonic

HERE: Final = Path(__file__).resolve().parent
OUT: Final = HERE.parent / "contractsai" / "pipeline" / "facts" / "ranker.json"
LOG: Final = HERE / "facts.log.json"
MAX_CHARACTERS: Final = 8_000_000
PENALTY: Final = {"party": 1.0, "agreement_date": 0.5, "effective_date": 1.0}
DATES: Final = {"agreement_date": "Agreement Date", "effective_date": "Effective Date"}

SCORE: Final = "score"
ANSWER: Final = 0.35  # facts below it are candidates

Example = tuple[Features, bool]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the numbers, and the log beside this module."""
    options = _parse(arguments)
    folds = json.loads(options.folds.read_text("utf-8"))
    contracts = [
        contract
        for contract in contracts_of(options.data)
        if options.without is None or folds.get(contract["id"]) != options.without
    ]
    numbers = trained(extracted(contracts))
    options.out.write_text(written(numbers), encoding="utf-8")
    if options.without is None:
        log = {
            "data": "CUAD v1, development split, CC BY 4.0",
            "contracts": [contract["id"] for contract in contracts],
        }
        LOG.write_text(json.dumps(log, indent=1) + "\n", encoding="utf-8")


def extracted(contracts: Sequence[labels.Contract]) -> dict[str, list[tuple[str, Example]]]:
    """Return what is learned from each contract, by its id."""
    return {
        contract["id"]: list(_examples(read(contract["text"]), contract)) for contract in contracts
    }


def trained(contracts: Mapping[str, Sequence[tuple[str, Example]]]) -> dict[str, Any]:
    """Return rankers and tables made from the examples of *contracts*."""
    examples: dict[str, list[Example]] = {}
    for name, example in (item for found in contracts.values() for item in found):
        examples.setdefault(name, []).append(example)
    rankers = {
        name: fit([row for row, _ in found], [right for _, right in found], penalty=PENALTY[name])
        for name, found in sorted(examples.items())
        if name in PENALTY
    }
    tables = {
        name: isotonic([row[SCORE] for row, _ in found], [right for _, right in found])
        for name, found in sorted(examples.items())
        if name not in PENALTY
    }
    return {"rankers": rankers, "tables": tables}


def read(text: str) -> Draft:
    """Return a contract as the pipeline sees it."""
    return draft_of(normalise(Reading((text,)), max_characters=MAX_CHARACTERS))


def _examples(draft: Draft, contract: labels.Contract) -> Iterator[tuple[str, Example]]:
    signed = signatures(draft.text)
    dates = dated_places(draft, signed)
    for name, category in DATES.items():
        stated = labels.dates(labels.answer(contract, category))
        if stated is not None:
            yield from (
                (name, (date.features, date.iso in stated)) for date in dates_for(name, dates)
            )
    yield from _rule_examples(draft, contract)
    parties = merged_parties(draft, signed)
    labelled = labels.party_names(labels.answer(contract, "Parties"))
    right = labels.matched([party.text for party in parties], labelled)
    for features, is_right in zip(party_features(draft, parties), right, strict=True):
        yield "party", (features, is_right)


def _rule_examples(draft: Draft, contract: labels.Contract) -> Iterator[tuple[str, Example]]:
    """Yield what each rule answers, with the confidence it was written with."""
    accepted = labels.titles(contract)
    for fact in _first(find_title(draft)):
        yield "title", ({SCORE: fact.confidence}, labels.is_title(fact.value, accepted))
    stated = (
        (find_governing_law(draft), labels.law(labels.answer(contract, "Governing Law"))),
        (
            [fact for fact in find_renewals(draft) if fact.name == "renewal_term"],
            labels.periods(labels.answer(contract, "Renewal Term")),
        ),
        (
            [fact for fact in find_renewals(draft) if fact.name == "notice_period"],
            labels.periods(labels.answer(contract, "Notice Period to Terminate Renewal")),
        ),
        (find_stated_ends(draft), labels.dates(labels.answer(contract, "Expiration Date"))),
        (find_terms(draft), labels.term(contract)),
    )
    for facts, values in stated:
        if values is not None:
            yield from (
                (fact.name, ({SCORE: fact.confidence}, _key(fact.normal) in values))
                for fact in _first(facts)
            )


def _first(facts: Sequence[Fact]) -> Sequence[Fact]:
    """Return the surest answer, if there is any."""
    answers = [fact for fact in facts if fact.confidence >= ANSWER]
    return sorted(answers, key=lambda fact: -fact.confidence)[:1]


def _key(normal: JsonValue) -> object:
    match normal:
        case {"n": int() as count, "unit": str() as unit}:
            return labels.period(count, unit)
        case {"code": str() as code}:
            return code
    return normal


def contracts_of(data: Path) -> list[labels.Contract]:
    """Return the development contracts of CUAD in the order of their ids."""
    packed = (data / "cuad" / "contracts.jsonl.gz").read_bytes()
    lines = gzip.decompress(packed).decode().split("\n")
    rows = [json.loads(line) for line in lines if line]
    return sorted(rows, key=lambda row: str(row["id"]))


def written(numbers: Mapping[str, Any]) -> str:
    """Return the numbers as they are committed."""
    return json.dumps(numbers, indent=1, sort_keys=True) + "\n"


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled data directory")
    parser.add_argument("--folds", type=Path, required=True, help="contract id -> fold")
    parser.add_argument("--without", type=int, help="the fold to leave out")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
