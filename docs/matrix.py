"""The suites of brokers and stores and the main path, cell by cell, as runs of them have shown.

``python docs/matrix.py JUNIT.xml ...`` records runs (``pytest --junit-xml``) of
`tests/integration/brokers`, `tests/unit/adapters/stores`, `tests/integration/stores` and of
strangers' packages; `docs/generate.py` makes the tables of them. A cell that is in none of the
files keeps what an earlier run has shown.
"""

import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from contractsai.adapters.brokers.broker import Capabilities
from contractsai.adapters.brokers.transports import brokers
from contractsai.adapters.brokers.transports.embedded import FORGETFUL

RECORD: Final = Path(__file__).parent / "matrix.json"
BROKERS: Final = {
    "TestRedis": ("Redis 8", "Redis, Valkey"),
    "TestValkey": ("Valkey 8", "Redis, Valkey"),
    "TestRabbitMQ": ("RabbitMQ 4", "RabbitMQ"),
    "TestEmbedded": ("embedded", "embedded"),
    "TestEmbeddedInPython": ("embedded, the server in Python", "in Python"),
    "TestMemory": ("`memory://`", "memory"),
    "TestFakeRedis": ("`fakeredis://`", "fakeredis"),
    "TestSqs": ("Amazon SQS, on moto's server", "Amazon SQS"),
}
"""Each class of tests: the cell, and the name of its broker."""
STRANGERS: Final = {
    "Amazon SQS": ["ordered", "oldest age", "purge", "priorities", "remote control", "events"],
}
"""What brokers refuse that come from packages which need not be here; their tests compare."""
STORES: Final = {
    "TestMemoryStore": ("memory", ""),
    "TestSqliteStore": ("SQLite", ""),
    "TestPostgresStore": ("PostgreSQL 17", ""),
    "TestStoreBehindPgBouncer": ("PostgreSQL 17 behind PgBouncer", ""),
    "TestDuckStore": ("DuckDB, a stranger's", "a second process"),
}
"""Each class of tests: the cell, and what it refuses, which its own tests assert."""
MAIN_PATH: Final = re.compile(r"test_a_folder_goes_in_and_a_report_comes_out_.*\[(.+)-(\w+)\]$")
STRANGERS_PATH: Final = {
    "test_sqs": "Amazon SQS, on moto's server and sqlite",
    "test_duckdb": "none: `contractsai analyze` and DuckDB, a stranger's",
}
"""Each module of tests whose main path is not one of a list of pairs."""
REFUSED_PATH: Final = re.compile(
    r"test_a_broker_within_one_process_is_refused_before_work_begins\[(\w+)-.+\]$"
)
WITHIN_ONE: Final = "to start: what one process sends, no other receives"
NO_PAIR: Final = "any"


def refused_by(capabilities: Capabilities) -> list[str]:
    """Return what *capabilities* deny, in words."""
    return [word.replace("_", " ") for word, can in capabilities.table().items() if not can]


def refusals() -> dict[str, list[str]]:
    """Return what the broker of each cell says that it cannot do."""
    declared = {each.name: each.capabilities for each in brokers()} | {"in Python": FORGETFUL}
    cannot = STRANGERS | {name: refused_by(each) for name, each in declared.items()}
    return {cell: cannot[name] for cell, name in BROKERS.values()}


def recorded(
    files: Iterable[Path], before: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the cases and seconds of each cell in *files*, and others' as they were *before*.

    Raises:
        ValueError: a case did not pass, or a cell was never run: half a matrix is none.
    """
    ends: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seconds: dict[tuple[str, str], float] = defaultdict(float)
    for file in files:
        for case in ET.parse(file).getroot().iter("testcase"):  # noqa: S314 - pytest's own
            if (cell := _cell(case)) is None:
                continue
            ended = next((child.tag for child in case if child.tag not in OUTPUT), "passed")
            ends[cell][ended] += 1
            seconds[cell] += float(case.get("time", "0"))
    if bad := {cell: dict(found) for cell, found in ends.items() if set(found) != {"passed"}}:
        raise ValueError(f"not all passed: {bad}")
    known: dict[str, dict[str, Any]] = {
        part: dict(before.get(part, {})) for part in ("brokers", "stores", "main path")
    }
    for (part, cell), found in ends.items():
        known[part][cell] = {
            "cases": found["passed"],
            "seconds": round(seconds[part, cell]),
        }
    wanted = {"brokers": BROKERS, "stores": STORES}
    for part, classes in wanted.items():
        names = [cell for cell, *_ in classes.values()]
        if missing := sorted(set(names) - set(known[part])):
            raise ValueError(f"no case of {missing}")
        known[part] = {cell: known[part][cell] for cell in names}
    return known


OUTPUT: Final = {"system-out", "system-err", "properties"}


def _cell(case: ET.Element) -> tuple[str, str] | None:
    name = case.get("classname", "").rpartition(".")[2]
    if name in BROKERS:
        return "brokers", BROKERS[name][0]
    if name in STORES:
        return "stores", STORES[name][0]
    test = case.get("name", "")
    if found := MAIN_PATH.match(test):
        return "main path", " and ".join(found.groups())
    if found := REFUSED_PATH.match(test):
        return "main path", f"{found[1]} and {NO_PAIR}"
    if name in STRANGERS_PATH and test.startswith("test_a_folder_goes_in_and_a_report_comes_out"):
        return "main path", STRANGERS_PATH[name]
    return None


def broker_rows() -> Iterable[tuple[str, ...]]:
    """Return a row a cell: its cases, its seconds, and what is asserted to be refused there."""
    refused = refusals()
    for cell, found in _known()["brokers"].items():
        yield cell, str(found["cases"]), str(found["seconds"]), ", ".join(refused[cell]) or "-"


def store_rows() -> Iterable[tuple[str, ...]]:
    """Return the same of stores."""
    refused = dict(STORES.values())
    for cell, found in _known()["stores"].items():
        yield cell, str(found["cases"]), str(found["seconds"]), refused[cell] or "-"


def path_rows() -> Iterable[tuple[str, ...]]:
    """Return a row a pair of broker and database: its main path, or its refusal."""
    for cell, found in _known()["main path"].items():
        broker, _, store = cell.partition(" and ")
        refuses = WITHIN_ONE if store == NO_PAIR else "-"
        yield broker, store, str(found["cases"]), str(found["seconds"]), refuses


def _known() -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return known


if __name__ == "__main__":
    found = recorded(map(Path, sys.argv[1:]), _known())
    RECORD.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
