"""The suite of brokers, cell by cell, as a run of it has shown.

``python docs/broker_matrix.py JUNIT.xml ...`` records runs of `tests/integration/brokers`
and of a stranger's package (``pytest --junit-xml``); `docs/generate.py` makes the table of them.
"""

import json
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from contractsai.adapters.brokers.transports import brokers

RECORD: Final = Path(__file__).parent / "broker-matrix.json"
SQS: Final = Path(__file__).parents[1] / "tests" / "plugins" / "contractsai-sqs"
CELLS: Final = {
    "TestRedis": ("Redis 8", "Redis, Valkey"),
    "TestValkey": ("Valkey 8", "Redis, Valkey"),
    "TestRabbitMQ": ("RabbitMQ 4", "RabbitMQ"),
    "TestEmbedded": ("embedded", "embedded"),
    "TestMemory": ("`memory://`", "memory"),
    "TestFakeRedis": ("`fakeredis://`", "fakeredis"),
    "TestSqs": ("Amazon SQS, on moto's server", "Amazon SQS"),
}
"""Each class of tests: the cell, and the name of its broker."""


def refusals() -> dict[str, list[str]]:
    """Return what the broker of each cell says that it cannot do."""
    sys.path.insert(0, str(SQS))
    from contractsai_sqs import SQS as A_STRANGERS  # noqa: PLC0415 - installed by nobody

    sys.path.remove(str(SQS))
    cannot = {
        broker.name: [
            name.replace("_", " ") for name, can in broker.capabilities.table().items() if not can
        ]
        for broker in (*brokers(), A_STRANGERS)
    }
    return {cell: cannot[name] for cell, name in CELLS.values()}


def recorded(files: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Return the cases, how they ended, and the seconds of each cell in *files*.

    Raises:
        ValueError: a case did not pass, or a cell is not there: half a run is no matrix.
    """
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: dict[str, float] = defaultdict(float)
    for file in files:
        for case in ET.parse(file).getroot().iter("testcase"):  # noqa: S314 - pytest's own
            name = case.get("classname", "").rpartition(".")[2]
            if name not in CELLS:
                continue
            cell, _ = CELLS[name]
            ended = next((child.tag for child in case if child.tag != "system-out"), "passed")
            ends[cell][ended] += 1
            seconds[cell] += float(case.get("time", "0"))
    if bad := {cell: dict(found) for cell, found in ends.items() if set(found) != {"passed"}}:
        raise ValueError(f"not all passed: {bad}")
    if missing := sorted({cell for cell, _ in CELLS.values()} - set(ends)):
        raise ValueError(f"no case of {missing}")
    return {
        cell: {"cases": ends[cell]["passed"], "seconds": round(seconds[cell]), "refuses": refuses}
        for cell, refuses in refusals().items()
    }


def rows() -> Iterable[tuple[str, ...]]:
    """Return a row a cell: its cases, its seconds, and what is asserted to be refused there."""
    for cell, found in json.loads(RECORD.read_text(encoding="utf-8")).items():
        yield cell, str(found["cases"]), str(found["seconds"]), ", ".join(found["refuses"]) or "-"


if __name__ == "__main__":
    RECORD.write_text(
        json.dumps(recorded(map(Path, sys.argv[1:])), indent=2, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
