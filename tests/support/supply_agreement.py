"""The beginning of a supply agreement, for tests of what clauses say behind it."""

from typing import Any

from contractsai.domain.findings import Analysis, Finding

OPENING = (
    'SUPPLY AGREEMENT\n\nThis Supply Agreement (this "Agreement") is entered into as of March 3, '
    '2025 (the "Effective Date") by and between Acme, Inc., an Ohio corporation ("Supplier"), and '
    'Borealis GmbH ("Buyer").\n\n'
)


def given(analysis: Analysis, name: str) -> list[Finding]:
    """Return the answers of that name."""
    return [item for item in analysis.findings if item.name == name and item.is_answer]


def normals(analysis: Analysis, name: str) -> list[Any]:
    """Return their typed values."""
    return [item.normal for item in given(analysis, name)]
