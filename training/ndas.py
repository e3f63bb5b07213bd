"""The labelled non-disclosure agreements: only their parties are learned from.

People who sign for nobody but themselves are rare in CUAD and usual here.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from contractsai.pipeline.reading import Reading

FOLDS: Final = 5

Nda = Mapping[str, Any]


def ndas_of(data: Path) -> list[Nda]:
    """Return the development split in the order of the ids."""
    packed = (data / "kleister-nda" / "labels.jsonl.gz").read_bytes()
    lines = gzip.decompress(packed).decode().split("\n")
    return sorted((json.loads(line) for line in lines if line), key=lambda row: str(row["id"]))


def reading_of(nda: Nda) -> Reading:
    """Return its pages."""
    return Reading(tuple(nda["text"].split("\f")))


def parties_of(nda: Nda) -> Sequence[str]:
    """Return the names that it is labelled with."""
    return tuple(nda["labels"].get("party", ()))


def folds_of(ndas: Sequence[Nda]) -> dict[str, int]:
    """Return a fold for each id; those of one company are drafted alike and stay together."""
    group: dict[str, str] = {}

    def first(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    for nda in ndas:
        for party in parties_of(nda):
            group[first(f"id {nda['id']}")] = first(f"party {party.casefold()}")
    return {nda["id"]: _digit(first(f"id {nda['id']}")) for nda in ndas}


def _digit(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % FOLDS
