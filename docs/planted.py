"""The faults that are planted for the conformance kit, and the case that has to catch each.

They are read off the tests, which are not run for it: the tables of pairs that they are made of.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
TABLES: Final = {
    "broker": ("tests/integration/brokers/test_planted_faults.py", "FAULTS"),
    "broker that denies": ("tests/integration/brokers/test_planted_faults.py", "DENIED"),
    "store": ("tests/unit/testing/conformance/test_planted_stores.py", "CASES"),
    "pipeline": ("tests/unit/testing/conformance/test_planted_pipelines.py", "CASES"),
    "source": ("tests/unit/testing/conformance/test_planted_sources.py", "CASES"),
}
"""Each kind of adapter: the module of tests, and the name of its table there."""


def planted() -> Iterator[tuple[str, str, str]]:
    """Yield a row a fault: the kind of adapter, the fault, and the case."""
    for kind, (module, table) in TABLES.items():
        seen: dict[tuple[str, str], None] = dict.fromkeys(_pairs(ROOT / module, table))
        for fault, case in seen:
            yield kind, f"`{fault}`", f"`{case}`"


def _pairs(module: Path, table: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    [value] = (
        node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == table
    )
    match value:
        case ast.Dict(keys=keys, values=values):
            pairs = [(key, case) for key, case in zip(keys, values, strict=True) if key]
        case ast.List(elts=rows):
            pairs = [(row.elts[0], row.elts[1]) for row in rows if isinstance(row, ast.Tuple)]
        case _:
            raise ValueError(f"{table} of {module.name} is no table of faults")
    for fault, case in pairs:
        yield ast.unparse(fault).strip("'"), ast.unparse(case).rpartition(".")[2]
